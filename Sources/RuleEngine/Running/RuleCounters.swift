/// What a runner, or one rule of it, has done so far.
public struct RuleCounters: Sendable, Equatable, BitwiseCopyable {
    /// Conditions evaluated.
    public var evaluations: UInt64 = 0
    /// Times `when` held.
    public var matches: UInt64 = 0
    /// Conditions that Lua would have failed on, such as a missing field compared with a number.
    public var conditionErrors: UInt64 = 0
    /// Calls of Lua functions.
    public var calls: UInt64 = 0
    /// Calls that failed; their outputs were discarded.
    public var callErrors: UInt64 = 0
    /// Times a rule was put into quarantine.
    public var quarantines: UInt64 = 0
    /// Matches that were not handled because the rule was in quarantine.
    public var quarantinedMatches: UInt64 = 0
    /// Events older than the newest one of their key; they change nothing.
    public var lateEvents: UInt64 = 0
    /// Keys that made room for others.
    public var evictions: UInt64 = 0
    /// Matches while the machine was in a state that suppresses the rule.
    public var suppressed: UInt64 = 0
    /// Outputs of rules in shadow mode, which are not published.
    public var shadowOutputs: UInt64 = 0

    /// Alerts that were raised, those of missing data included.
    public var alerts: UInt64 = 0

    /// Nothing yet.
    public init() {}

    static func += (a: inout RuleCounters, b: RuleCounters) {
        a.evaluations += b.evaluations
        a.matches += b.matches
        a.conditionErrors += b.conditionErrors
        a.calls += b.calls
        a.callErrors += b.callErrors
        a.quarantines += b.quarantines
        a.quarantinedMatches += b.quarantinedMatches
        a.lateEvents += b.lateEvents
        a.evictions += b.evictions
        a.suppressed += b.suppressed
        a.shadowOutputs += b.shadowOutputs
        a.alerts += b.alerts
    }
}
