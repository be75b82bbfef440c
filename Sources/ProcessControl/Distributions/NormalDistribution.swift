import Glibc

/// The standard normal distribution.
enum NormalDistribution {
    static func logarithm(_ x: Double) -> Double { log(x) }

    /// φ(x).
    static func density(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }

    /// Φ(x), with full relative accuracy in the lower tail.
    static func cumulative(_ x: Double) -> Double { erfc(-x * 0.5.squareRoot()) / 2 }

    /// Φ⁻¹(p) for 0 < p < 1; infinite at the ends.
    ///
    /// Newton's method on log Φ, which is concave and rising, from −√(−2 log p), which lies left of
    /// the root because Φ(x) < exp(−x²/2) there: the steps go one way and stop where rounding does.
    static func quantile(_ p: Double) -> Double {
        if p > 0.5 { return -quantile(1 - p) }
        guard p > 0 else { return p == 0 ? -.infinity : .nan }
        var x = -(-2 * log(p)).squareRoot()
        for _ in 0..<100 {
            let below = cumulative(x)
            let step = log(p / below) * below / density(x)
            x += step
            if abs(step) <= 1e-15 * max(1, abs(x)) { break }
        }
        return x
    }
}
