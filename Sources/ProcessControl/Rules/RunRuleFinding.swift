/// The rules one point completes, and which of the newest points form their patterns.
public struct RunRuleFinding: BitwiseCopyable, Hashable, Sendable {
    /// Rules completed by the newest point.
    public var rules: RunRules
    /// Members of the pattern of rule 5; bit i stands for the point i places before the newest.
    var twoSigmaMembers: UInt16
    /// Members of the pattern of rule 6, in the same notation.
    var oneSigmaMembers: UInt16
    /// The lengths that the rules have.
    var set: RunRuleSet

    /// No rule completed.
    @inline(__always) static var none: RunRuleFinding {
        RunRuleFinding(rules: [], twoSigmaMembers: 0, oneSigmaMembers: 0, set: .init([]))
    }

    /// The points that form the pattern of a rule: bit i is set for the point i places before the
    /// newest, so bit 0 is always set. 0 when the rule was not completed.
    public func members(of rule: RunRule) -> UInt16 {
        guard rules.contains(rule) else { return 0 }
        return switch rule {
        case .beyondTwoSigma: twoSigmaMembers
        case .beyondOneSigma: oneSigmaMembers
        default: RunRuleMasks.newest(UInt8(set.span(of: rule)))
        }
    }
}
