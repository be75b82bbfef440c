/// What the customer allows, on one side or both, and what the drawing aims at.
public struct SpecificationLimits: BitwiseCopyable, Hashable, Sendable {
    /// Lower limit, nil when there is none.
    public let lower: Double?
    /// Upper limit, nil when there is none.
    public let upper: Double?
    /// Target; the middle of two limits when none was given, nil for one limit without.
    public let target: Double?

    /// Checked limits.
    ///
    /// - Throws: `SpecificationError` when there is no limit, one is not finite, the lower is not below
    ///   the upper, or the target lies outside.
    public init(
        lower: Double? = nil,
        upper: Double? = nil,
        target: Double? = nil
    ) throws(SpecificationError) {
        guard lower != nil || upper != nil else { throw .none }
        for number in [lower, upper, target] {
            guard number.map(ControlChart.accepts) ?? true else { throw .notANumber }
        }
        let (bottom, top) = (lower ?? -.infinity, upper ?? .infinity)
        guard bottom < top else { throw .crossed(lower: bottom, upper: top) }
        if let target {
            guard bottom <= target, target <= top else { throw .target(target) }
        }
        self.lower = lower
        self.upper = upper
        self.target = target ?? (bottom + top).halfIfFinite
    }
}

extension Double {
    fileprivate var halfIfFinite: Double? { isFinite ? self / 2 : nil }
}

/// Why specification limits cannot be judged by.
public enum SpecificationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Neither a lower nor an upper limit.
    case none
    /// A number that is not finite or too large.
    case notANumber
    /// The lower limit is not below the upper one.
    case crossed(lower: Double, upper: Double)
    /// The target lies outside the limits.
    case target(Double)

    /// A sentence that says what is wrong and what would be right.
    public var description: String {
        switch self {
        case .none: "A specification needs a lower or an upper limit, or both."
        case .notANumber:
            "A specification limit or target must be a finite number of magnitude 1e150 at most."
        case .crossed(let lower, let upper):
            "The lower specification limit \(lower) must be below the upper one, \(upper)."
        case .target(let target):
            "The target \(target) lies outside the specification limits."
        }
    }
}
