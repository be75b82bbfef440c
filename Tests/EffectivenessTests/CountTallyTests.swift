import Effectiveness
import Records
import TestSupport
import Testing
import Windows

/// Counts that go into their windows as one sum, against a twin that adds every count at once.
@Suite struct CountTallyTests {
    private static let start: Int64 = 1_772_431_200

    private static func at(_ second: Int64) -> EventTime {
        EventTime(nanoseconds: (start + second) * Nanoseconds.second)
    }

    private static func machine() -> EquipmentEffectiveness {
        var settings = EffectivenessSettings()
        settings.movesWithEvents = false
        settings.countHistoryLimit = 16
        var machine = EquipmentEffectiveness(settings: settings)
        machine.begin(at: at(0))
        return machine
    }

    /// Mostly whole pieces in order; sometimes fractions, rejects, a counter, a repeat, a late one.
    private static func sample(_ random: inout SeededGenerator) -> CountSample? {
        let shape = Int.random(in: 0..<40, using: &random)
        let good = Double(Int.random(in: 0...9, using: &random))
        let cycle = shape == 1 ? 0 : 2 * Nanoseconds.second / 3
        switch shape {
        case 0: return CountSample(kind: .counter, total: good, modulus: 10)
        case 2: return CountSample(kind: .delta, scrap: good, idealCycleNanoseconds: cycle)
        case 3:
            return CountSample(kind: .delta, rework: 1, wasCountedAsGood: true)
        case 4: return CountSample(kind: .delta, good: 8e12, idealCycleNanoseconds: .max / 2)
        default:
            return CountSample(
                kind: .delta,
                total: shape < 30 ? nil : good + 2,
                good: good + (shape < 20 ? 0.123_457 : 0),
                scrap: shape % 2 == 0 ? 1.5 : nil,
                startup: shape % 7 == 0 ? 1 : nil,
                idealCycleNanoseconds: cycle,
                taktNanoseconds: shape < 36 ? 700_000_000 : 333_333_333
            )
        }
    }

    @Test("a sum of counts gives what the counts give one by one", arguments: 0..<20)
    func twin(round: UInt64) throws {
        let seed = testSeed() &+ round
        var random = SeededGenerator(seed: seed)
        var machine = Self.machine()
        var twin = Self.machine()
        var (records, expected) = ([OEEWindowRecord](), [OEEWindowRecord]())
        var (second, last) = (Int64(1), CountSample(kind: .delta, good: 1))
        for number in 0..<3_000 as Range<Int64> {
            second += .random(in: 0...4, using: &random)
            let isLate = Int.random(in: 0..<50, using: &random) == 0
            let time = Self.at(isLate ? max(1, second - 700) : second)
            // Runs of counts that are alike, as a machine sends them.
            if Int.random(in: 0..<6, using: &random) == 0 { last = Self.sample(&random) }
            let sample = try #require(last)
            let one = machine.apply(count: sample, at: time, calendar: .always)
            let other = twin.apply(count: sample, at: time, calendar: .always)
            #expect(one == other, "seed \(seed), count \(number)")
            if number % 40 == 0 {
                for category in [LossCategory.productive, .down] {
                    _ = machine.apply(state: category, at: time, calendar: .always)
                    _ = twin.apply(state: category, at: time, calendar: .always)
                }
            }
            // Ends the twin's sum, so that its next count goes the long way.
            twin.advance(to: .distantPast, calendar: .always) { expected.append($0) }
            if machine.isDue {
                machine.advance(to: .distantPast, calendar: .always) { records.append($0) }
            }
            if number % 100 == 0 {
                let progress = Self.at(second - 10)
                machine.advance(to: progress, calendar: .always) { records.append($0) }
                twin.advance(to: progress, calendar: .always) { expected.append($0) }
            }
            if number % 170 == 0 {
                var (shown, wanted) = ([OEETotals](), [OEETotals]())
                machine.showOpen(through: time, calendar: .always) { shown.append($0.totals) }
                twin.showOpen(through: time, calendar: .always) { wanted.append($0.totals) }
                #expect(shown == wanted, "seed \(seed), count \(number)")
            }
        }
        for each in [Self.at(second + 100_000), .distantFuture] {
            machine.advance(to: each, calendar: .always) { records.append($0) }
            twin.advance(to: each, calendar: .always) { expected.append($0) }
        }
        #expect(records.count == expected.count && records.count > 60, "seed \(seed)")
        for (one, other) in zip(records, expected) {
            #expect(one.kind == other.kind && one.start == other.start, "seed \(seed)")
            let differ = OEEPrimitive.allCases.filter { one.totals[$0] != other.totals[$0] }
                .map { "\($0) \(one.totals[$0]) and not \(other.totals[$0])" }
            #expect(differ == [], "seed \(seed), \(one.kind) \(one.start)")
        }
        let state = stateBytes { machine.write(to: &$0) }
        #expect(state == stateBytes { twin.write(to: &$0) }, "seed \(seed)")
    }
}
