import Anomaly
import Records
import Testing

private func at(_ seconds: Double) -> EventTime { EventTime(nanoseconds: Int64(seconds * 1e9)) }

@Suite struct EdgeTests {
    @Test(
        "a reading that is not finite fires the range and touches nothing else",
        arguments: [Double.nan, .infinity, -.infinity]
    )
    func notFinite(garbage: Double) throws {
        let settings = try DetectorSettings(
            range: RangeLimits(lower: 0),
            rateOfChange: RateLimits(perSecondMax: 1),
            ewma: EWMALimits(warmUpCount: 2)
        )
        var detectors = SeriesDetectors()
        for step in 0..<10 {
            _ = detectors.add(
                5 + Double(step % 2),
                at: at(Double(step)),
                learn: true,
                settings: settings
            )
        }
        let verdict = detectors.add(garbage, at: at(10), learn: true, settings: settings)
        #expect(verdict.point == .notFinite && verdict.firing == [DetectorMask(.range)])
        let finding = verdict.finding(.range, settings: settings)
        #expect(finding.reason == .notFinite && finding.score == 1)
        #expect(finding.sentence() == "The reading is not a finite number.")
        let next = detectors.add(6, at: at(11), learn: true, settings: settings)
        #expect(next.firing.isEmpty && next.mean.isFinite && !next.judged.contains(.rateOfChange))
    }

    @Test("a late reading is judged by its range only and changes nothing")
    func late() throws {
        let settings = try DetectorSettings(
            range: RangeLimits(upper: 10),
            flatline: FlatlineLimits(durationNanoseconds: Nanoseconds.second),
            rateOfChange: RateLimits(perSecondMax: 1),
            ewma: EWMALimits(warmUpCount: 2)
        )
        var detectors = SeriesDetectors()
        _ = detectors.add(1, at: at(100), learn: true, settings: settings)
        _ = detectors.add(1.5, at: at(101), learn: true, settings: settings)
        let late = detectors.add(9, at: at(50), learn: true, settings: settings)
        #expect(late.point == .late && late.firing.isEmpty && late.judged == [DetectorMask(.range)])
        #expect(detectors.newestTime == at(101))
        let bad = detectors.add(11, at: at(50), learn: true, settings: settings)
        #expect(bad.point == .late && bad.reported == [DetectorMask(.range)])
        let next = detectors.add(1.4, at: at(102), learn: true, settings: settings)
        #expect(next.previous == 1.5 && next.mean == 1.25 && next.firing.isEmpty)
    }

    @Test("a change faster than the limit fires; two readings at one time have no rate")
    func rate() throws {
        let settings = try DetectorSettings(rateOfChange: RateLimits(perSecondMax: 2))
        var detectors = SeriesDetectors()
        _ = detectors.add(0, at: at(0), learn: false, settings: settings)
        #expect(detectors.add(2, at: at(1), learn: false, settings: settings).firing.isEmpty)
        let same = detectors.add(50, at: at(1), learn: true, settings: settings)
        #expect(same.judged.isEmpty && same.point == .accepted)
        let fall = detectors.add(45, at: at(3), learn: true, settings: settings)
        #expect(fall.reported == [DetectorMask(.rateOfChange)])
        let finding = fall.finding(.rateOfChange, settings: settings)
        #expect(finding.reason == .fallingTooFast && finding.statistic == 2.5)
        #expect(
            finding.sentence(unit: "bar")
                == "The change from 50 bar to 45 bar is 2.5 bar per second (limit 2 bar)."
        )
    }

    @Test("the limits of the range are inside it")
    func rangeEnds() throws {
        let settings = try DetectorSettings(range: RangeLimits(lower: -1, upper: 1))
        var detectors = SeriesDetectors()
        let fires = [(-1.0).nextDown, -1, 0, 1, 1.0.nextUp].enumerated().map { step, value in
            detectors.add(value, at: at(Double(step)), learn: true, settings: settings)
                .firing.contains(.range)
        }
        #expect(fires == [true, false, false, false, true])
    }

    @Test("a series that never varied is judged only when the sensor's resolution is known")
    func constantSeries() throws {
        for resolution in [0, 0.1] {
            let settings = try DetectorSettings(
                ewma: EWMALimits(),
                hampel: HampelLimits(windowCount: 15),
                resolution: resolution
            )
            var detectors = SeriesDetectors()
            var window = HampelWindow()
            func add(_ value: Double, _ step: Int) -> Verdict {
                detectors.add(
                    value,
                    at: at(Double(step)),
                    learn: true,
                    settings: settings,
                    window: &window
                )
            }
            for step in 0..<100 { #expect(add(20.3, step).firing.isEmpty) }
            if resolution > 0 { #expect(add(20.4, 100).firing.isEmpty) }
            #expect((add(30, 101).firing == .learned) == (resolution > 0))
        }
    }

    @Test(
        "absurdly large readings do not end the learning",
        arguments: [1e300, -1e308, .greatestFiniteMagnitude]
    )
    func absurd(value: Double) throws {
        let settings = try DetectorSettings(
            ewma: EWMALimits(warmUpCount: 5, excludedCountMax: 0),
            hampel: HampelLimits(windowCount: 5)
        )
        var detectors = SeriesDetectors()
        var window = HampelWindow()
        for step in 0..<200 {
            let reading = step == 2 || step == 50 || step == 51 ? value : Double(step % 3)
            let verdict = detectors.add(
                reading,
                at: at(Double(step)),
                learn: true,
                settings: settings,
                window: &window
            )
            #expect(step < 6 || verdict.mean.isFinite && verdict.variance.isFinite)
            if step == 50 { #expect(verdict.firing == .learned) }
            if step > 60 { #expect(verdict.firing.isEmpty && verdict.judged == .learned) }
        }
    }

    @Test("flagged readings are kept out of the mean up to the cap, then learned")
    func exclusionCap() throws {
        let settings = try DetectorSettings(
            ewma: EWMALimits(smoothing: 0.1, deviations: 3, warmUpCount: 20, excludedCountMax: 7)
        )
        var detectors = SeriesDetectors()
        for step in 0..<40 {
            _ = detectors.add(
                Double(step % 2),
                at: at(Double(step)),
                learn: true,
                settings: settings
            )
        }
        var means: [Double] = []
        for step in 40..<50 {
            let verdict = detectors.add(100, at: at(Double(step)), learn: true, settings: settings)
            means.append(verdict.mean)
        }
        #expect(means[0...7].allSatisfy { $0 == means[0] })
        #expect(means[8] > means[0] + 9)
    }

    @Test(
        "one lasting anomaly is one report, repeated after the stated count and closed by quiet readings"
    )
    func reports() throws {
        let settings = try DetectorSettings(
            range: RangeLimits(upper: 1),
            reports: ReportLimits(repeatCount: 10, quietCount: 3)
        )
        var detectors = SeriesDetectors()
        var reported: [Int] = []
        var cleared: [Int] = []
        // Outside from 5 to 29, with single good readings in between; then good; then outside at
        // 40.
        for step in 0..<45 {
            let isBad = (5..<30).contains(step) && step % 6 != 0 || step == 40
            let verdict = detectors.add(
                isBad ? 2 : 0,
                at: at(Double(step)),
                learn: true,
                settings: settings
            )
            if verdict.reported.contains(.range) { reported.append(step) }
            if verdict.cleared.contains(.range) { cleared.append(step) }
        }
        #expect(reported == [5, 15, 25, 40])
        #expect(cleared == [32, 43])
    }

    @Test("the score of a learned detector is one minus the normal tail")
    func scores() throws {
        let settings = try DetectorSettings(ewma: EWMALimits(warmUpCount: 2))
        var detectors = SeriesDetectors()
        for step in 0..<20 {
            _ = detectors.add(
                Double(step % 2),
                at: at(Double(step)),
                learn: true,
                settings: settings
            )
        }
        // Mean 0.5, deviation 0.5: 1.48 is 1.96 deviations away, where 5 % lie outside.
        let verdict = detectors.add(1.48, at: at(20), learn: true, settings: settings)
        let finding = verdict.finding(.ewmaZ, settings: settings)
        #expect(abs(finding.statistic - 1.96) < 1e-9 && abs(finding.score - 0.95) < 1e-5)
        #expect(finding.reason == .normal && verdict.strongest(settings: settings) == nil)
    }

    @Test("another window length starts an empty window", arguments: [5, 61])
    func windowLength(length: Int) {
        var window = HampelWindow()
        for value in 0..<40 { window.add(Double(value), length: 31) }
        window.add(7, length: length)
        #expect(window.count == 1 && window.median == 7)
    }

    @Test("a state takes 80 bytes and a window 560")
    func sizes() {
        #expect(MemoryLayout<SeriesDetectors>.stride <= 80)
        #expect(MemoryLayout<HampelWindow>.stride <= 560)
    }
}
