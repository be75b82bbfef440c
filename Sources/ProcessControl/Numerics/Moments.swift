/// Mean, variance and lag-1 autocorrelation of all values so far.
///
/// Fixed size, O(1) per value, no drift: sums are kept to 31 digits, so the results are those of
/// exact arithmetic rounded once, also for values that share many leading digits (NIST StRD,
/// univariate). One thread at a time.
public struct Moments: BitwiseCopyable, Hashable, Sendable {
    /// Largest magnitude of a value that is taken.
    public static let magnitudeMax = PowerSums.magnitudeMax

    var sums = PowerSums()

    /// No values yet.
    public init() {}

    /// Takes a value. False, and nothing taken, for one that is not finite or beyond
    /// `magnitudeMax`.
    @discardableResult
    public mutating func add(_ value: Double) -> Bool {
        guard abs(value) <= Self.magnitudeMax else { return false }
        sums.add(value)
        return true
    }

    /// Values taken.
    public var count: Int { sums.count }
    /// Σx/n; not a number without values.
    public var mean: Double { sums.mean }
    /// Σ(x − x̄)²/(n − 1); not a number for fewer than two values.
    public var variance: Double { sums.variance }
    /// The square root of the variance.
    public var standardDeviation: Double { variance.squareRoot() }
    /// Lag-1 autocorrelation, −1 to 1; not a number for fewer than two values or equal ones. Beyond
    /// 2/√n in magnitude it says that the values are not independent.
    public var autocorrelation: Double { sums.autocorrelation }
}
