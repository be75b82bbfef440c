/// Sums from which mean, variance and lag-1 autocorrelation of a stretch of values follow.
///
/// Values are taken as exact differences from an anchor, the first of them, and summed in double
/// double. Values may also leave again at the old end.
struct PowerSums: BitwiseCopyable, Hashable, Sendable {
    private(set) var count = 0
    var anchor = 0.0
    var sum = DoubleDouble.zero
    var squares = DoubleDouble.zero
    /// Σ dᵢ dᵢ₊₁ over neighbours.
    var products = DoubleDouble.zero
    var oldest = 0.0
    var newest = 0.0

    /// Largest magnitude of a value: squares of differences stay finite.
    static let magnitudeMax = 1e150

    init() {}

    init(count: Int) { self.count = count }

    mutating func add(_ value: Double) {
        if count == 0 {
            anchor = value
            oldest = value
        }
        let difference = DoubleDouble(exactly: value, minus: anchor)
        if count > 0 { products += difference * DoubleDouble(exactly: newest, minus: anchor) }
        sum += difference
        squares += difference * difference
        newest = value
        count += 1
    }

    /// Takes the oldest value out; `next` is the one after it, which is then the oldest.
    mutating func removeOldest(next: Double) {
        let difference = DoubleDouble(exactly: oldest, minus: anchor)
        sum -= difference
        squares -= difference * difference
        products -= difference * DoubleDouble(exactly: next, minus: anchor)
        oldest = next
        count -= 1
    }

    /// Σx/n; not a number without values.
    var mean: Double {
        guard count > 0 else { return .nan }
        return (DoubleDouble(anchor) + sum / Double(count)).value
    }

    /// Σ(x − x̄)²/(n − 1); not a number for fewer than two values.
    var variance: Double {
        guard count > 1 else { return .nan }
        return max(0, (deviations / Double(count - 1)).value)
    }

    /// r₁ = Σ (xᵢ − x̄)(xᵢ₊₁ − x̄) / Σ (xᵢ − x̄)², the definition of NIST StRD. Not a number for fewer
    /// than two values, or when all are equal.
    var autocorrelation: Double {
        guard count > 1 else { return .nan }
        let mean = sum / Double(count)
        let ends =
            DoubleDouble(exactly: oldest, minus: anchor)
            + DoubleDouble(exactly: newest, minus: anchor)
        let square = mean * mean * DoubleDouble(Double(count - 1))
        let covered = mean * (sum + sum - ends)
        let denominator = deviations.value
        guard denominator > 0 else { return .nan }
        return (products - covered + square).value / denominator
    }

    private var deviations: DoubleDouble { squares - sum * sum / Double(count) }
}
