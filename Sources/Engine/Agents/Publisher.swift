import CPlatform
import Records
import Rings

/// Sends the bundles of all shards and tells intake what has been acknowledged.
///
/// Bundles are sent and completed in the order they were taken, so a task's offsets only move forward
/// over bundles that are wholly out. The client retries for as long as it takes; what it gives up for
/// good (a record too large, a topic it may not write) ends the engine with a sentence.
public struct Publisher<Sink: MessageSink & ~Copyable>: Agent, ~Copyable {
    /// Bundles held that are not yet acknowledged; beyond it shards feel the back-pressure.
    private static var bundleCountMax: Int { 512 }
    /// Bytes in them; one bundle is taken whatever its size.
    private static var byteCountMax: Int { 64 << 20 }

    private var sink: Sink
    private let outlets: [Outlet]
    private var acknowledgements: SPSCProducer<Acknowledgement>
    private let control: EngineControl
    private let metrics: EngineMetrics
    private let wakesIntake: Parker
    private var queue: [Bundle] = []
    private var byteCount = 0
    private var firstOutlet = 0
    private var firstSequence: UInt64 = 0
    private var sendIndex = 0
    private var turns = 0
    private var backlog: [Acknowledgement] = []
    public private(set) var isDone = false

    init(
        sink: consuming Sink,
        outlets: [Outlet],
        acknowledgements: consuming SPSCProducer<Acknowledgement>,
        control: EngineControl,
        metrics: EngineMetrics,
        wakesIntake: Parker
    ) {
        self.sink = sink
        self.outlets = outlets
        self.acknowledgements = acknowledgements
        self.control = control
        self.metrics = metrics
        self.wakesIntake = wakesIntake
    }

    public mutating func step() -> Int {
        guard !isDone else { return 0 }
        var work = takeBundles()
        work += sendBundles()
        work += takeDeliveries(milliseconds: 0)
        work += completeBundles()
        takeNotes()
        if let error = sink.fatalError { control.fail("Publishing stopped: \(error)") }
        if control.isStopping { finishIfPossible() }
        return work
    }

    /// The client's own words, looked for once in a while.
    private mutating func takeNotes() {
        turns &+= 1
        guard turns % 1_024 == 0 else { return }
        let metrics = metrics
        sink.drainNotes { metrics.report($0) }
    }

    private mutating func takeBundles() -> Int {
        var count = 0
        // Shards take turns at being first, so that a busy one leaves the others their share.
        for turn in outlets.indices {
            let outlet = outlets[(firstOutlet + turn) % outlets.count]
            while queue.count < Self.bundleCountMax, byteCount < Self.byteCountMax,
                let bundle = outlet.take()
            {
                bundle.unacknowledgedCount = bundle.outputs.count
                byteCount += bundle.outputs.byteCount
                queue.append(bundle)
                count += 1
            }
        }
        firstOutlet = (firstOutlet + 1) % outlets.count
        return count
    }

    private mutating func sendBundles() -> Int {
        var sent = 0
        let metrics = metrics
        defer { metrics.countOutputs(sent) }
        while sendIndex < queue.count {
            let bundle = queue[sendIndex]
            let tag = firstSequence + UInt64(sendIndex)
            while bundle.sentCount < bundle.outputs.count {
                do {
                    guard try sink.send(bundle.outputs, bundle.sentCount, tag: tag) else {
                        return sent
                    }
                } catch {
                    refuse(bundle, error)
                }
                bundle.sentCount += 1
                sent += 1
            }
            sendIndex += 1
        }
        return sent
    }

    /// A record the client would not even take: said once, and fatal unless it is only this record.
    private func refuse(_ bundle: Bundle, _ error: BrokerError) {
        bundle.unacknowledgedCount -= 1
        metrics.countLostOutput()
        metrics.report("A record of task \(bundle.task) was refused: \(error)")
        // Any other reason (its topic was deleted, say) hits all that follow, whose input would be lost.
        let isOnlyThisRecord = error.name == "MSG_SIZE_TOO_LARGE"
        if error.isFatal || !isOnlyThisRecord { control.fail("Publishing stopped: \(error)") }
    }

    private mutating func takeDeliveries(milliseconds: Int) -> Int {
        let queue = queue
        let firstSequence = firstSequence
        let control = control
        let metrics = metrics
        return sink.poll(milliseconds: milliseconds) { delivery in
            queue[Int(delivery.tag - firstSequence)].unacknowledgedCount -= 1
            if let error = delivery.error {
                metrics.countLostOutput()
                metrics.report("A record was not delivered: \(error)")
                // While stopping, too: its bundle must not count as sent, or its input is lost.
                control.fail("A record was not delivered: \(error)")
            }
        }
    }

    private mutating func completeBundles() -> Int {
        var count = 0
        while count < sendIndex, queue[count].unacknowledgedCount == 0, !control.hasFailed {
            let bundle = queue[count]
            for place in bundle.commits { backlog.append(.init(kind: .commit, place: place)) }
            if bundle.isLast {
                backlog.append(
                    .init(
                        kind: .stopped,
                        place: .init(topic: 0, partition: bundle.task, offset: -1)
                    )
                )
            }
            byteCount -= bundle.outputs.byteCount
            outlets[bundle.shard].giveBack(bundle)
            count += 1
        }
        if count > 0 {
            queue.removeFirst(count)
            sendIndex -= count
            firstSequence += UInt64(count)
        }
        pushAcknowledgements()
        return count
    }

    private mutating func pushAcknowledgements() {
        var pushed = 0
        while pushed < backlog.count, acknowledgements.push(backlog[pushed]) { pushed += 1 }
        guard pushed > 0 else { return }
        backlog.removeFirst(pushed)
        wakesIntake.wake()
    }

    private mutating func finishIfPossible() {
        let isLate = platform_monotonic_nanoseconds() >= control.deadlineNanoseconds
        let areShardsDone = control.shardsDoneCount == outlets.count
        let isEmpty = areShardsDone && queue.isEmpty && outlets.allSatisfy(\.isEmpty)
        if isEmpty || isLate { isDone = true }
    }

    /// Bundles that were not acknowledged when the engine ended.
    var unfinishedCount: Int { queue.count }
}
