/// A capability index with its confidence interval.
public struct CapabilityIndex: BitwiseCopyable, Hashable, Sendable {
    /// The estimate.
    public let value: Double
    /// Lower confidence limit.
    public let lower: Double
    /// Upper confidence limit.
    public let upper: Double
    /// Degrees of freedom the interval rests on.
    public let degreesOfFreedom: Double
}

extension CapabilityIndex {
    /// An index that is proportional to 1/σ̂: Ĉ√(χ²/ν) at both ends.
    static func twoSided(_ value: Double, freedom: Double, _ tail: Double) -> CapabilityIndex {
        func factor(_ p: Double) -> Double {
            (GammaDistribution.chiSquareQuantile(p, freedom: freedom) / freedom).squareRoot()
        }
        return CapabilityIndex(
            value: value,
            lower: value * factor(tail),
            upper: value * factor(1 - tail),
            degreesOfFreedom: freedom
        )
    }

    /// An index of one limit: Ĉ(1 ± z√(1/(9NĈ²) + 1/(2ν))) (Bissell 1990).
    static func oneSided(
        _ value: Double,
        count: Double,
        freedom: Double,
        _ tail: Double
    ) -> CapabilityIndex {
        let z = NormalDistribution.quantile(1 - tail)
        // Written without a division by the index, which may be zero or negative.
        let error = (1 / (9 * count) + value * value / (2 * freedom)).squareRoot()
        return CapabilityIndex(
            value: value,
            lower: value - z * error,
            upper: value + z * error,
            degreesOfFreedom: freedom
        )
    }

    /// An index about the target: χ² with N(1 + d²)/(1 + 2d²) degrees of freedom, d = (μ̂ − T)/σ̂, as
    /// common software prints it. Boyles (1991) has the numerator squared, which gives a narrower one.
    static func aboutTarget(
        _ value: Double,
        count: Double,
        distance: Double,
        _ tail: Double
    ) -> CapabilityIndex {
        let square = distance * distance
        let freedom = count * (1 + square) / (1 + 2 * square)
        return twoSided(value, freedom: freedom, tail)
    }
}
