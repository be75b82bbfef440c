import ProcessControl
import Testing

/// The examples of the documentation (`ProcessControl.docc/Examples.md`), word for word.
@Suite struct WorkedExampleTests {
    @Test func `single values`() throws {
        let design = try ChartDesign(
            kind: .individualsMovingRange,
            limits: .known(mean: 500, sigma: 2)
        )
        var chart = ControlChart(design)
        _ = chart.add(501)
        let verdict = try chart.plot(506.5)
        #expect(verdict.z == 3.25 && verdict.rules == .beyondLimit)
        #expect(verdict.dispersion == 5.5 && !verdict.dispersionViolated)
        #expect(abs(verdict.dispersionUCL - 7.37) < 0.005)
    }

    @Test func `subgroups`() throws {
        let design = try ChartDesign(
            kind: .meanRange,
            subgroupSize: 3,
            limits: .estimated(count: 4)
        )
        var chart = ControlChart(design)
        for group in [[9, 10, 11], [10, 11, 9], [11, 9, 10], [10, 9, 11]] as [[Double]] {
            _ = chart.add(subgroup: group.span)
        }
        #expect(abs((chart.sigma ?? 0) - 1.18164) < 0.6e-5)
        #expect(abs((chart.locationLimits?.ucl ?? 0) - 12.04665) < 0.6e-5)
    }

    @Test func `small shifts`() throws {
        let design = try EWMADesign(lambda: 0.2, width: 3, mean: 100, sigma: 5)
        var chart = EWMAChart(design)
        let first = chart.add(110)
        #expect(first.statistic == 102 && abs(first.ucl - 103) < 1e-12)
    }

    @Test func `when a shift began`() throws {
        let design = try CUSUMDesign(reference: 0.5, interval: 2, mean: 10, sigma: 2)
        var chart = CUSUMChart(design)
        let verdicts = [10.0, 9, 11, 10, 13, 13, 13].map { chart.add($0) }
        #expect(verdicts[6].isSignal && verdicts[6].changePoint == 4)
        #expect(verdicts[6].shiftedMean == 13)
    }

    @Test func `attributes`() throws {
        let design = try AttributeDesign(kind: .p, average: 0.2313333)
        var chart = AttributeChart(design)
        let small = chart.add(AttributeSample(count: 22, inspected: 50))
        let large = chart.add(AttributeSample(count: 60, inspected: 200))
        #expect(small.rules == .beyondLimit && abs(small.lcl - 0.0524) < 6e-5)
        #expect(abs(small.ucl - 0.4102) < 6e-5 && abs(large.ucl - 0.3208) < 6e-5)
    }

    @Test func `large samples`() throws {
        let days = [980, 1105, 1010, 890, 1075, 940].map {
            AttributeSample(count: $0, inspected: 20_000)
        }
        let estimate = try AttributeEstimate(days, kind: .laneyP)
        #expect(abs(estimate.betweenSigma - 3.80) < 0.006, "\(estimate.betweenSigma)")
        let design = try AttributeDesign(
            kind: .laneyP,
            average: estimate.average,
            betweenSigma: estimate.betweenSigma
        )
        var chart = AttributeChart(design)
        let verdicts = days.map { chart.add($0) }
        #expect(verdicts.allSatisfy { !$0.isSignal })
    }

    @Test func `a chart from its false alarms`() throws {
        let found = try DesignSearch.cusum(detecting: 1, falseAlarmDistance: 370.4)
        #expect(abs(found.parameters.interval - 4.77) < 0.01)
        #expect(abs(found.detectionDelay - 9.9) < 0.06, "\(found.detectionDelay)")
    }

    @Test func `charts have the sizes that the documentation states`() {
        #expect(MemoryLayout<ControlChart>.stride == 296)
        #expect(MemoryLayout<EWMAChart>.stride <= 96 && MemoryLayout<CUSUMChart>.stride <= 112)
        #expect(MemoryLayout<AttributeChart>.stride <= 184)
    }
}
