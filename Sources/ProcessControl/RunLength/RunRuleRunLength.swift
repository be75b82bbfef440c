extension AverageRunLength {
    /// Points to the first signal of a set of run rules without rules 3 and 4, exactly, by a Markov
    /// chain over zones (Champ and Woodall 1987); nil for other sets, which only `simulated` answers.
    ///
    /// Milliseconds for Western Electric's rules, seconds for sets with long patterns of several kinds.
    public static func runRules(_ set: RunRuleSet, shift: Double = 0) -> Double? {
        RunRuleChain(set)?.averageRunLength(shift: shift)
    }

    /// The mean of many simulated run lengths and its standard error.
    public struct Simulated: BitwiseCopyable, Hashable, Sendable {
        /// Mean number of points to the first signal.
        public let mean: Double
        /// Standard error of the mean.
        public let standardError: Double
    }

    /// Points to the first signal of any set of run rules, from `runCount` runs of independent normal
    /// values. The same generator gives the same figures. About 30 ns for every point of every run.
    public static func simulated(
        _ set: RunRuleSet,
        shift: Double = 0,
        runCount: Int = 10_000,
        using generator: inout some RandomNumberGenerator
    ) -> Simulated {
        precondition(runCount >= 2, "A standard error needs at least two runs.")
        let limits = LocationLimits(centre: 0, standardError: 1)
        var lengths = Moments()
        for _ in 0..<runCount {
            var history = RunRuleHistory()
            var count = 0
            while true {
                count += 1
                // Φ⁻¹ of a uniform number would be exact, too, but twenty times as slow.
                let value = shift + normal(&generator)
                let finding = history.add(value, limits: limits, rules: set)
                if !finding.rules.isEmpty || count == 10_000_000 { break }
            }
            lengths.add(Double(count))
        }
        return Simulated(
            mean: lengths.mean,
            standardError: (lengths.variance / Double(runCount)).squareRoot()
        )
    }

    /// A normal number by Marsaglia's polar method.
    private static func normal(_ generator: inout some RandomNumberGenerator) -> Double {
        while true {
            let u = Double.random(in: -1..<1, using: &generator)
            let v = Double.random(in: -1..<1, using: &generator)
            let square = u * u + v * v
            if square > 0, square < 1 {
                return u * (-2 * NormalDistribution.logarithm(square) / square).squareRoot()
            }
        }
    }
}
