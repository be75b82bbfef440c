import Records
import TestSupport
import Testing

@testable import ProcessControl

@Suite struct AttributeChartTests {
    private func samples(_ name: String, _ count: String, _ size: String = "size") throws
        -> [AttributeSample]
    {
        try ReferenceTable(name).rows.map {
            AttributeSample(count: $0.number(count), inspected: $0.number(size))
        }
    }

    /// The limits of the first verdict and the numbers of the samples beyond theirs.
    private func chart(
        _ kind: AttributeKind,
        _ samples: [AttributeSample],
        estimatedFrom phase: [AttributeSample],
        limits: AttributeLimits = .threeSigma
    ) throws -> (first: PointVerdict, beyond: [Int]) {
        let estimate = try AttributeEstimate(phase, kind: kind)
        let design = try AttributeDesign(
            kind: kind,
            average: estimate.average,
            sampleSize: kind == .np ? estimate.sampleSize : 1,
            betweenSigma: estimate.betweenSigma,
            limits: limits
        )
        var chart = AttributeChart(design)
        let verdicts = samples.map { chart.add($0) }
        return (verdicts[0], verdicts.filter(\.isSignal).map(\.pointNumber))
    }

    @Test func `orange juice gives the published p and np charts`() throws {
        var juice = Array(try samples("orangejuice", "D").prefix(30))
        let p = try chart(.p, juice, estimatedFrom: juice)
        #expect(agree(p.first.centre, 0.23133333333333334, within: 1e-14))
        #expect(agree(p.first.lcl, 0.05242754807192823, within: 1e-12))
        #expect(agree(p.first.ucl, 0.41023911859473844, within: 1e-13))
        #expect(p.beyond == [15, 23])
        let np = try chart(.np, juice, estimatedFrom: juice)
        #expect(agree(np.first.centre, 11.566666666666666, within: 1e-14))
        #expect(agree(np.first.lcl, 2.6213774035964104, within: 1e-12))
        #expect(agree(np.first.ucl, 20.51195592973692, within: 1e-13))
        #expect(np.beyond == [15, 23])
        juice.remove(at: 22)
        juice.remove(at: 14)
        let again = try chart(.p, juice, estimatedFrom: juice)
        #expect(agree(again.first.lcl, 0.040702839954289555, within: 1e-12))
        #expect(agree(again.first.ucl, 0.38929716004571047, within: 1e-13))
    }

    /// Published by Montgomery: 19.846 (6.481, 33.211), then 19.667 (6.363, 32.971); 1.93 (0.0661,
    /// 3.7939).
    @Test func `circuit boards and computers give the published c and u charts`() throws {
        var boards = Array(try samples("circuit", "x").prefix(26))
        let c = try chart(.c, boards, estimatedFrom: boards)
        #expect(abs(c.first.centre - 19.846) < 6e-4 && abs(c.first.lcl - 6.481) < 6e-4)
        #expect(abs(c.first.ucl - 33.211) < 6e-4 && c.beyond == [6, 20])
        boards.remove(at: 19)
        boards.remove(at: 5)
        let again = try chart(.c, boards, estimatedFrom: boards)
        #expect(abs(again.first.centre - 19.667) < 6e-4 && abs(again.first.lcl - 6.363) < 6e-4)
        let computers = try samples("pcmanufact", "x")
        let u = try chart(.u, computers, estimatedFrom: computers)
        #expect(abs(u.first.centre - 1.93) < 1e-12 && abs(u.first.lcl - 0.0661) < 6e-5)
        #expect(abs(u.first.ucl - 3.7939) < 6e-5 && u.beyond.isEmpty)
    }

    @Test func `limits of varying samples step with their sizes`() throws {
        let cloth = try samples("dyedcloth", "x")
        let estimate = try AttributeEstimate(cloth, kind: .u)
        var chart = AttributeChart(
            try AttributeDesign(kind: .u, average: estimate.average, rules: .nelson)
        )
        for sample in cloth {
            let verdict = chart.add(sample)
            let error = (estimate.average / sample.inspected).squareRoot()
            #expect(agree(verdict.ucl, estimate.average + 3 * error, within: 1e-14))
            #expect(agree(verdict.lcl, max(0, estimate.average - 3 * error), within: 1e-12))
            #expect(agree(verdict.z, (verdict.statistic - estimate.average) / error, within: 1e-12))
        }
    }

    @Test func `exact limits leave at most 0.00135 on each side, and one step inside leaves more`()
        throws
    {
        let tail = NormalDistribution.cumulative(-3)
        for (p, n) in [(0.02, 200.0), (0.2313, 50), (0.5, 1000), (0.004, 40)] {
            let design = try AttributeDesign(
                kind: .np,
                average: p,
                sampleSize: n,
                limits: .exact
            )
            let limits = design.location(n)
            func cumulative(_ k: Double) -> Double {
                BetaDistribution.binomialCumulative(k, trials: n, proportion: p)
            }
            #expect(1 - cumulative(limits.ucl) <= tail * (1 + 1e-9))
            #expect(1 - cumulative(limits.ucl - 1) > tail)
            #expect(cumulative(limits.lcl - 1) <= tail && cumulative(limits.lcl) > tail)
        }
        let counts = try AttributeDesign(kind: .c, average: 3.2, limits: .exact).location(1)
        #expect(counts.lcl == 0 && counts.ucl == 10)
    }

    /// σ_z of Laney (2002) is 1 when chance alone is at work, and then p′ is p.
    @Test func `Laney's charts widen with the variation between large samples`() throws {
        var normal = NormalSource(generator: SeededGenerator(seed: 11))
        for between in [0.0, 0.01] {
            let n = 20_000.0
            let samples = (0..<200).map { _ in
                let p = 0.1 + between * normal.next()
                let count = (n * p + (n * p * (1 - p)).squareRoot() * normal.next()).rounded()
                return AttributeSample(count: count, inspected: n)
            }
            let estimate = try AttributeEstimate(samples, kind: .laneyP)
            let expected = (1 + between * between * n / (0.1 * 0.9)).squareRoot()
            #expect(abs(estimate.betweenSigma / expected - 1) < 0.15, "\(estimate.betweenSigma)")
            let laney = try chart(.laneyP, samples, estimatedFrom: samples)
            let plain = try chart(.p, samples, estimatedFrom: samples)
            let ratio =
                (laney.first.ucl - laney.first.centre) / (plain.first.ucl - plain.first.centre)
            #expect(agree(ratio, estimate.betweenSigma, within: 1e-9))
            #expect((plain.beyond.count > 50) == (between > 0) && laney.beyond.count <= 3)
        }
    }

    @Test func `a sample that makes no sense is rejected and changes nothing`() throws {
        let design = try AttributeDesign(kind: .p, average: 0.1, rules: .nelson)
        var chart = AttributeChart(design)
        _ = chart.add(AttributeSample(count: 3, inspected: 40))
        let before = stateBytes { chart.write(to: &$0) }
        for (count, inspected, outcome) in [
            (-1.0, 10.0, PointOutcome.rejectedCount), (1.5, 10, .rejectedCount),
            (0, 0, .rejectedNothingInspected), (1, -5, .rejectedNothingInspected),
            (1, 9.5, .rejectedNothingInspected), (11, 10, .rejectedMoreThanInspected),
            (.nan, 10, .rejectedNotFinite), (1, .infinity, .rejectedNotFinite),
            (1, 1e16, .rejectedTooLarge),
        ] {
            let verdict = chart.add(AttributeSample(count: count, inspected: inspected))
            #expect(verdict.outcome == outcome && verdict.outcome.isRejected)
            #expect(stateBytes { chart.write(to: &$0) } == before)
        }
        var sized = AttributeChart(try AttributeDesign(kind: .np, average: 0.1, sampleSize: 50))
        #expect(sized.add(.init(count: 1, inspected: 49)).outcome == .rejectedSubgroupSize)
        #expect(
            throws: ChartDesignError.average(1.2, .p),
            performing: { try AttributeDesign(kind: .p, average: 1.2) }
        )
    }

    @Test(arguments: AttributeKind.allCases)
    func `an average without variation makes a degenerate chart`(kind: AttributeKind) throws {
        var chart = AttributeChart(
            try AttributeDesign(kind: kind, average: 0, sampleSize: 20, rules: .nelson)
        )
        for _ in 0..<20 {
            let quiet = chart.add(AttributeSample(count: 0, inspected: 20))
            #expect(quiet.outcome == .degenerate && !quiet.isSignal && quiet.z.isNaN)
        }
        #expect(chart.add(AttributeSample(count: 1, inspected: 20)).rules == .beyondLimit)
    }

    @Test func `a chart that was written and read goes on as the one that was not`() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let design = try AttributeDesign(kind: .u, average: 2, rules: .nelson)
        var chart = AttributeChart(design)
        for _ in 0..<300 {
            let bytes = stateBytes { chart.write(to: &$0) }
            #expect(bytes.count == 44)
            let read = { (reader: inout StateReader) throws(StateError) -> AttributeChart in
                try AttributeChart(design: design, from: &reader)
            }
            var copy = try readState(bytes, read)
            let sample = AttributeSample(
                count: Double(Int.random(in: 0...9, using: &generator)),
                inspected: Double(Int.random(in: 1...4, using: &generator))
            )
            let (a, b) = (chart.add(sample), copy.add(sample))
            #expect(a.rules == b.rules && a.z == b.z && a.pointNumber == b.pointNumber)
            #expect(truncationsAccepted(bytes, read) == [])
        }
    }
}
