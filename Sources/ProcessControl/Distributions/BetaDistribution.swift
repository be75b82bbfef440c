import Glibc

/// The incomplete beta function and what follows from it: binomial and F probabilities.
///
/// By its continued fraction (Abramowitz and Stegun 26.5.8), evaluated by Lentz's method on the side
/// where it converges fast. Start-up work.
enum BetaDistribution {
    /// I_x(a, b), the regularised incomplete beta function; a, b > 0, 0 ≤ x ≤ 1.
    static func cumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        return x < (a + 1) / (a + b + 2)
            ? left(x, 1 - x, a, b) : 1 - left(1 - x, x, b, a)
    }

    /// P(X ≤ count) of the defectives among `trials` with this proportion.
    static func binomialCumulative(_ count: Double, trials: Double, proportion: Double) -> Double {
        if count < 0 { return 0 }
        if count >= trials { return 1 }
        return cumulative(1 - proportion, trials - count, count + 1)
    }

    /// The least whole number k with P(X ≤ k) ≥ p of a binomial count.
    static func binomialQuantile(_ p: Double, trials: Double, proportion: Double) -> Double {
        RootSearch.leastWhole(limit: trials) {
            binomialCumulative($0, trials: trials, proportion: proportion) >= p
        }
    }

    /// P(F > ratio) of a ratio of variances with these degrees of freedom.
    static func varianceRatioTail(_ ratio: Double, _ above: Double, _ below: Double) -> Double {
        cumulative(below / (below + above * ratio), below / 2, above / 2)
    }

    private static func left(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
        let front = exp(
            a * log(x) + b * log(y) + lgamma(a + b).0 - lgamma(a).0 - lgamma(b).0
        )
        var c = 1.0
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var value = d
        var m = 1.0
        while m < 1e6 {
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / kept(1 + even * d)
            c = kept(1 + even / c)
            value *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / kept(1 + odd * d)
            c = kept(1 + odd / c)
            value *= d * c
            if abs(d * c - 1) < 1e-16 { break }
            m += 1
        }
        return front * value / a
    }

    /// Lentz's method must not divide by zero.
    private static func kept(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
}
