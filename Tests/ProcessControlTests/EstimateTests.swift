import TestSupport
import Testing

@testable import ProcessControl

@Suite struct EstimateTests {
    /// Limits as old reports print them: published with d2 of three decimals.
    @Test func `constants of three decimals give the published figures of the piston rings`() throws
    {
        let groups = try PistonRings.groups().prefix(25).compactMap { SubgroupSummary($0) }
        let estimate = try ProcessEstimate(groups, method: .meanRange, table: .table3)
        #expect(abs(estimate.sigma - 0.009785039) < 0.6e-9)
        let design = try ChartDesign(
            kind: .meanRange,
            subgroupSize: 5,
            limits: .estimated(count: 25),
            table: .table3
        )
        var chart = ControlChart(design)
        for group in groups { _ = chart.add(group) }
        let location = try #require(chart.locationLimits)
        #expect(abs(location.lcl - 73.98805) < 0.6e-5 && abs(location.ucl - 74.0143) < 0.6e-4)
        // The published limit rests on a d3 of 0.8640855, which is wrong in the sixth digit.
        #expect(abs((chart.dispersionLimits?.ucl ?? 0) - 0.04812533) < 1.2e-7)
    }

    @Test(arguments: [
        (20, false, 0.5076521, 32.56504, 35.61096), (20, true, 0.4117415, 32.75425, 35.2247),
    ])
    func `constants of three decimals give the published figures of the viscosity`(
        count: Int,
        withoutFourth: Bool,
        sigma: Double,
        lcl: Double,
        ucl: Double
    ) throws {
        var values = try ReferenceTable("viscosity").rows.prefix(count).map {
            $0.number("viscosity")
        }
        if withoutFourth { values.remove(at: 3) }
        let estimate = try ProcessEstimate(individuals: values, table: .table3)
        #expect(abs(estimate.sigma - sigma) < 0.6e-7)
        #expect(abs(estimate.mean - 3 * estimate.sigma - lcl) < 0.6e-5)
        #expect(abs(estimate.mean + 3 * estimate.sigma - ucl) < 0.6e-4)
    }

    @Test func `standard deviations of the piston rings give the published limits`() throws {
        let groups = try PistonRings.groups().prefix(25)
        let design = try ChartDesign(
            kind: .meanDeviation,
            subgroupSize: 5,
            limits: .estimated(count: 25)
        )
        var chart = ControlChart(design)
        for value in groups.joined() { _ = chart.add(value) }
        let location = try #require(chart.locationLimits)
        let deviation = try #require(chart.dispersionLimits)
        #expect(agree(deviation.centre, 0.009240036602285536, within: 1e-12))
        #expect(agree(chart.sigma ?? 0, 0.009829976728289322, within: 1e-9))
        #expect(agree(deviation.ucl, 0.01930241678089652, within: 3e-9))
        #expect(agree(location.lcl, 73.98798770231798, within: 1e-10))
        #expect(agree(location.ucl, 74.01436429768202, within: 1e-10))
    }

    @Test func `with equal sizes the weighted methods are the plain ones`() throws {
        let groups = try PistonRings.groups().compactMap { SubgroupSummary($0) }
        for (plain, weighted) in [
            (SigmaMethod.meanRange, SigmaMethod.weightedRange),
            (.meanDeviation, .weightedDeviation),
        ] {
            let a = try ProcessEstimate(groups, method: plain)
            let b = try ProcessEstimate(groups, method: weighted)
            #expect(agree(a.sigma, b.sigma, within: 1e-13))
            #expect(agree(a.degreesOfFreedom, b.degreesOfFreedom, within: 1e-12))
        }
    }

    @Test func `ranges of 25 fives have some ninety degrees of freedom`() throws {
        let groups = try PistonRings.groups().prefix(25).compactMap { SubgroupSummary($0) }
        let range = try ProcessEstimate(groups, method: .meanRange)
        #expect(abs(range.degreesOfFreedom - 90) < 2)
        let pooled = try ProcessEstimate(groups, method: .pooledDeviation)
        #expect(pooled.degreesOfFreedom == 100)
    }

    /// A simulation: the mean of many estimates is the true σ, their variance what ν says.
    @Test(arguments: SigmaMethod.allCases)
    func `an estimate of sigma is unbiased and as exact as it says`(method: SigmaMethod) throws {
        var generator = SeededGenerator(seed: 7)
        var moments = Moments()
        var freedom = 0.0
        for _ in 0..<400 {
            var normal = NormalSource(generator: generator)
            let estimate: ProcessEstimate
            if method.isForIndividuals {
                estimate = try ProcessEstimate(
                    individuals: (0..<60).map { _ in normal.next() },
                    method: method
                )
            } else {
                let groups = (0..<12).compactMap { index in
                    SubgroupSummary((0..<(2 + index % 5)).map { _ in normal.next() })
                }
                estimate = try ProcessEstimate(groups, method: method)
            }
            generator = normal.generator
            moments.add(estimate.sigma)
            freedom = estimate.degreesOfFreedom
        }
        let error = (moments.variance / 400).squareRoot()
        // The median of correlated ranges is slightly biased in short series.
        let bias = method == .medianMovingRange ? 0.02 : 0
        #expect(abs(moments.mean - 1) < 4 * error + bias, "\(moments.mean)")
        if !freedom.isNaN {
            #expect(abs(moments.variance * 2 * freedom - 1) < 0.25, "\(moments.variance)")
        }
    }

    @Test(arguments: [2, 3, 5, 20])
    func `a moving range is the range of the newest values`(span: Int) {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        var window = MovingRange(span: span)
        var kept: [Double] = []
        for _ in 0..<500 {
            kept.append(Double(Int.random(in: -9...9, using: &generator)))
            let range = window.add(kept[kept.count - 1])
            let newest = kept.suffix(span)
            if kept.count < span {
                #expect(range.isNaN)
            } else {
                #expect(range == (newest.max() ?? 0) - (newest.min() ?? 0), "seed \(seed)")
            }
        }
    }

    @Test func `what cannot be estimated is said in a sentence`() throws {
        let pair = try #require(SubgroupSummary([1, 2]))
        let single = try #require(SubgroupSummary([1]))
        #expect(SubgroupSummary([1, .nan]) == nil && SubgroupSummary([Double]()) == nil)
        #expect(single.deviation == 0 && single.range == 0)
        #expect(throws: EstimateError.tooFew(1)) { try ProcessEstimate([pair], method: .meanRange) }
        #expect(throws: EstimateError.subgroupSize(1)) {
            try ProcessEstimate([pair, single], method: .meanRange)
        }
        #expect(throws: EstimateError.method(.meanMovingRange)) {
            try ProcessEstimate([pair, pair], method: .meanMovingRange)
        }
        #expect(throws: EstimateError.method(.pooledDeviation)) {
            try ProcessEstimate(individuals: [1, 2, 3], method: .pooledDeviation)
        }
        #expect(throws: EstimateError.notANumber) {
            try ProcessEstimate(individuals: [1, .infinity])
        }
        let flat = try ProcessEstimate(individuals: [4, 4, 4])
        #expect(flat.sigma == 0 && flat.limits == nil && flat.mean == 4)
    }
}
