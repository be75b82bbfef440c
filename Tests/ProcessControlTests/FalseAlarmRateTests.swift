import TestSupport
import Testing

@testable import ProcessControl

@Suite struct FalseAlarmRateTests {
    @Test func `run rules give one false alarm in ARL0 points`() {
        #expect(FalseAlarmRate.runRules(RunRuleSet([])) == 0)
        #expect(agree(1 / FalseAlarmRate.runRules(.limitsOnly), 370.398347, within: 1e-8))
        // Champ and Woodall 1987, table 1.
        #expect(abs(1 / FalseAlarmRate.runRules(.westernElectric) - 91.75) < 0.01)
        let nelson = FalseAlarmRate.runRules(.nelson)
        #expect(abs(1 / nelson - 73.45) < 2, "all eight rules; 400,000 runs gave 73.4 ± 0.1")
        #expect(nelson == FalseAlarmRate.runRules(.nelson), "the same figure every time")
    }

    /// The range of two is √2 times the magnitude of a normal value.
    @Test func `a moving range alarms as the tail of a normal value says`() {
        let limit = (ControlChartConstants(subgroupSize: 2).D2) / 2.0.squareRoot()
        let tail = 2 * NormalDistribution.cumulative(-limit)
        #expect(agree(FalseAlarmRate.range(subgroupSize: 2), tail, within: 1e-9))
    }

    /// Rates against a count over subgroups drawn one by one, limits on both sides included.
    @Test(arguments: [4, 5, 8, 12]) func `ranges and deviations alarm as counted`(size: Int) {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let constants = ControlChartConstants(subgroupSize: size)
        let count = 40_000
        var (ranges, deviations) = (0, 0)
        for _ in 0..<count {
            var moments = Moments()
            var (low, high) = (Double.infinity, -Double.infinity)
            for _ in 0..<size {
                let value = normal(&generator)
                moments.add(value)
                (low, high) = (min(low, value), max(high, value))
            }
            let range = high - low
            if range > constants.D2 || range < constants.D1 { ranges += 1 }
            let s = moments.standardDeviation
            if s > constants.B6 || s < constants.B5 { deviations += 1 }
        }
        for (counted, rate) in [
            (ranges, FalseAlarmRate.range(subgroupSize: size)),
            (deviations, FalseAlarmRate.deviation(subgroupSize: size)),
        ] {
            let error = (rate / Double(count)).squareRoot()
            #expect(
                abs(Double(counted) / Double(count) - rate) < 5 * error,
                "\(counted) of \(count) at a rate of \(rate), seed \(seed)"
            )
        }
    }

    /// Twelve uniform numbers have nearly normal sums, but not their tails: Φ⁻¹ does.
    private func normal(_ generator: inout SeededGenerator) -> Double {
        NormalDistribution.quantile(Double.random(in: 0x1p-53..<1, using: &generator))
    }
}
