import Records
import Rings
import RuleEngine
import Synchronization

/// Figures that the agents write and anyone may read: counters since the start and a few gauges.
///
/// Each counter has one writer, so a relaxed load and store suffice; readers see values that are at
/// most a moment old.
public final class EngineMetrics: Sendable {
    private let outputs = Atomic<Int>(0)
    private let lostOutputs = Atomic<Int>(0)
    private let fullRings = Atomic<Int>(0)
    private let recovering = Atomic<Int>(0)
    private let recoveryRecords = Atomic<Int64>(0)
    private let commits = Atomic<Int>(0)
    private let aborts = Atomic<Int>(0)
    private let lag = Atomic<Int64>(0)
    private let messages = Mutex<[String]>([])
    private let owned = Mutex<[Int32]>([])
    private let shards: [ShardMetrics]

    init(shardCount: Int) { shards = (0..<shardCount).map { _ in ShardMetrics() } }

    func shard(_ index: Int) -> ShardMetrics { shards[index] }

    func countOutputs(_ count: Int) { add(outputs, count) }
    func countLostOutput() { add(lostOutputs, 1) }
    func countFullRing() { add(fullRings, 1) }
    func setRecovery(tasks: Int, records: Int64) {
        recovering.store(tasks, ordering: .relaxed)
        recoveryRecords.store(records, ordering: .relaxed)
    }
    func countTransaction(isAborted: Bool) {
        if isAborted { add(aborts, 1) } else { add(commits, 1) }
    }
    func setLag(_ value: Int64) { lag.store(value, ordering: .relaxed) }
    func setOwnedTasks(_ tasks: [Int32]) {
        let sorted = tasks.sorted()
        owned.withLock { owned in owned = sorted }
    }

    /// Keeps a sentence for the log; the newest thousand are kept.
    func report(_ sentence: String) {
        messages.withLock { kept in
            if kept.count >= 1_000 { kept.removeFirst() }
            kept.append(sentence)
        }
    }

    /// Takes the sentences that came since the last call.
    public func takeMessages() -> [String] {
        messages.withLock { kept in
            defer { kept = [] }
            return kept
        } + shards.flatMap { $0.takeNotes() }
    }

    /// The figures at this moment.
    public func snapshot() -> EngineSnapshot {
        var sum = EngineSnapshot()
        for shard in shards { shard.add(to: &sum) }
        sum.outputs = outputs.load(ordering: .relaxed)
        sum.lostOutputs = lostOutputs.load(ordering: .relaxed)
        sum.fullRings = fullRings.load(ordering: .relaxed)
        sum.recoveringTasks = recovering.load(ordering: .relaxed)
        sum.recoveryRecords = recoveryRecords.load(ordering: .relaxed)
        sum.commits = commits.load(ordering: .relaxed)
        sum.aborts = aborts.load(ordering: .relaxed)
        sum.lag = lag.load(ordering: .relaxed)
        sum.tasks = owned.withLock { $0 }
        return sum
    }

    private func add(_ counter: borrowing Atomic<Int>, _ value: Int) {
        counter.store(counter.load(ordering: .relaxed) &+ value, ordering: .relaxed)
    }
}

/// The counters of one shard. Written by that shard only.
final class ShardMetrics: Sendable {
    private let kept = Mutex<[String]>([])
    private let gauges = Mutex<(inbound: RingGauge, outbound: RingGauge)?>(nil)
    private let books = Mutex<(books: Books, equipment: Int, series: Int, progress: Int64)>(
        (Books(), 0, 0, .min)
    )

    private let evictions = Mutex<EvictionCounts>(EvictionCounts())

    private let rules = Mutex<[RuleFigures]>([])

    /// Publishes what the rules of the shard's tasks do and cost.
    func publish(_ figures: [RuleFigures]) { rules.withLock { $0 = figures } }

    /// Publishes what the shard has forgotten.
    func publish(_ counts: EvictionCounts) { evictions.withLock { $0 = counts } }

    /// Publishes the shard's figures, once per step.
    func publish(_ value: Books, equipment: Int, series: Int, progress: EventTime) {
        books.withLock { $0 = (value, equipment, series, progress.nanoseconds) }
    }

    /// Keeps sentences for the log until somebody takes them; beyond a thousand the oldest go.
    func keep(notes: [String]) {
        guard !notes.isEmpty else { return }
        kept.withLock { kept in kept = Array((kept + notes).suffix(1_000)) }
    }

    /// Takes the sentences that came since the last call.
    func takeNotes() -> [String] {
        kept.withLock { kept in
            defer { kept = [] }
            return kept
        }
    }

    /// Names the rings whose fill is shown.
    func watch(inbound: RingGauge, outbound: RingGauge) {
        gauges.withLock { $0 = (inbound, outbound) }
    }

    func add(to snapshot: inout EngineSnapshot) {
        if let gauges = gauges.withLock({ $0 }) {
            snapshot.rings.append(
                RingFill(
                    inboundCount: gauges.inbound.count,
                    inboundCapacity: gauges.inbound.capacity,
                    outboundCount: gauges.outbound.count,
                    outboundCapacity: gauges.outbound.capacity
                )
            )
        }
        let (value, equipment, series, progress) = books.withLock { $0 }
        snapshot.books += value
        snapshot.evictions += evictions.withLock { $0 }
        snapshot.rules.add(rules.withLock { $0 })
        snapshot.equipment += equipment
        snapshot.series += series
        snapshot.progress = max(snapshot.progress, EventTime(nanoseconds: progress))
    }
}

/// Figures of an engine at one moment.
public struct EngineSnapshot: Sendable {
    /// What became of every record since the start, over all tasks.
    public var books = Books()
    /// Records handed to the broker client.
    public var outputs = 0
    /// Records the broker refused for good.
    public var lostOutputs = 0
    /// Transactions that were committed.
    public var commits = 0
    /// Transactions that were begun again, which a rebalance makes normal.
    public var aborts = 0
    /// Tasks that are being restored.
    public var recoveringTasks = 0
    /// Records they have to go through again.
    public var recoveryRecords: Int64 = 0
    /// Times intake found a shard's ring full (back-pressure).
    public var fullRings = 0
    /// Messages that wait in the broker, as far as the client knows.
    public var lag: Int64 = 0
    /// Machines known.
    public var equipment = 0
    /// Series known (equipment × characteristic × product).
    public var series = 0
    /// What was forgotten since the start.
    public var evictions = EvictionCounts()
    /// What each rule does and costs, over the tasks of this process, in the order of the set.
    public var rules: [RuleFigures] = []
    /// The newest event time seen.
    public var progress = EventTime.distantPast
    /// How full the rings of each shard are.
    public var rings: [RingFill] = []
    /// Tasks this process owns.
    public var tasks: [Int32] = []

    /// Nothing yet.
    public init() {}
}

/// How full the two rings of a shard are.
public struct RingFill: Sendable {
    /// Messages that wait for the shard.
    public var inboundCount: Int
    /// Messages the ring holds at most.
    public var inboundCapacity: Int
    /// Bundles that wait for the publisher.
    public var outboundCount: Int
    /// Bundles the ring holds at most.
    public var outboundCapacity: Int
}
