/// What becomes of what a rule says.
public enum RuleMode: String, Sendable, CaseIterable {
    /// It is published.
    case live
    /// It is counted and reported apart, and changes nothing.
    case shadow
    /// The rule does not run.
    case off
}
