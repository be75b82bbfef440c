import Records
import Rings

/// One thread's worth of tasks: decodes, keeps state, evaluates rules, encodes outputs.
///
/// Owns everything its tasks know and shares nothing. It works on whole batches, gives each message
/// back to the broker as soon as it is done with it, and cuts bundles at ticks. When the publisher
/// does not keep up it stops taking messages, and the pressure reaches the broker's queues by itself.
public struct Shard: Agent, ~Copyable {
    /// Messages worked on in one step.
    private static var batchCount: Int { 512 }

    private let tasks: ShardTasks
    private var inbound: SPSCConsumer<InboundMessage>
    private var outbound: SPSCProducer<Bundle>
    private var used: SPSCConsumer<Bundle>
    private let control: EngineControl
    private let clock: EngineClock
    private let metrics: ShardMetrics
    private let wakesPublisher: Parker
    private let wakesIntake: Parker
    public private(set) var isDone = false

    init(
        tasks: ShardTasks,
        inbound: consuming SPSCConsumer<InboundMessage>,
        outbound: consuming SPSCProducer<Bundle>,
        used: consuming SPSCConsumer<Bundle>,
        control: EngineControl,
        clock: EngineClock,
        metrics: ShardMetrics,
        wakesPublisher: Parker,
        wakesIntake: Parker
    ) {
        self.tasks = tasks
        self.inbound = inbound
        self.outbound = outbound
        self.used = used
        self.control = control
        self.clock = clock
        self.metrics = metrics
        self.wakesPublisher = wakesPublisher
        self.wakesIntake = wakesIntake
    }

    public mutating func step() -> Int {
        guard !isDone else { return 0 }
        takeUsedBundles()
        guard pushBundles() else {
            finishIfLate()
            return 0
        }
        let count = work() + tasks.writeSlice()
        _ = pushBundles()
        if count > 0 { tasks.publish(to: metrics) }
        if control.isIntakeDone, inbound.waiting() == 0, tasks.cutBundles.isEmpty { finish() }
        return count
    }

    private mutating func work() -> Int {
        let tasks = tasks
        var byteCount = 0
        let count = inbound.drain(maximum: Self.batchCount) { messages in
            for index in messages.indices {
                byteCount += messages[index].byteCount
                tasks.take(messages[index])
            }
        }
        if byteCount > 0 { inbound.release(byteCount: byteCount) }
        if count == Self.batchCount { wakesIntake.wake() }
        return count
    }

    private mutating func takeUsedBundles() {
        while let bundle = used.pop() { tasks.keep(bundle) }
    }

    /// True when no cut bundle waits in this shard any more.
    private mutating func pushBundles() -> Bool {
        guard !tasks.cutBundles.isEmpty else { return true }
        var pushed = 0
        for bundle in tasks.cutBundles {
            if outbound.offer(bundle) != nil { break }
            pushed += 1
        }
        if pushed > 0 {
            tasks.cutBundles.removeFirst(pushed)
            wakesPublisher.wake()
        }
        return tasks.cutBundles.isEmpty
    }

    /// Past the deadline nothing is worked on any more; the messages still go back to the broker.
    private mutating func finishIfLate() {
        guard control.isStopping, control.isIntakeDone,
            clock.monotonic() >= control.deadlineNanoseconds
        else { return }
        abandon()
        finish()
    }

    /// Gives back the messages in the ring without working on them.
    mutating func abandon() {
        while let message = inbound.pop() { tasks.release(message) }
    }

    private mutating func finish() {
        isDone = true
        control.markShardDone()
        wakesPublisher.wake()
    }
}
