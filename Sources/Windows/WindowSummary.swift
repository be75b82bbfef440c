/// What a window says about the numbers in it: count, sum, extremes and moments.
@frozen
public struct WindowSummary: BitwiseCopyable, Hashable, Sendable {
    /// Count, mean and squared deviations.
    public var moments: Moments
    /// The plain sum; exact for integers below 2^53.
    public var sum: Double
    /// The smallest number, `+infinity` when there is none.
    public var minimum: Double
    /// The largest number, `-infinity` when there is none.
    public var maximum: Double

    /// No numbers yet.
    @inlinable
    public init() {
        moments = Moments()
        sum = 0
        minimum = .infinity
        maximum = -.infinity
    }

    /// How many numbers are in the window.
    @inlinable public var count: Int { moments.count }
    /// Their mean; nil when there are none.
    @inlinable public var mean: Double? { count == 0 ? nil : moments.mean }

    /// Takes one number in. O(1).
    @inlinable
    public mutating func add(_ value: Double) {
        moments.add(value)
        sum += value
        if value < minimum { minimum = value }
        if value > maximum { maximum = value }
    }

    /// Takes the numbers of another window in. O(1).
    @inlinable
    public mutating func merge(_ other: WindowSummary) {
        moments.merge(other.moments)
        sum += other.sum
        if other.minimum < minimum { minimum = other.minimum }
        if other.maximum > maximum { maximum = other.maximum }
    }
}
