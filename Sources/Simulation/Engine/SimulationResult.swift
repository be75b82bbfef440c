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
    /// Outputs compared.
    public var outputs = 0
    /// Machines, series and keys of rules that were forgotten on the way.
    public var evictions = EvictionCounts()

    /// Nothing yet.
    public init() {}

    /// Sums.
    public static func += (left: inout Self, right: Self) {
        left.steps += right.steps
        left.kills += right.kills
        left.failures += right.failures
        left.expulsions += right.expulsions
        left.cycles += right.cycles
        left.outputs += right.outputs
        left.evictions.machines += right.evictions.machines
        left.evictions.series += right.evictions.series
        left.evictions.keys += right.evictions.keys
    }
}
