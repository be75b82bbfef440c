import Records
import TestSupport
import Testing

@testable import ProcessControl

@Suite struct VaryingSubgroupTests {
    private func design(_ kind: ChartKind, _ limits: LimitsSource) throws -> ChartDesign {
        try ChartDesign(kind: kind, subgroupSize: 5, sizeVaries: true, limits: limits)
    }

    @Test(arguments: [ChartKind.meanRange, .meanDeviation])
    func `each subgroup has the limits of its own size`(kind: ChartKind) throws {
        var chart = ControlChart(try design(kind, .known(mean: 10, sigma: 2)))
        for size in [2, 5, 9, 25] {
            let constants = ControlChartConstants(subgroupSize: size)
            let verdict = chart.plot((0..<size).map { 10 + Double($0 % 2) })
            #expect(agree(verdict.ucl, 10 + 2 * constants.A, within: 1e-13))
            #expect(agree(verdict.lcl, 10 - 2 * constants.A, within: 1e-13))
            let isRange = kind == .meanRange
            #expect(
                agree(
                    verdict.dispersionUCL,
                    2 * (isRange ? constants.D2 : constants.B6),
                    within: 1e-12
                )
            )
            #expect(
                agree(
                    verdict.dispersionLCL,
                    2 * (isRange ? constants.D1 : constants.B5),
                    within: 1e-12
                )
            )
        }
        for size in [0, 1, kind == .meanRange ? 26 : 101] {
            let refused = chart.plot([Double](repeating: 10, count: size))
            #expect(refused.outcome == .rejectedSubgroupSize)
        }
    }

    @Test(arguments: [
        (ChartKind.meanRange, SigmaMethod.meanRange), (.meanDeviation, .meanDeviation),
    ])
    func `collecting gives what the batch estimate gives`(
        kind: ChartKind,
        method: SigmaMethod
    ) throws {
        let seed = testSeed()
        var normal = NormalSource(generator: SeededGenerator(seed: seed))
        var chart = ControlChart(try design(kind, .estimated(count: 30)))
        var groups: [SubgroupSummary] = []
        for index in 0..<30 {
            let values = (0..<(2 + index % 7)).map { _ in 100 + normal.next() }
            let summary = try #require(SubgroupSummary(values))
            groups.append(summary)
            if index.isMultiple(of: 2) { _ = chart.add(summary) } else { _ = chart.plot(values) }
        }
        let batch = try ProcessEstimate(groups, method: method)
        #expect(agree(chart.sigma ?? 0, batch.sigma, within: 1e-12), "seed \(seed)")
        #expect(agree(chart.locationLimits?.centre ?? 0, batch.mean, within: 1e-14))
    }

    @Test func `single readings close a subgroup early where sizes vary`() throws {
        var chart = ControlChart(try design(.meanDeviation, .known(mean: 0, sigma: 1)))
        for value in [1.0, 2, 3] { #expect(chart.add(value) == nil) }
        let early = chart.plotUnfinishedSubgroup()
        #expect(early?.statistic == 2 && early?.dispersion == 1 && chart.unfinishedCount == 0)
        #expect(agree(early?.ucl ?? 0, 3.0.squareRoot(), within: 1e-14))
        _ = chart.add(4)
        #expect(chart.plotUnfinishedSubgroup() == nil && chart.unfinishedCount == 1)
    }

    @Test func `a standard deviation does not depend on the order or on the level of its values`() {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let count = Int.random(in: 2...100, using: &generator)
            // Multiples of a power of two, so that shifting them is exact.
            let values = (0..<count).map { _ in
                Double(Int.random(in: -900...900, using: &generator)) / 1024
            }
            let plain = SubgroupSummary(values)
            let shuffled = SubgroupSummary(values.shuffled(using: &generator))
            #expect(plain == shuffled, "seed \(seed)")
            let shifted = SubgroupSummary(values.map { $0 + 1_048_576 })
            #expect(shifted?.deviation == plain?.deviation && shifted?.range == plain?.range)
            let mean = values.reduce(0, +) / Double(count)
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let expected = (squares / Double(count - 1)).squareRoot()
            #expect(agree(plain?.deviation ?? -1, expected, within: 1e-13))
        }
    }

    @Test(arguments: [2, 3, 8])
    func `a chart of any span has the limits of its constants`(span: Int) throws {
        let constants = ControlChartConstants(subgroupSize: span)
        let design = try ChartDesign(
            kind: .individualsMovingRange,
            span: span,
            limits: .estimated(count: 40)
        )
        let seed = testSeed()
        var normal = NormalSource(generator: SeededGenerator(seed: seed))
        let values = (0..<40).map { _ in normal.next() }
        var chart = IndividualsChart(design)
        for value in values { _ = chart.add(value) }
        let batch = try ProcessEstimate(individuals: values, span: span)
        #expect(agree(chart.chart.sigma ?? 0, batch.sigma, within: 1e-13), "seed \(seed)")
        #expect(
            agree(
                chart.chart.dispersionLimits?.ucl ?? 0,
                constants.D2 * batch.sigma,
                within: 1e-12
            )
        )
        let bytes = stateBytes { chart.write(to: &$0) }
        let read = { (reader: inout StateReader) throws(StateError) -> IndividualsChart in
            try IndividualsChart(design: design, from: &reader)
        }
        var copy = try readState(bytes, read)
        #expect(truncationsAccepted(bytes, read) == [])
        for _ in 0..<50 {
            let value = 2 * normal.next()
            let (a, b) = (chart.add(value), copy.add(value))
            #expect(a.dispersion == b.dispersion && a.rules == b.rules && a.ucl == b.ucl)
        }
        try chart.reset(to: .known(mean: 0, sigma: 1))
        let fresh = chart.add(1)
        #expect(fresh.dispersion.isNaN && fresh.limitVersion == 2)
    }

    @Test func `a gap or a signal makes the rules start anew where it is asked for`() throws {
        var set = RunRuleSet(RunRules(.oneSide))
        set.resetsOnSignal = true
        let known = LimitsSource.known(mean: 0, sigma: 1)
        var chart = ControlChart(
            try ChartDesign(kind: .individualsMovingRange, rules: set, limits: known)
        )
        let signals = (1...27).filter { _ in chart.add(0.5)?.rules.isEmpty == false }
        #expect(signals == [9, 18, 27])
        var gapped = ControlChart(
            try ChartDesign(kind: .individualsMovingRange, limits: known)
        )
        for _ in 0..<8 { _ = gapped.add(0.5) }
        gapped.breakRuns()
        let after = gapped.add(0.5)
        #expect(after?.rules.isEmpty == true && after?.dispersion.isNaN == true)
        #expect(gapped.limitVersion == 1)
    }
}
