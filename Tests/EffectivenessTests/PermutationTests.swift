import Effectiveness
import Records
import TestSupport
import Testing
import Windows

/// A few states, deltas, counter readings and late rejects of three hours, in every order of arrival.
@Suite struct PermutationTests {
    private enum Event {
        case state(LossCategory, Int64, sequence: Int64)
        case count(CountSample, Int64)
    }

    private static func at(_ second: Int64) -> EventTime {
        EventTime(nanoseconds: (1_772_431_200 + second) * Nanoseconds.second)
    }

    private static func history(_ length: Int, _ random: inout SeededGenerator) -> [Event] {
        var counter = 900.0
        return (0..<length).map { index in
            // A count at the very beginning would cover time before it, which is in no window.
            let second = Int64(index * 1_500) + max(1, .random(in: 0..<1_400, using: &random))
            switch Int.random(in: 0..<7, using: &random) {
            case 0...2:
                let category = LossCategory.allCases.randomElement(using: &random) ?? .down
                return .state(category, second, sequence: Int64(index))
            case 3, 4:
                counter += Double(Int.random(in: 0...90, using: &random))
                if counter >= 1_000 { counter -= 1_000 }
                return count(second, CountSample(kind: .counter, total: counter, modulus: 1_000))
            case 5: return count(second, sample(good: 7, scrap: 1))
            default: return count(second, sample(scrap: 2, isLate: true))
            }
        }
    }

    private static func sample(
        good: Double? = nil,
        scrap: Double,
        isLate: Bool = false
    ) -> CountSample? {
        CountSample(
            kind: .delta,
            good: good,
            scrap: scrap,
            wasCountedAsGood: isLate,
            idealCycleNanoseconds: 2 * Nanoseconds.second / 3
        )
    }

    private static func count(_ second: Int64, _ sample: CountSample?) -> Event {
        guard let sample else { preconditionFailure("a count that is none") }
        return .count(sample, second)
    }

    /// The last record of each window, by kind and start, after the clock has passed the grace period.
    private static func play(
        _ events: [Event],
        _ calendar: ShiftCalendar,
        isPlanned: Bool,
        isTaken: (Acceptance) -> Void
    ) -> [[Int64]: OEETotals] {
        var settings = EffectivenessSettings()
        settings.hasMinutes = !isPlanned
        settings.late = LatePolicy(
            allowedLatenessNanoseconds: 0,
            graceNanoseconds: 4 * Nanoseconds.hour
        )
        var machine = EquipmentEffectiveness(settings: settings)
        if isPlanned { machine.begin(at: at(0)) }
        var newest: [[Int64]: OEETotals] = [:]
        func take(_ record: OEEWindowRecord) {
            // A record is not published again only because its stop is decided now.
            var totals = record.totals
            totals[.undecided] = 0
            newest[[Int64(record.kind.rawValue), record.start.nanoseconds]] = totals
        }
        for event in events {
            switch event {
            case .state(let category, let second, let sequence):
                isTaken(
                    machine.apply(
                        state: category,
                        at: at(second),
                        sequence: sequence,
                        calendar: calendar
                    )
                )
            case .count(let sample, let second):
                isTaken(machine.apply(count: sample, at: at(second), calendar: calendar))
            }
            machine.advance(to: .distantPast, calendar: calendar, emit: take)
        }
        for hour in [4, 19] as [Int64] {
            machine.advance(to: at(hour * 3_600), calendar: calendar, emit: take)
        }
        return newest
    }

    /// Equipment that was not planned begins with its first event, which may be the last to arrive.
    @Test(
        "every order of arrival inside the grace period ends with the same records",
        arguments: [true, false]
    )
    func everyOrder(isPlanned: Bool) throws {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        let calendar = try ShiftCalendar(
            shifts: [ShiftInterval(start: Self.at(900), end: Self.at(9_000))],
            plannedStops: [PlannedStop(start: Self.at(3_000), end: Self.at(4_000))]
        )
        var different = Set<Int>()
        for _ in 0..<3 {
            let history = Self.history(isPlanned ? 6 : 5, &random)
            let expected = Self.play(history, calendar, isPlanned: isPlanned) { _ in }
            #expect(expected.keys.contains { $0[0] == 3 } && expected.count > 8)
            var orderCount = 0
            forEachPermutation(history) { order in
                let found = Self.play(order, calendar, isPlanned: isPlanned) {
                    #expect($0 != .tooLate && $0 != .full && $0 != .duplicate, "seed \(seed)")
                }
                #expect(found == expected, "seed \(seed): \(order)")
                orderCount += 1
            }
            #expect(orderCount == (isPlanned ? 720 : 120))
            different.insert(expected.values.reduce(0) { $0 &+ Int($1[.planned] &+ $1[.good]) })
        }
        #expect(different.count > 1, "seed \(seed): the histories are all alike")
    }

    /// Heap's algorithm.
    private func forEachPermutation(_ events: [Event], _ body: ([Event]) -> Void) {
        var events = events
        var counters = Array(repeating: 0, count: events.count)
        body(events)
        var position = 1
        while position < events.count {
            if counters[position] < position {
                events.swapAt(position % 2 == 0 ? 0 : counters[position], position)
                body(events)
                counters[position] += 1
                position = 1
            } else {
                counters[position] = 0
                position += 1
            }
        }
    }
}
