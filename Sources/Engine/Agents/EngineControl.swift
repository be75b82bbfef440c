import Synchronization

/// What the agents of one engine tell each other about its life: stop, and why it failed.
///
/// Any thread may read and write it.
public final class EngineControl: Sendable {
    private let stopping = Atomic<Bool>(false)
    private let deadline = Atomic<Int64>(.max)
    private let failures = Mutex<[String]>([])
    private let failed = Atomic<Bool>(false)
    private let intakeDone = Atomic<Bool>(false)
    private let shardsDone = Atomic<Int>(0)

    /// A running engine.
    public init() {}

    /// Asks every agent to finish: intake first, then shards, then the publisher. What cannot be
    /// finished by the deadline (monotonic nanoseconds) is given up.
    public func stop(deadlineNanoseconds: Int64) {
        deadline.store(deadlineNanoseconds, ordering: .relaxed)
        stopping.store(true, ordering: .releasing)
    }

    /// True once the engine was asked to stop.
    public var isStopping: Bool { stopping.load(ordering: .acquiring) }

    /// The monotonic time in nanoseconds at which agents stop whatever is left.
    public var deadlineNanoseconds: Int64 { deadline.load(ordering: .relaxed) }

    /// Intake has pushed its last message.
    func markIntakeDone() { intakeDone.store(true, ordering: .releasing) }

    /// True once no shard will get another message.
    var isIntakeDone: Bool { intakeDone.load(ordering: .acquiring) }

    /// One shard has pushed its last bundle and released its last message.
    func markShardDone() { shardsDone.add(1, ordering: .acquiringAndReleasing) }

    /// How many shards are done.
    var shardsDoneCount: Int { shardsDone.load(ordering: .acquiring) }

    /// Records a failure that ends the process; the first one is the reason it gives.
    public func fail(_ sentence: String) {
        failures.withLock { $0.append(sentence) }
        failed.store(true, ordering: .releasing)
    }

    /// True once something failed for good.
    public var hasFailed: Bool { failed.load(ordering: .acquiring) }

    /// Why, oldest first.
    public var failureSentences: [String] { failures.withLock { $0 } }
}
