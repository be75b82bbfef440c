import Anomaly
import Records
import TestSupport

/// Random things that happen to a series, to be played on two of them.
struct DetectorScript {
    enum Event {
        case reading(Double, at: Int64, learn: Bool)
        case look(at: Int64)
        case contextChanged
        case suspend
    }

    /// The state of a series with its window.
    struct Series {
        var detectors = SeriesDetectors()
        var window = HampelWindow()
    }

    private(set) var events: [Event] = []

    init(count: Int, _ generator: inout SeededGenerator) {
        var time = 1_700_000_000 * Nanoseconds.second
        var level = 0.0
        var learn = true
        for _ in 0..<count {
            time += Nanoseconds.second + Int64.random(in: 0...300_000_000, using: &generator)
            var value = level
            switch Int.random(in: 0..<60, using: &generator) {
            case 0: learn.toggle()
            case 1: level = Double.random(in: -9...9, using: &generator)
            case 2: time += Int64.random(in: 2...60, using: &generator) * Nanoseconds.second
            case 3: events.append(.suspend)
            case 4: if Bool.random(using: &generator) { events.append(.contextChanged) }
            case 5, 6: events.append(.look(at: time + 30 * Nanoseconds.second))
            case 7: value = [.nan, .infinity, 1e300].randomElement(using: &generator) ?? 0
            case 8, 9: value += Double.random(in: -40...40, using: &generator)
            case 10: time -= Nanoseconds.second
            case 11...20: break  // stands still
            case 21...25: value = Bool.random(using: &generator) ? 0 : -0.0
            default: value += (Double.random(in: -2...2, using: &generator) * 4).rounded() / 4
            }
            let isLate = Int.random(in: 0..<50, using: &generator) == 0
            let at = isLate ? time - 40 * Nanoseconds.second : time
            events.append(.reading(value, at: at, learn: learn))
        }
    }

    /// Everything that can be seen of a series after an event, bit for bit.
    static func play(
        _ event: Event,
        on series: inout Series,
        _ settings: DetectorSettings
    ) -> [UInt64] {
        var verdict: Verdict?
        switch event {
        case .reading(let value, let time, let learn):
            let at = EventTime(nanoseconds: time)
            if settings.enabled.contains(.hampel) {
                verdict = series.detectors.add(
                    value,
                    at: at,
                    learn: learn,
                    settings: settings,
                    window: &series.window
                )
            } else {
                verdict = series.detectors.add(value, at: at, learn: learn, settings: settings)
            }
        case .look(let time):
            verdict = series.detectors.check(
                at: EventTime(nanoseconds: time),
                settings: settings
            )
        case .contextChanged:
            series.detectors.contextChanged()
            series.window.removeAll()
        case .suspend: series.detectors.suspend()
        }
        let due = series.detectors.dueTime(settings: settings)?.nanoseconds ?? 0
        let newest = series.detectors.newestTime.nanoseconds
        return [UInt64(bitPattern: due), UInt64(bitPattern: newest)]
            + [UInt64(series.detectors.open.rawValue), UInt64(series.window.count)]
            + (verdict.map { bits($0, settings) } ?? [])
    }

    private static func bits(_ verdict: Verdict, _ settings: DetectorSettings) -> [UInt64] {
        let masks = [
            verdict.judged, verdict.firing, verdict.reported, verdict.cleared, verdict.warmingUp,
        ]
        let figures = [
            verdict.value, verdict.previous, verdict.anchor, verdict.mean, verdict.variance,
            verdict.median, verdict.scale,
        ]
        let lengths = [
            verdict.elapsedNanoseconds, verdict.silenceNanosecondsMax, verdict.stillNanoseconds,
        ]
        let findings = Detector.allCases.map { verdict.finding($0, settings: settings).score }
        return [UInt64(verdict.point.rawValue)] + masks.map { UInt64($0.rawValue) }
            + lengths.map { UInt64(bitPattern: $0) } + (figures + findings).map(\.bitPattern)
    }
}
