import Records
import TestSupport
import Testing

@testable import ProcessControl

@Suite struct EWMACUSUMTests {
    /// Centre and σ from R̄/d2 of the first 25 subgroups, as the reference file has them.
    private func pistonRings() throws -> (estimate: ProcessEstimate, means: [Double]) {
        let groups = try PistonRings.groups().compactMap { SubgroupSummary($0) }
        let estimate = try ProcessEstimate(Array(groups.prefix(25)), method: .meanRange)
        return (estimate, groups.map(\.mean))
    }

    @Test func `the EWMA of the piston rings follows the reference path`() throws {
        let (estimate, means) = try pistonRings()
        var chart = EWMAChart(
            try EWMADesign(lambda: 0.2, width: 3, mean: estimate.mean, sigma: estimate.sigma)
        )
        for (mean, row) in zip(means, try ReferenceTable("pistonrings_ewma_cusum_path").rows) {
            let verdict = chart.add(mean, count: 5)
            #expect(agree(verdict.statistic, row.number("ewma_lambda0.2"), within: 1e-13))
            #expect(agree(verdict.standardError, row.number("ewma_se"), within: 3e-9))
            #expect(agree(verdict.ucl, estimate.mean + 3 * row.number("ewma_se"), within: 1e-12))
        }
        #expect(chart.pointCount == 40)
    }

    @Test func `the CUSUM of the piston rings follows the reference path`() throws {
        let (estimate, means) = try pistonRings()
        var chart = CUSUMChart(try CUSUMDesign(mean: estimate.mean, sigma: estimate.sigma))
        for (mean, row) in zip(means, try ReferenceTable("pistonrings_ewma_cusum_path").rows) {
            let verdict = chart.add(mean, count: 5)
            let expected = row.number("cusum_plus_k0.5_stderr")
            #expect(abs(verdict.upper.sum - expected) < 1e-7)
            #expect(abs(verdict.lower.sum + row.number("cusum_minus_k0.5_stderr")) < 1e-7)
            #expect(verdict.upper.isSignal == (expected > 5))
        }
    }

    /// The steady variance holds the recursion against the closed form λ/(2−λ)(1−(1−λ)²ⁱ)/n.
    @Test(arguments: [0.05, 0.2, 0.4, 1])
    func `limits of an EWMA are exact from the first point on`(lambda: Double) throws {
        var chart = EWMAChart(try EWMADesign(lambda: lambda, width: 2.7, mean: 5, sigma: 2))
        var power = 1.0
        for _ in 0..<200 {
            power *= (1 - lambda) * (1 - lambda)
            let verdict = chart.add(5.5, count: 4)
            let variance = lambda / (2 - lambda) * (1 - power) / 4
            #expect(agree(verdict.ucl, 5 + 2.7 * 2 * variance.squareRoot(), within: 1e-13))
        }
    }

    @Test func `an EWMA with weight one is a chart of single values`() throws {
        let seed = testSeed()
        var normal = NormalSource(generator: SeededGenerator(seed: seed))
        var ewma = EWMAChart(try EWMADesign(lambda: 1, width: 3, mean: 0, sigma: 1))
        var single = ControlChart(
            try ChartDesign(
                kind: .individualsMovingRange,
                rules: .limitsOnly,
                limits: .known(mean: 0, sigma: 1)
            )
        )
        for _ in 0..<3000 {
            let value = 1.5 * normal.next()
            let verdict = try single.plot(value)
            #expect(ewma.add(value).rules == verdict.rules, "seed \(seed)")
        }
    }

    /// Worked by hand: k = 0.5, h = 2, a shift to 1.5 after the fourth point.
    @Test func `a CUSUM tells when the mean moved and where to`() throws {
        var chart = CUSUMChart(
            try CUSUMDesign(interval: 2, mean: 10, sigma: 2, resetsOnSignal: true)
        )
        let verdicts = [10.0, 9, 11, 10, 13, 13, 13, 10].map { chart.add($0) }
        #expect(verdicts.map(\.upper.sum) == [0, 0, 0, 0, 1, 2, 3, 0])
        #expect(
            verdicts.map(\.isSignal) == [false, false, false, false, false, false, true, false]
        )
        #expect(verdicts[6].changePoint == 4 && verdicts[6].upper.runLength == 3)
        // μ0 + σ(k + C/N) = 10 + 2(0.5 + 3/3).
        #expect(verdicts[6].shiftedMean == 13)
        #expect(verdicts[5].upper.sum == 2 && !verdicts[5].isSignal, "equal to h is no signal")
        #expect(verdicts[7].upper.sum == 0, "started anew after the signal")
    }

    @Test func `both charts are mirrored by mirrored values`() throws {
        let seed = testSeed()
        var normal = NormalSource(generator: SeededGenerator(seed: seed))
        var up = CUSUMChart(try CUSUMDesign(mean: 0, sigma: 1, headStart: 0.5))
        var down = up
        for _ in 0..<2000 {
            let value = 0.2 + normal.next()
            let (a, b) = (up.add(value), down.add(-value))
            #expect(a.upper == b.lower && a.lower == b.upper && a.shiftedMean.isNaN == !a.isSignal)
            if a.isSignal { #expect(a.shiftedMean == -b.shiftedMean, "seed \(seed)") }
        }
    }

    @Test func `a head start is half the way to the limit`() throws {
        var chart = CUSUMChart(try CUSUMDesign(interval: 4, mean: 0, sigma: 1, headStart: 0.5))
        #expect(chart.add(1).upper.sum == 2.5)
        #expect(chart.add(1).upper.sum == 3 && chart.add(-4).upper.sum == 0)
    }

    @Test func `designs that cannot work and values that are none are refused`() throws {
        for (lambda, width) in [(0.0, 3.0), (1.1, 3), (.nan, 3), (0.2, 0), (0.2, .infinity)] {
            #expect(throws: ChartDesignError.self) {
                try EWMADesign(lambda: lambda, width: width, mean: 0, sigma: 1)
            }
        }
        for (k, h, start) in [(-1.0, 5.0, 0.0), (0.5, 0, 0), (0.5, 5, 1), (0.5, .nan, 0)] {
            #expect(throws: ChartDesignError.self) {
                try CUSUMDesign(reference: k, interval: h, mean: 0, sigma: 1, headStart: start)
            }
        }
        #expect(throws: ChartDesignError.sigma(0)) { try EWMADesign(mean: 0, sigma: 0) }
        var ewma = EWMAChart(try EWMADesign(mean: 0, sigma: 1))
        var cusum = CUSUMChart(try CUSUMDesign(mean: 0, sigma: 1))
        #expect(ewma.add(.nan).outcome == .rejectedNotFinite && ewma.pointCount == 0)
        #expect(cusum.add(1e200).outcome == .rejectedTooLarge && cusum.pointCount == 0)
        #expect(cusum.add(1, count: 0).outcome == .rejectedSubgroupSize)
    }

    @Test func `charts that were written and read go on as those that were not`() throws {
        let ewmaDesign = try EWMADesign(mean: 1, sigma: 2)
        let cusumDesign = try CUSUMDesign(mean: 1, sigma: 2, headStart: 0.5)
        var ewma = EWMAChart(ewmaDesign)
        var cusum = CUSUMChart(cusumDesign)
        for index in 0..<60 {
            let ewmaBytes = stateBytes { ewma.write(to: &$0) }
            let cusumBytes = stateBytes { cusum.write(to: &$0) }
            #expect(ewmaBytes.count == 28 && cusumBytes.count == 44)
            let readEWMA = { (reader: inout StateReader) throws(StateError) -> EWMAChart in
                try EWMAChart(design: ewmaDesign, from: &reader)
            }
            let readCUSUM = { (reader: inout StateReader) throws(StateError) -> CUSUMChart in
                try CUSUMChart(design: cusumDesign, from: &reader)
            }
            var ewmaCopy = try readState(ewmaBytes, readEWMA)
            var cusumCopy = try readState(cusumBytes, readCUSUM)
            let value = Double(index * index % 11) - 3
            #expect(ewma.add(value).z == ewmaCopy.add(value).z)
            let (a, b) = (cusum.add(value), cusumCopy.add(value))
            #expect(a.upper == b.upper && a.lower == b.lower && a.changePoint == b.changePoint)
            #expect(truncationsAccepted(ewmaBytes, readEWMA) == [])
            #expect(truncationsAccepted(cusumBytes, readCUSUM) == [])
        }
    }
}
