import ProcessControl
import Testing

@Suite struct ControlChartTests {
    private func individuals(
        _ limits: LimitsSource,
        rules: RunRuleSet = .nelson
    ) throws -> ControlChart {
        ControlChart(
            try ChartDesign(kind: .individualsMovingRange, rules: rules, limits: limits)
        )
    }

    private func means(_ size: Int, _ limits: LimitsSource) throws -> ControlChart {
        ControlChart(try ChartDesign(kind: .meanRange, subgroupSize: size, limits: limits))
    }

    @Test func `a chart fits in five cache lines and holds no references`() {
        #expect(MemoryLayout<ControlChart>.stride <= 320)
        #expect(MemoryLayout<PointVerdict>.stride <= 128)
        func requireBits<T: BitwiseCopyable>(_: T.Type) {}
        requireBits(ControlChart.self)
        requireBits(PointVerdict.self)
    }

    @Test func `known mean and sigma give the limits of single values from the first one on`()
        throws
    {
        var chart = try individuals(.known(mean: 10, sigma: 0.1))
        #expect(chart.phase == .monitoring && chart.limitVersion == 1)
        let onLimit = try chart.plot(10.3)
        #expect(onLimit.ucl == 10.3 && onLimit.rules.isEmpty)
        #expect(onLimit.dispersion.isNaN && !onLimit.dispersionViolated)
        let beyond = try chart.plot(10.300001)
        #expect(beyond.rules.contains(.beyondLimit) && beyond.isSignal)
        #expect(agree(beyond.z, 3.00001, within: 1e-9))
        #expect(agree(beyond.dispersion, 0.000001, within: 1e-6))
        #expect(agree(beyond.dispersionUCL, 0.368588657, within: 1e-8))
        #expect(!beyond.dispersionLCLActive && beyond.dispersionLCL == 0)
    }

    @Test func `the moving range signals on its own chart`() throws {
        var chart = try individuals(.known(mean: 0, sigma: 1))
        _ = chart.add(-2)
        let jump = try chart.plot(2)
        #expect(jump.dispersion == 4 && jump.dispersionViolated && jump.isSignal)
        #expect(jump.rules.isEmpty)
        let design = try ChartDesign(
            kind: .individualsMovingRange,
            limits: .known(mean: 0, sigma: 1),
            dispersionSignals: false
        )
        var quiet = ControlChart(design)
        _ = quiet.add(-2)
        let unjudged = try quiet.plot(2)
        #expect(!unjudged.isSignal)
    }

    @Test func `a low range signals where the lower limit is positive`() throws {
        var chart = try means(10, .known(mean: 0, sigma: 1))
        let flat = chart.plot([Double](repeating: 0.1, count: 10))
        #expect(flat.dispersionLCLActive && flat.dispersion == 0 && flat.dispersionViolated)
        #expect(flat.rules.isEmpty)
    }

    @Test func `given limits may have sides of different width`() throws {
        var chart = try individuals(.fixed(centre: 2, lcl: 0.5, ucl: 8))
        let onLimit = try chart.plot(8)
        #expect(onLimit.rules.isEmpty)
        let high = try chart.plot(5)
        #expect(high.z == 1.5 && high.lcl == 0.5 && high.ucl == 8 && high.standardError == 1.25)
        let low = try chart.plot(0.4)
        #expect(low.rules == .beyondLimit && agree(low.z, -3.2, within: 1e-12))
    }

    @Test func `limits are estimated once and then stand still`() throws {
        var chart = try individuals(.estimated(count: 4))
        for value in [1.0, 2, 1] {
            let verdict = try chart.plot(value)
            #expect(verdict.outcome == .collecting && verdict.limitVersion == 0)
            #expect(verdict.centre.isNaN && verdict.z.isNaN && !verdict.isSignal)
            #expect(chart.locationLimits == nil && chart.sigma == nil)
        }
        #expect(chart.collectionRemaining == 1 && chart.limitVersion == 0)
        let last = try chart.plot(100)
        #expect(last.outcome == .collecting)
        let frozen = try #require(chart.locationLimits)
        #expect(chart.phase == .monitoring && chart.limitVersion == 1)
        #expect(frozen.centre == 26)
        let next = try chart.plot(1000)
        #expect(next.dispersion == 900, "the moving range reaches back into the collected values")
        #expect(next.rules == .beyondLimit && next.limitVersion == 1 && next.pointNumber == 5)
        for value in 0..<200 { _ = chart.add(Double(value)) }
        #expect(chart.locationLimits == frozen)
    }

    @Test func `collected points do not count towards run rules`() throws {
        var chart = try means(2, .estimated(count: 2))
        for pair in [[0.0, 1.0], [9.0, 10.0]] { _ = chart.plot(pair) }
        let centre = try #require(chart.locationLimits).centre
        for index in 1...9 {
            let verdict = chart.plot([centre, centre + 0.25])
            #expect(verdict.rules.contains(.oneSide) == (index == 9))
        }
    }

    @Test func `single readings make the same subgroups as whole ones`() throws {
        var whole = try means(3, .known(mean: 5, sigma: 1))
        var single = whole
        for group in [[4.0, 5.5, 6.25], [9, 9.5, 8], [5, 5, 5]] {
            let expected = whole.plot(group)
            let first = single.add(group[0])
            #expect(first == nil && single.unfinishedCount == 1)
            let second = single.add(group[1])
            #expect(second == nil)
            let verdict = try single.plot(group[2])
            #expect(verdict.statistic == expected.statistic && verdict.rules == expected.rules)
            #expect(verdict.dispersion == expected.dispersion && single.unfinishedCount == 0)
        }
    }

    @Test func `an unfinished subgroup can be thrown away`() throws {
        var chart = try means(2, .known(mean: 0, sigma: 1))
        _ = chart.add(50)
        let dropped = chart.discardUnfinishedSubgroup()
        #expect(dropped == 1)
        let unfinished = chart.add(1)
        #expect(unfinished == nil)
        let complete = try chart.plot(2)
        #expect(complete.statistic == 1.5)
    }

    @Test(arguments: [
        (Double.nan, PointOutcome.rejectedNotFinite), (.infinity, .rejectedNotFinite),
        (-.infinity, .rejectedNotFinite), (1.1e150, .rejectedTooLarge),
        (-.greatestFiniteMagnitude, .rejectedTooLarge),
    ])
    func `a value that cannot be plotted is refused and leaves no trace`(
        value: Double,
        outcome: PointOutcome
    ) throws {
        var chart = try individuals(.known(mean: 0, sigma: 1))
        _ = chart.add(1)
        let refused = try chart.plot(value)
        #expect(refused.outcome == outcome && outcome.isRejected)
        #expect(refused.pointNumber == 0 && !refused.isSignal && chart.pointCount == 1)
        let next = try chart.plot(3)
        #expect(next.dispersion == 2)
        var groups = try means(2, .known(mean: 0, sigma: 1))
        _ = groups.add(1)
        let refusedReading = try groups.plot(value)
        #expect(refusedReading.outcome == outcome)
        let refusedGroup = groups.plot([0, value])
        #expect(refusedGroup.outcome == outcome)
        let complete = try groups.plot(2)
        #expect(complete.statistic == 1.5 && groups.pointCount == 1)
    }

    @Test func `the largest accepted values overflow nothing`() throws {
        for count in [2, 3] {
            var chart = try individuals(.estimated(count: count))
            for index in 0..<40 {
                let verdict = try chart.plot(index.isMultiple(of: 2) ? 1e150 : -1e150)
                #expect(verdict.outcome == .collecting || verdict.z.isFinite)
                #expect(verdict.outcome == .collecting || verdict.dispersionUCL.isFinite)
            }
        }
        var tiny = try individuals(.known(mean: -1e150, sigma: 1e-150))
        let far = try tiny.plot(1e150)
        #expect(far.z.isFinite)
    }

    @Test func `a whole subgroup of the wrong size is refused`() throws {
        var chart = try means(3, .known(mean: 0, sigma: 1))
        let short = chart.plot([1, 2])
        #expect(short.outcome == .rejectedSubgroupSize)
        let empty = chart.plot([Double]())
        #expect(empty.outcome == .rejectedSubgroupSize)
        #expect(chart.pointCount == 0)
        var single = try individuals(.known(mean: 0, sigma: 1))
        let pair = single.plot([1, 2])
        #expect(pair.outcome == .rejectedSubgroupSize)
        let alone = single.plot([4])
        #expect(alone.rules == .beyondLimit)
    }

    @Test func `equal values make a degenerate chart on which only another value signals`() throws {
        var chart = try individuals(.estimated(count: 7))
        for _ in 0..<7 { _ = chart.add(0.1) }
        #expect(chart.phase == .degenerate && chart.sigma == 0 && chart.limitVersion == 1)
        for _ in 0..<30 {
            let same = try chart.plot(0.1)
            #expect(same.outcome == .degenerate && !same.isSignal && same.centre == 0.1)
            #expect(same.z.isNaN && same.ucl == 0.1)
        }
        let other = try chart.plot(0.1.nextUp)
        #expect(other.rules == .beyondLimit)
        var groups = try means(3, .estimated(count: 2))
        for _ in 0..<6 { _ = groups.add(0.1) }
        #expect(groups.phase == .degenerate)
        let equal = groups.plot([0.1, 0.1, 0.1])
        #expect(!equal.isSignal)
        let unequal = groups.plot([0.1, 0.2, 0.1])
        #expect(unequal.rules == .beyondLimit)
        var unruled = try individuals(.estimated(count: 2), rules: RunRuleSet([]))
        for _ in 0..<2 { _ = unruled.add(1) }
        let unjudged = try unruled.plot(2)
        #expect(!unjudged.isSignal)
    }

    @Test func `a signal does not restart the counting but new limits do`() throws {
        var chart = try individuals(.known(mean: 0, sigma: 1))
        var flags: [Bool] = []
        for _ in 0..<11 { flags.append(try chart.plot(0.5).rules.contains(.oneSide)) }
        #expect(flags == [Bool](repeating: false, count: 8) + [true, true, true])
        try chart.reset(to: .known(mean: 0, sigma: 2))
        let first = try chart.plot(0.5)
        #expect(first.rules.isEmpty && first.limitVersion == 2 && first.pointNumber == 12)
        #expect(first.dispersion.isNaN && first.ucl == 6)
        try chart.reset(to: .estimated(count: 2))
        #expect(chart.phase == .collecting && chart.limitVersion == 2)
        let collected = try chart.plot(1)
        #expect(collected.limitVersion == 0)
        _ = chart.add(2)
        #expect(chart.limitVersion == 3 && chart.locationLimits?.centre == 1.5)
    }

    @Test func `a refused reset changes nothing`() throws {
        var chart = try individuals(.known(mean: 0, sigma: 1))
        _ = chart.add(1)
        #expect(throws: ChartDesignError.sigma(-1)) {
            try chart.reset(to: .known(mean: 0, sigma: -1))
        }
        let next = try chart.plot(3)
        #expect(chart.limitVersion == 1 && next.dispersion == 2)
    }
}
