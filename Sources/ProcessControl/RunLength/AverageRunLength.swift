/// Average run lengths: how many points a chart takes to its first signal, with known parameters and
/// independent normal values. Unshifted, that is the distance between false alarms.
///
/// Integral equations by Gauss–Legendre quadrature, the Nyström method (Brook and Evans 1972; Lucas
/// and Saccucci 1990). Some milliseconds each: for design, not for the hot path.
public enum AverageRunLength {
    /// Nodes of the quadrature: more than six digits for any usual design.
    private static let nodeCount = 96

    /// Points to a signal of a tabular CUSUM of one side: reference k, interval h and shift in
    /// standard errors; the sum starts at `headStart` times h.
    ///
    /// L(z) = 1 + L(0) Φ(k − z − δ) + ∫₀ʰ L(y) φ(y + k − z − δ) dy.
    public static func oneSidedCUSUM(
        reference: Double,
        interval: Double,
        shift: Double,
        headStart: Double = 0
    ) -> Double {
        cusum(reference, interval, shift, starts: [headStart * interval])[0]
    }

    /// Points to a signal of a tabular CUSUM of both sides.
    ///
    /// With a head start: (L⁺ₛ L⁻₀ + L⁻ₛ L⁺₀ − L⁺₀ L⁻₀)/(L⁺₀ + L⁻₀) (Lucas and Crosier 1982).
    public static func cusum(
        reference: Double,
        interval: Double,
        shift: Double = 0,
        headStart: Double = 0
    ) -> Double {
        let starts = [0, headStart * interval]
        let up = cusum(reference, interval, shift, starts: starts)
        let down = shift == 0 ? up : cusum(reference, interval, -shift, starts: starts)
        // The unshifted side may take longer than a double can count.
        guard up[0] < 1e150, down[0] < 1e150 else { return min(up[1], down[1]) }
        return (up[1] * down[0] + down[1] * up[0] - up[0] * down[0]) / (up[0] + down[0])
    }

    /// Points to a signal of an EWMA with steady limits ±L, started at the mean.
    ///
    /// L(u) = 1 + 1/λ ∫ L(y) φ((y − (1−λ)u)/λ − δ) dy over the limits. Exact limits are narrower for
    /// the first points and shorten the run a little.
    public static func ewma(lambda: Double, width: Double, shift: Double = 0) -> Double {
        if lambda >= 1 { return shewhart(width: width, shift: shift) }
        let limit = width * (lambda / (2 - lambda)).squareRoot()
        // The kernel has the width of λ; small ones need more nodes.
        let nodes = max(nodeCount, min(400, Int(12 * limit / lambda)))
        let rule = GaussLegendre(count: nodes, from: -limit, to: limit)
        func kernel(_ from: Double, _ to: Double) -> Double {
            NormalDistribution.density((to - (1 - lambda) * from) / lambda - shift) / lambda
        }
        var matrix = rule.nodes.map { from in
            rule.nodes.indices.map { -rule.weights[$0] * kernel(from, rule.nodes[$0]) }
        }
        for index in matrix.indices { matrix[index][index] += 1 }
        let lengths = LinearSystem.solve(matrix, Array(repeating: 1, count: nodes))
        return 1
            + lengths.indices.reduce(0) {
                $0 + rule.weights[$1] * kernel(0, rule.nodes[$1]) * lengths[$1]
            }
    }

    /// Points to a signal of rule 1 alone with limits at ±L standard errors.
    public static func shewhart(width: Double = 3, shift: Double = 0) -> Double {
        1
            / (NormalDistribution.cumulative(shift - width)
                + NormalDistribution.cumulative(-shift - width))
    }

    private static func cusum(
        _ k: Double,
        _ h: Double,
        _ shift: Double,
        starts: [Double]
    ) -> [Double] {
        let nodes = max(nodeCount, min(400, Int(8 * h)))
        let rule = GaussLegendre(count: nodes, from: 0, to: h)
        /// The equation at a start z as a row: the share of L(0), then those of the nodes.
        func row(_ z: Double) -> [Double] {
            [NormalDistribution.cumulative(k - z - shift)]
                + rule.nodes.indices.map {
                    rule.weights[$0]
                        * NormalDistribution.density(rule.nodes[$0] + k - z - shift)
                }
        }
        var matrix = ([0] + rule.nodes).map { row($0).map { -$0 } }
        for index in matrix.indices { matrix[index][index] += 1 }
        let lengths = LinearSystem.solve(matrix, Array(repeating: 1, count: nodes + 1))
        return starts.map { start in
            zip(row(start), lengths).reduce(1) { $0 + $1.0 * $1.1 }
        }
    }
}
