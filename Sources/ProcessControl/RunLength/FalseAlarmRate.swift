/// How many false alarms a stable chart gives for every point it plots: what a budget of false alarms is
/// counted in.
///
/// For independent normal values and known parameters, as all run lengths here. Up to a second for a
/// set with long patterns: start-up work, ask once per design.
public enum FalseAlarmRate {
    /// Rules whose patterns are short enough for the chain over zones to be solved in milliseconds.
    private static let exactRules: RunRules = [
        .beyondLimit, RunRules(.oneSide), RunRules(.beyondTwoSigma), RunRules(.beyondOneSigma),
        RunRules(.shortOneSide), RunRules(.beyondWarning),
    ]

    /// Of a location chart with these run rules: 1/ARL0, exactly where rules 3, 4, 7 and 8 are not in the
    /// set, and otherwise from 10,000 simulated runs, always the same, to about 1 %.
    public static func runRules(_ set: RunRuleSet) -> Double {
        if set.rules.isEmpty { return 0 }
        if set.rules == .beyondLimit { return 1 / AverageRunLength.shewhart() }
        if set.rules.isSubset(of: exactRules), let length = AverageRunLength.runRules(set) {
            return 1 / length
        }
        var generator = FixedSequence(state: 20_220_701)
        return 1 / AverageRunLength.simulated(set, using: &generator).mean
    }

    /// Of a range chart with rule 1, or for two values of a moving-range chart: P(W > D2) + P(W < D1).
    public static func range(subgroupSize: Int) -> Double {
        let constants = ControlChartConstants(subgroupSize: subgroupSize)
        let distribution = RangeDistribution(count: subgroupSize)
        let above = 1 - distribution.cumulative(constants.D2)
        return above + (constants.D1 > 0 ? distribution.cumulative(constants.D1) : 0)
    }

    /// Of a standard-deviation chart with rule 1: P(S > B6 σ) + P(S < B5 σ), where (n − 1) S²/σ² follows
    /// χ² with n − 1 degrees of freedom.
    public static func deviation(subgroupSize: Int) -> Double {
        let constants = ControlChartConstants(subgroupSize: subgroupSize)
        let freedom = Double(subgroupSize - 1)
        func half(_ limit: Double) -> Double { freedom * limit * limit / 2 }
        let above = GammaDistribution.upper(freedom / 2, half(constants.B6))
        return above + GammaDistribution.lower(freedom / 2, half(constants.B5))
    }
}

/// Steele, Lea and Flood's SplitMix64 (2014).
private struct FixedSequence: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
