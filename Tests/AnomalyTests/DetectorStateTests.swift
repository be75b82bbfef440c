import Anomaly
import Records
import TestSupport
import Testing

private func bytes(_ series: DetectorScript.Series) -> [UInt8] {
    stateBytes {
        series.detectors.write(to: &$0)
        series.window.write(to: &$0)
    }
}

private func read(_ bytes: [UInt8]) throws(StateError) -> DetectorScript.Series {
    try readState(bytes) { reader throws(StateError) in
        try DetectorScript.Series(
            detectors: SeriesDetectors(from: &reader),
            window: HampelWindow(from: &reader)
        )
    }
}

@Suite struct DetectorStateTests {
    /// Each detector alone, all of them, and all of them while the equipment stands still.
    private static func settings(_ shape: Int) throws -> DetectorSettings {
        let isAll = shape >= 7
        return try DetectorSettings(
            range: isAll || shape == 0 ? RangeLimits(lower: -20, upper: 20) : nil,
            flatline: isAll || shape == 1
                ? FlatlineLimits(epsilon: 0.5, durationNanoseconds: 4 * Nanoseconds.second) : nil,
            dropout: isAll || shape == 2
                ? DropoutLimits(periodFactor: 3, warmUpCount: 4)
                : shape == 6 ? DropoutLimits(timeoutNanoseconds: 5 * Nanoseconds.second) : nil,
            rateOfChange: isAll || shape == 3 ? RateLimits(perSecondMax: 4) : nil,
            ewma: isAll || shape == 4
                ? EWMALimits(smoothing: 0.1, deviations: 2, warmUpCount: 9, excludedCountMax: 3)
                : nil,
            hampel: isAll || shape == 5
                ? HampelLimits(windowCount: shape == 5 ? 5 : 31, deviations: 3) : nil,
            reports: ReportLimits(repeatCount: 7, quietCount: 3),
            judgesWhileStopped: shape == 8
        )
    }

    @Test("a series that was written and read goes on as the one that was not", arguments: 0..<9)
    func goesOn(shape: Int) throws {
        let seed = testSeed() &+ UInt64(shape)
        var generator = SeededGenerator(seed: seed)
        let settings = try Self.settings(shape)
        var opened: DetectorMask = []
        for _ in 0..<30 {
            let script = DetectorScript(count: 200, &generator)
            let cut = Int.random(in: 0...script.events.count, using: &generator)
            var series = DetectorScript.Series()
            for event in script.events[..<cut] {
                _ = DetectorScript.play(event, on: &series, settings)
                opened.formUnion(series.detectors.open)
            }
            let written = bytes(series)
            var copy = try read(written)
            #expect(bytes(copy) == written, "seed \(seed)")
            for event in script.events[cut...] {
                let expected = DetectorScript.play(event, on: &series, settings)
                let seen = DetectorScript.play(event, on: &copy, settings)
                #expect(seen == expected, "seed \(seed)")
            }
            #expect(bytes(copy) == bytes(series), "seed \(seed)")
        }
        // The open anomalies must not be those of a few detectors only.
        #expect(opened == settings.enabled, "seed \(seed)")
    }

    @Test("bytes cut short are refused, and changed ones never stop the process", arguments: 0..<9)
    func corruption(shape: Int) throws {
        let seed = testSeed() &+ UInt64(shape)
        var generator = SeededGenerator(seed: seed)
        let settings = try Self.settings(shape)
        for _ in 0..<6 {
            let script = DetectorScript(count: 120, &generator)
            var series = DetectorScript.Series()
            let cut = Int.random(in: 0...script.events.count, using: &generator)
            for event in script.events[..<cut] {
                _ = DetectorScript.play(event, on: &series, settings)
            }
            let written = bytes(series)
            for count in written.indices {
                #expect(throws: StateError.self) { try read(Array(written[..<count])) }
            }
            for _ in 0..<100 {
                guard var copy = try? read(corrupted(written, &generator)) else { continue }
                for event in script.events.suffix(60) {
                    _ = DetectorScript.play(event, on: &copy, settings)
                }
            }
        }
    }

    @Test("a window goes on as the one that was not written, with ties and both zeros")
    func window() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        for length in [1, 5, 15, 31, 61] {
            var window = HampelWindow()
            for _ in 0..<200 {
                let bytes = stateBytes { window.write(to: &$0) }
                #expect(bytes.count == 2 + 8 * Int(window.count))
                var copy = try readState(bytes) { reader throws(StateError) in
                    try HampelWindow(from: &reader)
                }
                for _ in 0..<Int.random(in: 1...9, using: &generator) {
                    let value =
                        [0, -0.0, 1, 2, .random(in: -3...3, using: &generator)]
                        .randomElement(using: &generator) ?? 0
                    window.add(value, length: length)
                    copy.add(value, length: length)
                    guard window.count % 2 == 1 else { continue }
                    #expect(copy.median.bitPattern == window.median.bitPattern, "seed \(seed)")
                    #expect(copy.scale.bitPattern == window.scale.bitPattern, "seed \(seed)")
                }
                #expect(stateBytes { copy.write(to: &$0) } == stateBytes { window.write(to: &$0) })
            }
        }
    }

    @Test("another length starts an empty window, also after it was read")
    func otherLength() throws {
        var window = HampelWindow()
        for value in 0..<40 { window.add(Double(value), length: 31) }
        let bytes = stateBytes { window.write(to: &$0) }
        for length in [5, 61] {
            var copy = try readState(bytes) { reader throws(StateError) in
                try HampelWindow(from: &reader)
            }
            copy.add(7, length: length)
            #expect(copy.count == 1 && copy.median == 7)
        }
    }

    @Test("a series takes 22 bytes before its first reading and 60 when all is learned")
    func sizes() throws {
        let settings = try Self.settings(7)
        var series = DetectorScript.Series()
        #expect(bytes(series).count == 22 + 2)
        for step in 0..<40 {
            let time = (1_700_000_000 + Int64(step)) * Nanoseconds.second
            let event = DetectorScript.Event.reading(Double(step % 2), at: time, learn: true)
            _ = DetectorScript.play(event, on: &series, settings)
        }
        #expect(series.detectors.open.isEmpty)
        #expect(bytes(series).count == 60 + 2 + 31 * 8)
    }

    @Test("state that would later overflow or leave its bounds is refused")
    func refusals() {
        var window = HampelWindow()
        for value in 0..<5 { window.add(Double(value), length: 5) }
        let written = stateBytes { window.write(to: &$0) }
        func accepts(_ change: (inout [UInt8]) -> Void) -> Bool {
            var copy = written
            change(&copy)
            let read = try? readState(copy) { reader throws(StateError) in
                try HampelWindow(from: &reader)
            }
            return read != nil
        }
        #expect(accepts { _ in })
        #expect(!accepts { $0[0] = 62 }, "a window longer than the longest")
        #expect(!accepts { $0[1] = 6 }, "more readings than the window holds")
        #expect(!accepts { $0.replaceSubrange(8...9, with: [0xF0, 0x7F]) }, "an infinite reading")
    }
}
