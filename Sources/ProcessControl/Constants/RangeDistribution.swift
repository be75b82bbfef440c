import Glibc

/// The distribution of W, the range (largest minus smallest) of n independent N(0, 1) values.
///
/// P(W ≤ w) = n ∫ φ(x) [Φ(x + w) − Φ(x)]ⁿ⁻¹ dx (Tippett 1925). The integrand is analytic and dies
/// off at both ends, so the plain trapezoidal sum converges faster than any power of the step. The
/// moments follow from E W = ∫ P(W > w) dw and E W² = 2 ∫ w P(W > w) dw by Gauss–Legendre. About a
/// millisecond for one n: start-up work.
struct RangeDistribution {
    private static let step = 0.125
    private static let reach = 9.0
    /// Beyond this range P(W > w) is below 10⁻¹⁸ for n ≤ 100.
    private static let rangeMax = 15.0

    private let count: Int
    private let abscissas: [Double]
    private let densities: [Double]
    private let cumulatives: [Double]

    init(count: Int) {
        precondition(count >= 2, "A range needs at least two values.")
        self.count = count
        let half = Int(Self.reach / Self.step)
        abscissas = (-half...half).map { Double($0) * Self.step }
        densities = abscissas.map { exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot() }
        cumulatives = abscissas.map(Self.normalCumulative)
    }

    /// P(W ≤ w).
    func cumulative(_ width: Double) -> Double {
        let exponent = Double(count - 1)
        var sum = 0.0
        for index in abscissas.indices {
            let inside = Self.normalCumulative(abscissas[index] + width) - cumulatives[index]
            sum += densities[index] * pow(max(inside, 0), exponent)
        }
        return Double(count) * Self.step * sum
    }

    /// Mean and standard deviation of W: the constants d2 and d3.
    func moments() -> (mean: Double, deviation: Double) {
        let rule = GaussLegendre(count: 80, from: 0, to: Self.rangeMax)
        var mean = 0.0
        var halfSquare = 0.0
        for index in rule.nodes.indices {
            let width = rule.nodes[index]
            let tail = rule.weights[index] * (1 - cumulative(width))
            mean += tail
            halfSquare += width * tail
        }
        return (mean, (2 * halfSquare - mean * mean).squareRoot())
    }

    /// Median of W: the constant d4 for limits from the median range. By bisection.
    func median() -> Double {
        var low = 0.0
        var high = Self.rangeMax
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if cumulative(middle) < 0.5 { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    private static func normalCumulative(_ x: Double) -> Double {
        erfc(-x * 0.5.squareRoot()) / 2
    }
}
