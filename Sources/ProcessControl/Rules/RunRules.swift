/// A set of run rules: those a chart applies, or those a point violates.
///
/// `members` yields the rules in the order of their numbers, so the first one is the most severe.
@frozen
public struct RunRules: OptionSet, BitwiseCopyable, Hashable, Sendable {
    /// One bit per rule, at the position of `RunRule.rawValue`.
    public var rawValue: UInt16

    /// A set from its bits; bits that belong to no rule are kept but mean nothing.
    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The set of one rule.
    @inlinable
    public init(_ rule: RunRule) { rawValue = 1 << UInt16(rule.rawValue) }

    /// Nelson rule 1; see `RunRule.beyondLimit`.
    public static var beyondLimit: RunRules { RunRules(.beyondLimit) }

    /// All eight rules of Nelson (1984).
    public static var nelson: RunRules { RunRules(rawValue: 0xFF) }

    /// The four rules of Western Electric (1956).
    public static var westernElectric: RunRules {
        [
            RunRules(.beyondLimit), RunRules(.beyondTwoSigma),
            RunRules(.beyondOneSigma), RunRules(.shortOneSide),
        ]
    }

    /// Whether the rule is a member.
    @inlinable
    public func contains(_ rule: RunRule) -> Bool { contains(RunRules(rule)) }

    /// The member with the lowest number, by which a signal is graded; nil when the set is empty.
    @inlinable
    public var lowest: RunRule? {
        isEmpty ? nil : RunRule(rawValue: UInt8(truncatingIfNeeded: rawValue.trailingZeroBitCount))
    }
}

extension RunRules {
    /// The members in the order of their numbers. Walking them allocates nothing.
    @inlinable
    public var members: Members { Members(remaining: self) }

    /// The members of a set, one after the other.
    @frozen
    public struct Members: Sequence, IteratorProtocol, BitwiseCopyable, Sendable {
        @usableFromInline var remaining: RunRules

        @inlinable
        init(remaining: RunRules) { self.remaining = remaining }

        /// The next member, or nil at the end.
        @inlinable
        public mutating func next() -> RunRule? {
            guard let rule = remaining.lowest else { return nil }
            remaining.subtract(RunRules(rule))
            return rule
        }
    }
}
