import Engine

/// What came of one seed.
public struct SimulationResult: Sendable {
    /// The seed.
    public let seed: UInt64
    /// A hash over every step and every byte of every log: equal runs have equal ones.
    public let traceHash: UInt64
    /// What must not have happened; empty when all is well.
    public let problems: [String]
    /// What happened at the cluster, if it was kept.
    public let trace: [String]
    /// Figures of the run.
    public let statistics: SimulationStatistics

    /// Problems and the end of the trace, for whoever has to find out why.
    public func report(lineCount: Int = 50) -> String {
        """
        Seed \(seed) fails (SEED=\(seed) runs it alone):
        \(problems.prefix(12).joined(separator: "\n"))
        The last of the trace:
        \(trace.suffix(lineCount).joined(separator: "\n"))
        """
    }
}

/// What happens to members and to the whole broker, beside `BrokerFault`.
public enum MemberFault: String, CaseIterable, Sendable {
    /// Asked to stop in order, with more or less time for it.
    case stop
    /// Not given the processor for a while.
    case slowMember = "slow member"
    /// Its wall clock jumps.
    case clockJump = "clock jump"
    /// A ring between two of its agents was full.
    case fullRing = "full ring"
    /// Snapshots are compacted.
    case compaction
    /// The broker is away.
    case outage
    /// The broker goes with its answers and comes back.
    case brokerRestart = "broker restart"
    /// An accident at the worst moment: outputs are on their way.
    case sending = "accident while sending"
    /// An entry of the order log is on its way, and so is an alert or a late event.
    case entryUnderWay = "accident with an entry under way"
    /// Input offsets are in an open transaction.
    case offsetsPending = "accident with offsets pending"
    /// A transaction is decided and its markers are on their way.
    case markersUnderWay = "accident with markers under way"
    /// Chunks of a snapshot are out and its manifest is not.
    case snapshotTorn = "accident in a snapshot"
    /// A task came to the member and is not where it was yet.
    case recovering = "accident in a recovery"
    /// The group wants tasks back and has not got them yet.
    case leaving = "accident in a revocation"
}

/// How much happened in a run, so that a simulator in which nothing happens is noticed.
public struct SimulationStatistics: Sendable {
    /// Steps of agents.
    public var steps = 0
    /// Processes that were killed.
    public var kills = 0
    /// Engines that failed by themselves.
    public var failures = 0
    /// Times that a group went on without a living member.
    public var expulsions = 0
    /// Cycles in the order logs.
    public var cycles = 0
    /// Times that a task learned of a version of the rules.
    public var versions = 0
    /// Outputs compared.
    public var outputs = 0
    /// Machines, series and keys of rules that were forgotten on the way.
    public var evictions = EvictionCounts()
    /// Faults by kind, those of members and those of the broker.
    public private(set) var faults: [String: Int] = [:]

    /// Nothing yet.
    public init() {}

    mutating func count(_ fault: String, _ count: Int = 1) {
        if count > 0 { faults[fault, default: 0] += count }
    }

    mutating func count(_ fault: MemberFault, _ times: Int = 1) { count(fault.rawValue, times) }

    /// How often a fault has struck.
    public subscript(fault: MemberFault) -> Int { faults[fault.rawValue] ?? 0 }

    /// How often a fault of the broker has struck.
    public subscript(fault: BrokerFault) -> Int { faults["\(fault)"] ?? 0 }

    /// Sums.
    public static func += (left: inout Self, right: Self) {
        left.steps += right.steps
        left.kills += right.kills
        left.failures += right.failures
        left.expulsions += right.expulsions
        left.cycles += right.cycles
        left.versions += right.versions
        left.outputs += right.outputs
        left.evictions.machines += right.evictions.machines
        left.evictions.series += right.evictions.series
        left.evictions.keys += right.evictions.keys
        left.faults.merge(right.faults, uniquingKeysWith: +)
    }
}
