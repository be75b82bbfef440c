import Glibc

/// Nodes and weights of Gauss–Legendre quadrature on an interval: exact for polynomials of degree
/// 2·count − 1, and near machine accuracy for the smooth integrands of this module.
///
/// Computed at start-up (Newton's method on the Legendre recurrence), never on the hot path.
struct GaussLegendre {
    let nodes: [Double]
    let weights: [Double]

    /// The rule with `count` nodes on `lower ... upper`.
    init(count: Int, from lower: Double, to upper: Double) {
        precondition(count > 0, "A quadrature rule needs at least one node.")
        let half = (upper - lower) / 2
        let middle = (upper + lower) / 2
        var nodes: [Double] = []
        var weights: [Double] = []
        for index in 0..<count {
            let (root, slope) = Self.root(index, of: count)
            nodes.append(middle - half * root)
            weights.append(half * 2 / ((1 - root * root) * slope * slope))
        }
        self.nodes = nodes
        self.weights = weights
    }

    /// The integral of `function` over the interval.
    func integrate(_ function: (Double) -> Double) -> Double {
        var sum = 0.0
        for index in nodes.indices {
            sum += weights[index] * function(nodes[index])
        }
        return sum
    }

    /// A root of the Legendre polynomial of degree `degree`, and the derivative there.
    private static func root(_ index: Int, of degree: Int) -> (root: Double, slope: Double) {
        var x = cos(Double.pi * (Double(index) + 0.75) / (Double(degree) + 0.5))
        var slope = 1.0
        for _ in 0..<16 {
            let (value, derivative) = legendre(degree, x)
            slope = derivative
            let step = value / derivative
            x -= step
            if abs(step) < 1e-16 { break }
        }
        return (x, slope)
    }

    private static func legendre(_ degree: Int, _ x: Double) -> (value: Double, slope: Double) {
        var previous = 1.0
        var current = x
        for k in stride(from: 2, through: degree, by: 1) {
            let next = (Double(2 * k - 1) * x * current - Double(k - 1) * previous) / Double(k)
            previous = current
            current = next
        }
        let slope = Double(degree) * (x * current - previous) / (x * x - 1)
        return (current, slope)
    }
}
