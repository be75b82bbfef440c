import Anomaly
import Records
import Testing

@Suite struct SettingsTests {
    @Test("settings out of bounds are refused with a sentence that names the field")
    func badSettings() {
        func message(_ make: () throws -> DetectorSettings) -> String? {
            do {
                _ = try make()
                return nil
            } catch let error as DetectorSettingsError {
                #expect(error.description.hasPrefix(error.field))
                return error.description
            } catch {
                return nil
            }
        }
        #expect(
            message {
                try DetectorSettings(range: RangeLimits(lower: 5, upper: 5))
            } == "range.lower is 5.0 but must be below range.upper, 5.0."
        )
        #expect(
            message {
                try DetectorSettings(hampel: HampelLimits(windowCount: 14))
            } == "hampel.window_count is 14 but must be odd and 5 to 61."
        )
        let bad: [() throws -> DetectorSettings] = [
            { try DetectorSettings(range: RangeLimits()) },
            {
                try DetectorSettings(range: RangeLimits(lower: .nan))
            },
            {
                try DetectorSettings(flatline: FlatlineLimits(epsilon: -1, durationNanoseconds: 1))
            },
            {
                try DetectorSettings(flatline: FlatlineLimits(durationNanoseconds: 0))
            },
            {
                try DetectorSettings(
                    flatline: FlatlineLimits(durationNanoseconds: 1, countMin: 256)
                )
            },
            {
                try DetectorSettings(dropout: DropoutLimits(timeoutNanoseconds: -5))
            },
            {
                try DetectorSettings(dropout: DropoutLimits(periodFactor: 1))
            },
            {
                try DetectorSettings(dropout: DropoutLimits(warmUpCount: 0))
            },
            {
                try DetectorSettings(rateOfChange: RateLimits(perSecondMax: 0))
            },
            {
                try DetectorSettings(ewma: EWMALimits(smoothing: 0))
            },
            {
                try DetectorSettings(ewma: EWMALimits(smoothing: .nan))
            },
            {
                try DetectorSettings(ewma: EWMALimits(warmUpCount: 1))
            },
            {
                try DetectorSettings(ewma: EWMALimits(excludedCountMax: 256))
            },
            {
                try DetectorSettings(hampel: HampelLimits(windowCount: 63))
            },
            {
                try DetectorSettings(hampel: HampelLimits(deviations: -1))
            },
            {
                try DetectorSettings(reports: ReportLimits(repeatCount: 70_000))
            },
            {
                try DetectorSettings(reports: ReportLimits(quietCount: 0))
            },
            { try DetectorSettings(resolution: .infinity) },
        ]
        for (index, make) in bad.enumerated() {
            #expect(message(make) != nil, "case \(index)")
        }
        #expect(message { try DetectorSettings() } == nil)
    }

    @Test("every detector is found by its name")
    func names() {
        for detector in Detector.allCases { #expect(Detector(name: detector.name) == detector) }
        #expect(Detector(name: "crystal_ball") == nil)
        #expect(DetectorMask.all.detectors == Detector.allCases)
    }

    @Test("a table of series does what single series do, and uses freed places again")
    func table() throws {
        let settings = try DetectorSettings(
            range: RangeLimits(upper: 3),
            ewma: EWMALimits(warmUpCount: 5),
            hampel: HampelLimits(windowCount: 5)
        )
        var table = DetectorTable(capacity: 2)
        guard let first = table.insert(), let second = table.insert() else {
            Issue.record("a table for two takes two")
            return
        }
        let refused = table.insert()
        #expect(refused == nil)
        var single = SeriesDetectors()
        var window = HampelWindow()
        for step in 0..<60 {
            let time = EventTime(milliseconds: Int64(step) * 1000)
            let value = Double(step * step % 7)
            let expected = single.add(
                value,
                at: time,
                learn: true,
                settings: settings,
                window: &window
            )
            let verdict = table.add(value, to: first, at: time, learn: true, settings: settings)
            _ = table.add(-value, to: second, at: time, learn: true, settings: settings)
            #expect(verdict.firing == expected.firing && verdict.reported == expected.reported)
            #expect(verdict.median.bitPattern == expected.median.bitPattern)
        }
        table.contextChanged(first)
        let after = table.add(
            1,
            to: first,
            at: EventTime(milliseconds: 60_000),
            learn: true,
            settings: settings
        )
        #expect(after.warmingUp == .learned)
        table.remove(first)
        let again = table.insert()
        let newest = table.state(first).newestTime
        #expect(again == first && newest == .distantPast)
        let count = table.count
        #expect(count == 2)
    }
}
