import Foundation
import Testing

@testable import ProcessControl

/// Compared with closed forms and with plain sums, not with other software.
@Suite struct DistributionTests {
    @Test(arguments: [1e-300, 1e-20, 0.001, 0.3, 0.5, 0.7, 0.99, 0.9999999])
    func `the normal quantile undoes the cumulative probability`(p: Double) {
        let x = NormalDistribution.quantile(p)
        #expect(agree(NormalDistribution.cumulative(x), p, within: 1e-13))
    }

    @Test func `three sigma leave the published share outside`() {
        #expect(agree(NormalDistribution.cumulative(-3), 0.00134989803163009, within: 1e-14))
        #expect(
            NormalDistribution.quantile(0.5) == 0 || abs(NormalDistribution.quantile(0.5)) < 1e-15
        )
        #expect(agree(NormalDistribution.quantile(0.975), 1.959963984540054, within: 1e-14))
    }

    /// With two degrees of freedom χ² is exponential; with even ones it is a Poisson sum.
    @Test(arguments: [0.025, 0.5, 0.975])
    func `chi square with two degrees of freedom is exponential`(p: Double) {
        let quantile = GammaDistribution.chiSquareQuantile(p, freedom: 2)
        #expect(agree(quantile, -2 * log(1 - p), within: 1e-12))
    }

    @Test(arguments: [0.3, 4, 19.8, 300])
    func `Poisson probabilities are the sums of their terms`(mean: Double) {
        var term = exp(-mean)
        var sum = term
        for count in 0..<400 {
            #expect(
                abs(GammaDistribution.poissonCumulative(Double(count), mean: mean) - sum) < 1e-11
            )
            term *= mean / Double(count + 1)
            sum += term
        }
    }

    @Test(arguments: [0.01, 0.2313, 0.9])
    func `binomial probabilities and quantiles are the sums of their terms`(p: Double) {
        let trials = 50
        var sums: [Double] = []
        var term = pow(1 - p, Double(trials))
        for count in 0...trials {
            sums.append((sums.last ?? 0) + term)
            term *= Double(trials - count) / Double(count + 1) * p / (1 - p)
            let cumulative = BetaDistribution.binomialCumulative(
                Double(count),
                trials: Double(trials),
                proportion: p
            )
            #expect(abs(cumulative - sums[count]) < 1e-12)
        }
        for level in [0.00135, 0.1, 0.5, 0.99865] {
            let expected = sums.firstIndex { $0 >= level } ?? -1
            let found = BetaDistribution.binomialQuantile(
                level,
                trials: Double(trials),
                proportion: p
            )
            #expect(found == Double(expected))
        }
    }

    @Test func `a ratio of variances with two and two degrees of freedom has a closed form`() {
        // P(F > x) = 1/(1 + x).
        for x in [0.1, 1, 9, 250] {
            #expect(agree(BetaDistribution.varianceRatioTail(x, 2, 2), 1 / (1 + x), within: 1e-12))
        }
    }
}
