import Anomaly
import Records
import Testing

/// A deterministic, roughly normal noise of standard deviation 1.
private func noise(_ step: Int) -> Double {
    var sum = 0.0
    for part in 0..<12 {
        let mixed = (UInt64(step * 12 + part) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        let folded = (mixed ^ (mixed >> 29)) &* 0xBF58_476D_1CE4_E5B9
        sum += Double(folded >> 11) / Double(1 << 53)
    }
    return sum - 6
}

private func at(_ seconds: Double) -> EventTime {
    EventTime(nanoseconds: 1_700_000_000_000_000_000 + Int64(seconds * 1e9))
}

@Suite struct GoldenTests {
    @Test("a stuck sensor is reported once, when it has not moved for the stated time")
    func stuckSensor() throws {
        let settings = try DetectorSettings(
            flatline: FlatlineLimits(epsilon: 0.01, durationNanoseconds: 10 * Nanoseconds.second)
        )
        var detectors = SeriesDetectors()
        var reports: [Int] = []
        for step in 0..<100 {
            let value = step < 50 ? 20 + noise(step) : 21.5 + (step % 2 == 0 ? 0.005 : 0)
            let verdict = detectors.add(
                value,
                at: at(Double(step)),
                learn: true,
                settings: settings
            )
            if verdict.reported.contains(.flatline) {
                reports.append(step)
                let finding = verdict.finding(.flatline, settings: settings)
                #expect(finding.reason == .stuck && finding.score == 1)
                #expect(finding.statistic == 10e9 && finding.limit == 10e9)
                #expect(
                    finding.sentence(unit: "°C")
                        == "The value stays at 21.505 °C for 10 s (limit 10 s)."
                )
            }
        }
        #expect(reports == [60])
        #expect(detectors.open == [DetectorMask(.flatline)])
    }

    @Test("two equal readings an hour apart are not a stuck sensor")
    func rareReadings() throws {
        let settings = try DetectorSettings(
            flatline: FlatlineLimits(durationNanoseconds: Nanoseconds.minute)
        )
        var detectors = SeriesDetectors()
        for hour in 0..<2 {
            let verdict = detectors.add(
                5,
                at: at(3600 * Double(hour)),
                learn: true,
                settings: settings
            )
            #expect(verdict.firing.isEmpty)
        }
        let third = detectors.add(5, at: at(7200), learn: true, settings: settings)
        #expect(third.reported.contains(.flatline))
    }

    @Test("a spike is found by both learned detectors, and spoils neither")
    func spike() throws {
        let settings = try DetectorSettings(
            ewma: EWMALimits(deviations: 5),
            hampel: HampelLimits(windowCount: 31, deviations: 6)
        )
        var detectors = SeriesDetectors()
        var window = HampelWindow()
        var reported: [Int] = []
        for step in 0..<300 {
            let value = step == 200 ? 80 : 50 + noise(step)
            let verdict = detectors.add(
                value,
                at: at(Double(step)),
                learn: true,
                settings: settings,
                window: &window
            )
            #expect(verdict.warmingUp.contains(.ewmaZ) == (step < 30))
            #expect(verdict.warmingUp.contains(.hampel) == (step < 31))
            guard !verdict.firing.isEmpty else { continue }
            reported.append(step)
            #expect(verdict.firing == .learned && verdict.reported == .learned)
            let finding = verdict.finding(.ewmaZ, settings: settings)
            #expect(finding.reason == .aboveExpected && finding.observed == 80)
            #expect(finding.statistic > 20 && finding.score == 1 && finding.tailProbability < 1e-80)
            #expect(verdict.strongest(settings: settings) != nil)
        }
        #expect(reported == [200])
    }

    @Test(
        "a quick drift is noticed and after a while taken as the new normal, a slow one is followed",
        arguments: [(perReading: 3.0, isNoticed: true), (perReading: 0.2, isNoticed: false)]
    )
    func drift(perReading: Double, isNoticed: Bool) throws {
        let settings = try DetectorSettings(
            ewma: EWMALimits(smoothing: 0.05, deviations: 4, excludedCountMax: 20)
        )
        var detectors = SeriesDetectors()
        var firing: [Int] = []
        for step in 0..<800 {
            let drift = min(Double(max(step - 200, 0)) * perReading, 60)
            let value = 100 + noise(step) + drift
            let verdict = detectors.add(
                value,
                at: at(Double(step)),
                learn: true,
                settings: settings
            )
            if verdict.firing.contains(.ewmaZ) { firing.append(step) }
        }
        #expect(firing.isEmpty == !isNoticed)
        #expect(firing.allSatisfy { 200..<240 ~= $0 } && firing.first ?? 200 < 205)
        let last = detectors.add(160, at: at(800), learn: true, settings: settings)
        #expect(abs(last.mean - 160) < 2 && !last.firing.contains(.ewmaZ))
    }

    @Test(
        "a silent sensor is reported by the clock once, and by the next reading if no clock looked"
    )
    func dropout() throws {
        let settings = try DetectorSettings(
            dropout: DropoutLimits(periodFactor: 5, warmUpCount: 10)
        )
        for hasClock in [true, false] {
            var detectors = SeriesDetectors()
            for step in 0...30 {
                #expect((detectors.dueTime(settings: settings) == nil) == (step <= 10))
                let verdict = detectors.add(
                    1,
                    at: at(Double(step)),
                    learn: true,
                    settings: settings
                )
                #expect(verdict.firing.isEmpty)
            }
            let due = try #require(detectors.dueTime(settings: settings))
            #expect(abs((due - at(35))) < 1000)
            #expect(!detectors.isOverdue(at: due.advanced(byNanoseconds: -1), settings: settings))
            #expect(detectors.isOverdue(at: due, settings: settings))
            if hasClock {
                #expect(detectors.check(at: at(34), settings: settings).firing.isEmpty)
                let verdict = detectors.check(at: at(36), settings: settings)
                #expect(verdict.reported.contains(.dropout) && verdict.point == .tick)
                #expect(
                    verdict.finding(.dropout, settings: settings).sentence()
                        == "No reading for 6 s (limit 5 s)."
                )
                #expect(detectors.check(at: at(37), settings: settings).reported.isEmpty)
                #expect(detectors.dueTime(settings: settings) == nil)
            }
            let back = detectors.add(1, at: at(40), learn: true, settings: settings)
            #expect(back.firing.contains(.dropout))
            #expect(back.reported.contains(.dropout) == !hasClock)
            var cleared: [Int] = []
            for step in 41...60 {
                let verdict = detectors.add(
                    1,
                    at: at(Double(step)),
                    learn: true,
                    settings: settings
                )
                if verdict.cleared.contains(.dropout) { cleared.append(step) }
            }
            #expect(cleared == [45])
        }
    }

    @Test(
        "equipment that is not running is not called stuck, silent or unusual, and teaches nothing"
    )
    func notRunning() throws {
        let settings = try DetectorSettings(
            range: RangeLimits(upper: 200),
            flatline: FlatlineLimits(durationNanoseconds: 5 * Nanoseconds.second),
            dropout: DropoutLimits(timeoutNanoseconds: 3 * Nanoseconds.second),
            ewma: EWMALimits(warmUpCount: 20),
            hampel: HampelLimits(windowCount: 15)
        )
        var detectors = SeriesDetectors()
        var window = HampelWindow()
        func add(_ value: Double, _ second: Double, _ learn: Bool) -> Verdict {
            detectors.add(value, at: at(second), learn: learn, settings: settings, window: &window)
        }
        for step in 0..<50 { _ = add(100 + noise(step), Double(step), true) }
        for step in 50..<80 {
            let verdict = add(20, Double(step), false)
            #expect(verdict.firing.isEmpty && verdict.judged == [DetectorMask(.range)])
        }
        #expect(detectors.dueTime(settings: settings) == nil)
        #expect(add(300, 80, false).firing == [DetectorMask(.range)])
        // A pause of a minute, then production again: nothing of the standstill is left.
        let verdict = add(100.5, 140, true)
        #expect(verdict.firing.isEmpty)
        #expect(abs(verdict.mean - 100) < 1 && abs(verdict.median - 100) < 1)
        detectors.suspend()
        #expect(!detectors.isOverdue(at: at(1000), settings: settings))
    }

    @Test("another product starts the learned detectors afresh and keeps those of the sensor")
    func contextChange() throws {
        let settings = try DetectorSettings(
            flatline: FlatlineLimits(durationNanoseconds: 5 * Nanoseconds.second),
            ewma: EWMALimits(warmUpCount: 20)
        )
        var detectors = SeriesDetectors()
        for step in 0..<50 {
            _ = detectors.add(noise(step), at: at(Double(step)), learn: true, settings: settings)
        }
        _ = detectors.add(90, at: at(50), learn: true, settings: settings)
        #expect(detectors.open == [DetectorMask(.ewmaZ)])
        detectors.contextChanged()
        #expect(detectors.open.isEmpty)
        for step in 51..<70 {
            let verdict = detectors.add(90, at: at(Double(step)), learn: true, settings: settings)
            #expect(verdict.warmingUp == [DetectorMask(.ewmaZ)])
            #expect(verdict.firing.contains(.flatline) == (step >= 55))
        }
    }
}
