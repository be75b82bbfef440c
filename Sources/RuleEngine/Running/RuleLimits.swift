/// Limits of one runner. Every table and loop of the rule engine has one.
public struct RuleLimits: Sendable {
    /// The most keys of one rule; the least recently used makes room.
    public var keyCountPerRule = 10_000

    /// The defaults.
    public init() {}
}
