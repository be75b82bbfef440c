import Glibc

extension DesignSearch {
    /// The parameter at which a run length has a value: secants on its logarithm, which is nearly a
    /// straight line.
    static func matching(
        _ wanted: Double,
        from first: Double,
        _ second: Double,
        _ runLength: (Double) -> Double
    ) -> Double {
        var (a, b) = (first, second)
        var (atA, atB) = (log(runLength(a) / wanted), log(runLength(b) / wanted))
        for _ in 0..<40 where abs(atB) > 1e-10 && atA != atB {
            // Never more than twice or half at once, where the line would leave the range.
            let step = b - atB * (b - a) / (atB - atA)
            let next = min(max(step, b / 2), b * 2)
            (a, atA) = (b, atB)
            (b, atB) = (next, log(runLength(next) / wanted))
        }
        return b
    }

    /// Where a function with one valley is least, to 0.002.
    static func goldenSection(
        from bottom: Double,
        to top: Double,
        _ function: (Double) -> Double
    ) -> Double {
        let share = (5.0.squareRoot() - 1) / 2
        var (low, high) = (bottom, top)
        var (left, right) = (high - share * (high - low), low + share * (high - low))
        var (atLeft, atRight) = (function(left), function(right))
        while high - low > 0.002 {
            if atLeft < atRight {
                (high, right, atRight) = (right, left, atLeft)
                left = high - share * (high - low)
                atLeft = function(left)
            } else {
                (low, left, atLeft) = (left, right, atRight)
                right = low + share * (high - low)
                atRight = function(right)
            }
        }
        return (low + high) / 2
    }
}
