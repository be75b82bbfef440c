/// Finds where a rising function crosses zero, by bisection: slow, certain, for start-up work.
enum RootSearch {
    /// The root of a rising function on (bottom, ∞), to the last bit; `start` is a first guess of
    /// its distance from `bottom`.
    static func rising(
        above bottom: Double,
        start: Double,
        _ function: (Double) -> Double
    ) -> Double {
        var low = bottom
        var high = bottom + start
        while function(high) < 0, high < 1e300 {
            low = high
            high = bottom + 2 * (high - bottom)
        }
        return rising(from: low, to: high, function)
    }

    /// The root of a rising function between two points, to the last bit.
    static func rising(
        from bottom: Double,
        to top: Double,
        tolerance: Double = 0,
        _ function: (Double) -> Double
    ) -> Double {
        var (low, high) = (bottom, top)
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high, high - low > tolerance else { return middle }
            if function(middle) < 0 { low = middle } else { high = middle }
        }
    }

    /// The least whole number from 0 to `limit` at which a condition holds that holds at all larger
    /// ones, too.
    static func leastWhole(limit: Double, _ holds: (Double) -> Bool) -> Double {
        var low = -1.0
        var high = 1.0
        while high < limit, !holds(high) {
            low = high
            high *= 2
        }
        high = min(high, limit)
        while high - low > 1 {
            let middle = ((low + high) / 2).rounded(.down)
            if holds(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
