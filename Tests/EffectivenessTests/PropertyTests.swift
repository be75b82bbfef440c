import Effectiveness
import Records
import TestSupport
import Testing
import Windows

private func settings(lateness: Int64, grace: Int64 = 30 * 60) -> EffectivenessSettings {
    EffectivenessSettings(
        late: LatePolicy(
            allowedLatenessNanoseconds: lateness * Nanoseconds.second,
            graceNanoseconds: grace * Nanoseconds.second
        )
    )
}

/// What identifies a record and what it says, for comparing whole runs.
private struct Summary: Equatable {
    var kind: OEEWindowKind
    var start: Int
    var totals: OEETotals

    init(_ record: OEEWindowRecord) {
        (kind, start, totals) = (record.kind, RandomPlant.second(record.start), record.totals)
    }
}

/// Where a record and what was expected differ, for messages.
private func differences(_ record: OEEWindowRecord, _ expected: OEETotals) -> String {
    let fields = OEEPrimitive.allCases.filter { record.totals[$0] != expected[$0] }
    let texts = fields.map { "\($0) \(record.totals[$0]) instead of \(expected[$0])" }
    return "\(record.kind) from \(RandomPlant.second(record.start)): \(texts)"
}

/// Random plants repeat a state at one time now and then, which is a duplicate and no loss.
private func isTaken(_ answer: Acceptance) {
    #expect([.onTime, .lateButOpen, .revises, .duplicate].contains(answer))
}

@Suite struct EffectivenessPropertyTests {
    @Test("final records agree with a second-by-second computation, whatever the order of arrival")
    func finals() throws {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2 {
            let plant = try RandomPlant(&random)
            let line = plant.slow.line()
            var orders = [plant.events]
            for _ in 0..<3 { orders.append(plant.shuffled(lateness: 45, &random)) }
            var slow: [Int: OEETotals] = [:]
            for order in orders {
                let records = plant.play(order, settings: settings(lateness: 45)) {
                    #expect($0 == .onTime || $0 == .duplicate, "seed \(seed)")
                }
                let finals = records.filter { $0.status == .final }
                #expect(
                    finals.count == 180 + 3
                        + plant.calendar.shifts.count { shift in
                            shift.end <= RandomPlant.time(RandomPlant.seconds)
                        }
                )
                for record in finals {
                    let (start, end) = (
                        RandomPlant.second(record.start), RandomPlant.second(record.end)
                    )
                    let key = start * 100_000 + end
                    let expected = slow[key] ?? plant.slow.totals(start, end, known: end, line)
                    slow[key] = expected
                    #expect(
                        record.totals == expected,
                        "seed \(seed): \(differences(record, expected))"
                    )
                }
            }
        }
    }

    @Test("late events within the grace period lead to the same result as if they had been on time")
    func revisions() throws {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2 {
            let plant = try RandomPlant(&random)
            let line = plant.slow.line()
            var set = settings(lateness: 0, grace: 4 * 3_600)
            set.stateHistoryLimit = 4_096
            set.countHistoryLimit = 4_096
            let records = plant.play(plant.shuffled(lateness: 1_500, &random), settings: set) {
                isTaken($0)
            }
            var newest: [String: OEEWindowRecord] = [:]
            for record in records {
                let key = "\(record.kind) \(record.start.nanoseconds)"
                #expect(record.revision == (newest[key]?.revision ?? 0) + 1, "seed \(seed)")
                newest[key] = record
            }
            for record in newest.values {
                let (start, end) = (
                    RandomPlant.second(record.start), RandomPlant.second(record.end)
                )
                var expected = plant.slow.totals(start, end, known: RandomPlant.seconds, line)
                expected[.undecided] = record.totals[.undecided]
                // At the end of the data an open stop is judged by how long it lasted so far.
                let isOpen = line[end - 1] == .down && record.totals[.undecided] > 0
                #expect(
                    record.totals == expected || isOpen,
                    "seed \(seed): \(differences(record, expected))"
                )
            }
        }
    }

    @Test("every nanosecond of a window is in exactly one place, and good plus losses is planned")
    func conservation() throws {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        let plant = try RandomPlant(&random)
        let order = plant.shuffled(lateness: 200, &random)
        for record in plant.play(order, settings: settings(lateness: 20), answers: { _ in }) {
            let totals = record.totals
            #expect(totals.coveredNanoseconds == record.end - record.start, "seed \(seed)")
            #expect(totals[.undecided] <= totals[.minorStop])
            let losses =
                totals.availabilityLossNanoseconds + totals[.minorStop]
                + totals.speedLossNanoseconds + totals.qualityLossNanoseconds
            #expect(totals[.idealGood] + losses == totals.plannedNanoseconds, "seed \(seed)")
        }
    }

    @Test("minutes add up to hours once it is known whether rejects are inside the total")
    func sums() throws {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        let plant = try RandomPlant(&random)
        var set = settings(lateness: 0)
        set.microStopThresholdNanoseconds = 0
        let records = plant.play(plant.events, settings: set) { _ in }
        for hour in records where hour.kind == .hour && hour.start > RandomPlant.time(0) {
            var sum = OEETotals()
            for minute in records
            where minute.kind == .minute && minute.start >= hour.start && minute.end <= hour.end {
                sum += minute.totals
            }
            #expect(sum == hour.totals, "seed \(seed)")
        }
    }

    @Test("histories of a few entries give the same final records as long ones")
    func folding() throws {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<6 {
            let plant = try RandomPlant(&random)
            var small = settings(lateness: 0)
            small.stateHistoryLimit = 4
            small.countHistoryLimit = 1
            var large = settings(lateness: 0)
            large.stateHistoryLimit = 4_096
            large.countHistoryLimit = 4_096
            let a = plant.play(plant.events, settings: small) { isTaken($0) }
            let b = plant.play(plant.events, settings: large) { isTaken($0) }
            #expect(a.map(Summary.init) == b.map(Summary.init), "seed \(seed)")
        }
    }

    @Test(
        "without advance nothing is lost or grows: an event is refused until windows are published"
    )
    func full() throws {
        var machine = EquipmentEffectiveness(settings: settings(lateness: 0, grace: 0))
        guard let sample = CountSample(kind: .delta, good: 1) else { return }
        var refused = 0
        var taken = 0
        var published = 0.0
        for minute in 0..<2_000 {
            let time = RandomPlant.time(minute * 60 + 30)
            if machine.apply(count: sample, at: time, calendar: .always) == .full {
                refused += 1
                machine.advance(to: .distantPast, calendar: .always) {
                    if $0.kind == .minute { published += $0.totals.goodCount }
                }
                #expect(machine.apply(count: sample, at: time, calendar: .always) == .onTime)
            }
            taken += 1
        }
        machine.advance(to: .distantFuture, calendar: .always) {
            if $0.kind == .minute { published += $0.totals.goodCount }
        }
        #expect(refused > 0 && published == Double(taken))
    }
}
