import Anomaly
import Records
import TestSupport
import Testing

@Suite struct TwinTests {
    @Test("all detectors together agree with slow obvious ones on random series", arguments: 0..<24)
    func agreesWithTwin(round: Int) throws {
        let seed = testSeed() &+ UInt64(round)
        var random = SeededGenerator(seed: seed)
        let second = Nanoseconds.second
        let range = RangeLimits(lower: -20, upper: round % 3 == 0 ? nil : 20)
        let flatline = FlatlineLimits(
            epsilon: [0, 0.5, 2][round % 3],
            durationNanoseconds: Int64.random(in: 1...8, using: &random) * second
        )
        let dropout = DropoutLimits(
            timeoutNanoseconds: round % 4 == 0 ? 5 * second : nil,
            periodFactor: 3.01,
            warmUpCount: 4
        )
        let rate = RateLimits(perSecondMax: 6.3)
        let ewma = EWMALimits(
            smoothing: [0.05, 0.2, 1][round % 3],
            deviations: 3,
            warmUpCount: 12,
            excludedCountMax: round % 5
        )
        let hampel = HampelLimits(windowCount: [5, 15, 31, 61][round % 4], deviations: 3)
        let resolution = round % 2 == 0 ? 0 : 0.25
        let judgesWhileStopped = round % 6 == 5
        let settings = try DetectorSettings(
            range: range,
            flatline: flatline,
            dropout: dropout,
            rateOfChange: rate,
            ewma: ewma,
            hampel: hampel,
            resolution: resolution,
            judgesWhileStopped: judgesWhileStopped
        )
        var twin = ObviousDetectors(
            range: range,
            flatline: flatline,
            dropout: dropout,
            rate: rate,
            ewma: ewma,
            hampel: hampel,
            resolution: resolution,
            judgesWhileStopped: judgesWhileStopped
        )
        var detectors = SeriesDetectors()
        var window = HampelWindow()

        var time: Int64 = 1_700_000_000 * second
        var level = 0.0
        var learn = true
        for step in 0..<500 {
            switch Int.random(in: 0..<40, using: &random) {
            case 0: time += Int64.random(in: 2...30, using: &random) * second
            case 1: learn.toggle()
            case 2: level = Double.random(in: -10...10, using: &random)
            case 3: break  // the same time twice
            default: time += second + Int64.random(in: -300_000_000...300_000_000, using: &random)
            }
            var value = level
            switch Int.random(in: 0..<30, using: &random) {
            case 0: value += Double.random(in: -40...40, using: &random)
            case 1: value = [.nan, .infinity, -.infinity].randomElement(using: &random)!
            case 2..<12: break  // stands still
            default:
                value += (0..<4).map { _ in Double.random(in: -1...1, using: &random) }.reduce(0, +)
            }
            let isLate = Int.random(in: 0..<50, using: &random) == 0
            let at = isLate ? time - 40 * second : time
            let expected = twin.add(value, at, learn: learn)
            let verdict = detectors.add(
                value,
                at: EventTime(nanoseconds: at),
                learn: learn,
                settings: settings,
                window: &window
            )
            let place: Comment = "seed \(seed) step \(step) value \(value) round \(round)"
            #expect(verdict.firing.detectors == expected.firing.detectors, place)
            if let (mean, deviation) = expected.z {
                #expect(
                    isClose(verdict.mean, mean) && isClose(verdict.variance, deviation * deviation),
                    place
                )
            } else {
                #expect(!verdict.judged.contains(.ewmaZ), place)
            }
            if let (median, scale) = expected.hampel {
                #expect(verdict.median == median && isClose(verdict.scale, scale), place)
            } else {
                #expect(!verdict.judged.contains(.hampel), place)
            }
            #expect(verdict.reported.isSubset(of: verdict.firing), place)
        }
    }

    private func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * (1 + abs(b)) }

    @Test(
        "a Hampel window agrees with sorting, on values with and without ties",
        arguments: [1, 5, 15, 31, 61]
    )
    func windowAgreesWithSorting(length: Int) {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        var window = HampelWindow()
        var all: [Double] = []
        for step in 0..<600 {
            let value =
                step % 200 < 100
                ? Double.random(in: -5...5, using: &random)
                : Double(Int.random(in: 0...3, using: &random))
            all.append(value)
            window.add(value, length: length)
            let inside = Array(all.suffix(length))
            #expect(Int(window.count) == inside.count)
            guard inside.count % 2 == 1 else { continue }
            let median = ObviousDetectors.median(inside)
            let distances = inside.map { abs($0 - median) }
            #expect(window.median == median, "seed \(seed)")
            #expect(
                window.medianAbsoluteDeviation == ObviousDetectors.median(distances),
                "seed \(seed)"
            )
            let mean = distances.reduce(0, +) / Double(distances.count)
            #expect(isClose(window.meanAbsoluteDeviation, mean), "seed \(seed)")
        }
    }
}
