import Records
import Rings

/// Sends the bundles of all shards and tells intake what has been acknowledged.
///
/// Bundles are sent and completed in the order they were taken, so a task's offsets only move forward
/// over bundles that are wholly out. How they go out is the commit cycle's business: in transactions
/// (`Publisher+Transactions`), or each after its entry of the order log (`Publisher+Acknowledged`).
/// The client retries for as long as it takes; what it gives up for good (a record too large, a topic
/// it may not write) ends the engine with a sentence.
public struct Publisher<Sink: MessageSink & ~Copyable>: Agent, ~Copyable {
    /// Bundles held that are not yet acknowledged; beyond it shards feel the back-pressure.
    private static var bundleCountMax: Int { 512 }
    /// Bytes in them; one bundle is taken whatever its size.
    private static var byteCountMax: Int { 64 << 20 }

    var sink: Sink
    private let outlets: [Outlet]
    private var acknowledgements: SPSCProducer<Acknowledgement>
    let control: EngineControl
    let metrics: EngineMetrics
    let clock: EngineClock
    let roster: TaskRoster
    let safeguards: EngineSafeguards
    private let wakesIntake: Parker
    /// Names of the source's topics, by the indices of offsets, then of the anchor.
    let inputTopics: [String]
    /// Bundles that were taken and are not out yet, oldest first.
    var queue: [Bundle] = []
    private var byteCount = 0
    private var firstOutlet = 0
    /// Tags of deliveries count from here; see `tag`.
    var firstSequence: UInt64 = 0
    /// Entries of the order log were sent for the bundles before this one.
    var orderIndex = 0
    /// Bundles before this one were sent whole.
    var sendIndex = 0
    var transaction = TransactionState()
    private var turns = 0
    private var backlog: [Acknowledgement] = []
    /// What the group may begin with, as far as bundles are out.
    var places: GroupPlaces
    public private(set) var isDone = false

    init(
        sink: consuming Sink,
        acknowledgements: consuming SPSCProducer<Acknowledgement>,
        wiring: EngineWiring,
        settings: EngineSettings
    ) {
        precondition(
            sink.isTransactional == settings.isExactlyOnce,
            "Exactly once needs a sink with transactions, at least once one without."
        )
        self.sink = sink
        self.acknowledgements = acknowledgements
        outlets = wiring.outlets
        control = wiring.control
        metrics = wiring.metrics
        clock = wiring.clock
        roster = wiring.roster
        safeguards = settings.safeguards
        wakesIntake = wiring.intakeParker
        inputTopics = settings.sourceTopics + [settings.anchorTopic]
        places = GroupPlaces(
            internals: settings.isDurable ? InternalTopics(inputCount: settings.inputs.count) : nil
        )
    }

    public mutating func step() -> Int {
        guard !isDone else { return 0 }
        var work = takeBundles()
        work += sink.isTransactional ? stepTransaction() : stepAcknowledged()
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
                byteCount += bundle.byteCount
                queue.append(bundle)
                count += 1
                acknowledgeEarly(bundle)
            }
        }
        firstOutlet = (firstOutlet + 1) % outlets.count
        return count
    }

    /// What a test breaks: intake hears of a bundle before anything of it is out.
    private mutating func acknowledgeEarly(_ bundle: Bundle) {
        if !safeguards.commitsAfterOutputs {
            for place in bundle.commits { backlog.append(.init(kind: .commit, place: place)) }
        }
        if !safeguards.finishesBeforeLeaving, bundle.isLast { acknowledgeEnd(of: bundle.task) }
    }

    // MARK: Sending

    private func tag(_ index: Int, isOrder: Bool) -> UInt64 {
        TagReader.tag(sequence: firstSequence + UInt64(index), isOrder: isOrder)
    }

    /// Sends the entry of the order log of a bundle; false when the client's queue is full.
    mutating func sendOrder(_ index: Int) -> Bool {
        let bundle = queue[index]
        guard !bundle.isOrderSent else { return true }
        guard bundle.order.count > 0 else {
            bundle.isOrderSent = true
            bundle.isOrderAcknowledged = true
            return true
        }
        do {
            guard try sink.send(bundle.order, 0, tag: tag(index, isOrder: true)) else {
                return false
            }
        } catch {
            guard !abortsInstead(error) else { return false }
            control.fail("The order log cannot be written: \(error)")
        }
        bundle.isOrderSent = true
        bundle.unacknowledgedCount += 1
        return true
    }

    /// Sends what is left of a bundle; false when the client's queue is full.
    mutating func sendOutputs(_ index: Int) -> Bool {
        let bundle = queue[index]
        let tag = tag(index, isOrder: false)
        let before = bundle.sentCount
        defer { metrics.countOutputs(bundle.sentCount - before) }
        while bundle.sentCount < bundle.outputs.count {
            do {
                guard try sink.send(bundle.outputs, bundle.sentCount, tag: tag) else {
                    return false
                }
                bundle.unacknowledgedCount += 1
            } catch {
                guard !abortsInstead(error) else { return false }
                refuse(bundle, error)
            }
            bundle.sentCount += 1
        }
        return true
    }

    /// A transaction that has failed takes no more records; it is aborted and sent again.
    private mutating func abortsInstead(_ error: BrokerError) -> Bool {
        guard sink.isTransactional, error.isAbortable, !error.isFatal else { return false }
        transaction.failure = transaction.failure ?? error
        return true
    }

    /// A record the client would not even take: said once, and fatal unless it is only this record.
    private func refuse(_ bundle: Bundle, _ error: BrokerError) {
        metrics.countLostOutput()
        metrics.report("A record of task \(bundle.task) was refused: \(error)")
        // Any other reason (its topic was deleted, say) hits all that follow, whose input would be lost.
        let isOnlyThisRecord = error.name == "MSG_SIZE_TOO_LARGE"
        if error.isFatal || !isOnlyThisRecord { control.fail("Publishing stopped: \(error)") }
    }

    /// Notes the outcomes that have arrived; `failed` hears of every record that did not.
    mutating func takeDeliveries(_ failed: (BrokerError) -> Void) -> Int {
        let queue = queue
        let tags = TagReader(firstSequence: firstSequence)
        return sink.poll(milliseconds: 0) { delivery in
            tags.note(delivery, queue)
            if let error = delivery.error { failed(error) }
        }
    }

    // MARK: Done

    /// Takes the first `count` bundles off the queue: they are out, or not wanted any more. `commits`
    /// is what intake shall commit for them.
    mutating func complete(_ count: Int, commits: [TopicOffset] = []) {
        defer { pushAcknowledgements() }
        guard count > 0 else { return }
        for place in commits { backlog.append(.init(kind: .commit, place: place)) }
        for bundle in queue[..<count] { release(bundle) }
        queue.removeFirst(count)
        sendIndex = max(0, sendIndex - count)
        orderIndex = max(0, orderIndex - count)
        firstSequence += UInt64(count)
    }

    /// Keeps only some of the queue's bundles; the others belong to tasks that have left.
    mutating func dropBundles(_ isWanted: (Bundle) -> Bool) {
        guard !queue.allSatisfy(isWanted) else { return }
        for bundle in queue where !isWanted(bundle) {
            places.forget(bundle.task)
            // Its cycle is not out: nobody may conclude that from its way home.
            bundle.cycle = 0
            release(bundle)
        }
        queue.removeAll { !isWanted($0) }
        renumber()
    }

    /// Gives the bundles of the queue new tags, so that outcomes of an earlier attempt find none.
    mutating func renumber() {
        firstSequence += UInt64(Self.bundleCountMax) + UInt64(queue.count)
        sendIndex = 0
        orderIndex = 0
    }

    /// A bundle that needs nothing more goes home; intake hears of a task that ended with it.
    private mutating func release(_ bundle: Bundle) {
        byteCount -= bundle.byteCount
        if bundle.isLast, safeguards.finishesBeforeLeaving { acknowledgeEnd(of: bundle.task) }
        outlets[bundle.shard].giveBack(bundle)
    }

    private mutating func acknowledgeEnd(of task: Int32) {
        let place = TopicOffset(topic: 0, partition: task, offset: -1)
        backlog.append(.init(kind: .stopped, place: place))
    }

    mutating func pushAcknowledgements() {
        var pushed = 0
        while pushed < backlog.count, acknowledgements.push(backlog[pushed]) { pushed += 1 }
        guard pushed > 0 else { return }
        backlog.removeFirst(pushed)
        wakesIntake.wake()
    }

    private mutating func finishIfPossible() {
        let isLate = clock.monotonic() >= control.deadlineNanoseconds
        let areShardsDone = control.shardsDoneCount == outlets.count
        let isEmpty = areShardsDone && queue.isEmpty && outlets.allSatisfy(\.isEmpty)
        if isEmpty || isLate { isDone = true }
    }

    /// Ends the producer; a transaction that is still open would hold back every reader.
    mutating func close(milliseconds: Int) { _ = sink.close(milliseconds: milliseconds) }

    /// Bundles that were not acknowledged when the engine ended.
    var unfinishedCount: Int { queue.count }
}
