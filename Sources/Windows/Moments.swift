// Links the mathematics library that rounding and square roots need.
#if canImport(Glibc)
    import Glibc
#endif

/// Count, mean and sum of squared deviations of a set of numbers; merges without cancellation.
///
/// Adding is Welford's update, merging is the pairwise update of Chan, Golub and LeVeque ("Updating
/// formulae and a pairwise algorithm for computing sample variances", 1979). Nothing is ever
/// subtracted, so the error does not grow with the number of windows seen.
@frozen
public struct Moments: BitwiseCopyable, Hashable, Sendable {
    /// How many numbers were added.
    public var count: Int
    /// Their mean; 0 when there are none.
    public var mean: Double
    /// The sum of squared deviations from the mean, in squared units of the numbers.
    public var squaredDeviations: Double

    /// No numbers yet.
    @inlinable
    public init() {
        count = 0
        mean = 0
        squaredDeviations = 0
    }

    /// Takes one number in. O(1).
    @inlinable
    public mutating func add(_ value: Double) {
        count &+= 1
        let delta = value - mean
        mean += delta / Double(count)
        squaredDeviations += delta * (value - mean)
    }

    /// Takes the numbers of another set in. O(1).
    @inlinable
    public mutating func merge(_ other: Moments) {
        guard other.count > 0 else { return }
        guard count > 0 else {
            self = other
            return
        }
        let total = Double(count &+ other.count)
        let delta = other.mean - mean
        mean += delta * (Double(other.count) / total)
        squaredDeviations +=
            other.squaredDeviations + delta * delta * (Double(count) * Double(other.count) / total)
        count &+= other.count
    }

    /// The sample variance (divisor count − 1); nil for fewer than two numbers.
    @inlinable
    public var variance: Double? { count < 2 ? nil : squaredDeviations / Double(count &- 1) }

    /// The sample standard deviation (divisor count − 1); nil for fewer than two numbers.
    @inlinable
    public var standardDeviation: Double? { variance.map { $0.squareRoot() } }
}
