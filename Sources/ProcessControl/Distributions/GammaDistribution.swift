import Glibc

/// The incomplete gamma function and what follows from it: χ² and Poisson probabilities.
///
/// P(a, x) by its power series left of a + 1 and Q(a, x) by its continued fraction right of it
/// (Abramowitz and Stegun 6.5.29 and 6.5.31, the latter evaluated by Lentz's method). Start-up work.
enum GammaDistribution {
    /// P(a, x), the regularised lower incomplete gamma function; a > 0, x ≥ 0.
    static func lower(_ a: Double, _ x: Double) -> Double {
        if x <= 0 { return 0 }
        return x < a + 1 ? series(a, x) : 1 - fraction(a, x)
    }

    /// Q(a, x) = 1 − P(a, x), accurate where it is small.
    static func upper(_ a: Double, _ x: Double) -> Double {
        if x <= 0 { return 1 }
        return x < a + 1 ? 1 - series(a, x) : fraction(a, x)
    }

    /// The χ² value with `freedom` degrees of freedom that is not exceeded with probability p.
    static func chiSquareQuantile(_ p: Double, freedom: Double) -> Double {
        guard p > 0 else { return 0 }
        return 2
            * RootSearch.rising(above: 0, start: max(freedom / 2, 1)) { x in
                // The smaller tail keeps its digits.
                p < 0.5
                    ? lower(freedom / 2, x) - p : (1 - p) - upper(freedom / 2, x)
            }
    }

    /// P(X ≤ count) of a Poisson count with this mean.
    static func poissonCumulative(_ count: Double, mean: Double) -> Double {
        count < 0 ? 0 : upper(count + 1, mean)
    }

    /// The least whole number k with P(X ≤ k) ≥ p of a Poisson count.
    static func poissonQuantile(_ p: Double, mean: Double) -> Double {
        RootSearch.leastWhole(limit: 1e15) { poissonCumulative($0, mean: mean) >= p }
    }

    private static func series(_ a: Double, _ x: Double) -> Double {
        var term = 1 / a
        var sum = term
        var k = 1.0
        while abs(term) > abs(sum) * 1e-17, k < 1e6 {
            term *= x / (a + k)
            sum += term
            k += 1
        }
        return sum * front(a, x)
    }

    private static func fraction(_ a: Double, _ x: Double) -> Double {
        var b = x + 1 - a
        var c = 1e300
        var d = 1 / b
        var value = d
        var k = 1.0
        while k < 1e6 {
            let numerator = -k * (k - a)
            b += 2
            d = 1 / (b + numerator * d)
            c = b + numerator / c
            let factor = c * d
            value *= factor
            if abs(factor - 1) < 1e-16 { break }
            k += 1
        }
        return value * front(a, x)
    }

    /// xᵃ e⁻ˣ / Γ(a).
    private static func front(_ a: Double, _ x: Double) -> Double {
        exp(a * log(x) - x - lgamma(a).0)
    }
}
