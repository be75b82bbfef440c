import Effectiveness
import Records
import TestSupport
import Testing
import Windows

private func at(_ seconds: Int64) -> EventTime {
    EventTime(nanoseconds: (1_772_431_200 + seconds) * Nanoseconds.second)
}

private func machine(lateness: Int64 = 0) -> EquipmentEffectiveness {
    EquipmentEffectiveness(
        settings: EffectivenessSettings(
            late: LatePolicy(
                allowedLatenessNanoseconds: lateness * Nanoseconds.second,
                graceNanoseconds: Nanoseconds.hour
            )
        )
    )
}

private func hour(_ machine: inout EquipmentEffectiveness) -> OEETotals {
    var totals = OEETotals()
    machine.advance(to: .distantFuture, calendar: .always) {
        if $0.kind == .hour { totals = $0.totals }
    }
    return totals
}

@Suite struct CountTests {
    @Test(
        "a fall from 90 per cent of the modulus to 10 is a rollover, any other fall a reset",
        arguments: [
            (90, 10, 100, 20, true), (89, 10, 100, 10, false), (90, 11, 100, 11, false),
            (99, 0, 100, 1, true), (99, 0, 0, 0, false), (5, 9, 100, 4, false),
            (250, 3, 100, 3, false), (7, 7, 100, 0, false),
        ] as [(Int64, Int64, Int64, Int64, Bool)]
    )
    func steps(from: Int64, to: Int64, modulus: Int64, delta: Int64, isRollover: Bool) {
        let step = CounterStep(from: from, to: to, modulus: modulus)
        #expect(step.delta == delta && step.isRollover == isRollover)
        #expect(step.isReset == (to < from && !isRollover))
    }

    @Test("quantities must be present, finite, not negative and below the limit")
    func invalid() {
        #expect(CountSample(kind: .delta) == nil)
        #expect(CountSample(kind: .delta, good: -1) == nil)
        #expect(CountSample(kind: .delta, good: .nan) == nil)
        #expect(CountSample(kind: .delta, good: 1, scrap: .infinity) == nil)
        #expect(CountSample(kind: .counter, total: 1e300) == nil)
        #expect(CountSample(kind: .counter, total: 1, modulus: -5) == nil)
        #expect(CountSample(kind: .counter, total: CountSample.quantityLimit) != nil)
    }

    @Test("counter readings that come out of order count the same as in order")
    func disorder() throws {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            var readings: [(second: Int64, value: Double)] = []
            var value = Double(Int.random(in: 900..<1_000, using: &random))
            for second in 1...40 {
                readings.append((Int64(second * 3), value))
                value += Double(Int.random(in: 0...30, using: &random))
                if value >= 1_000 { value -= 1_000 }
                if Int.random(in: 0..<15, using: &random) == 0 { value = 0 }
            }
            var results: [OEETotals] = []
            for lateness in [0, 20] as [Int64] {
                let order = readings.map {
                    (at: $0.second + .random(in: 0...lateness, using: &random), $0)
                }
                .sorted { $0.at < $1.at }.map(\.1)
                var machine = machine(lateness: 20)
                for reading in order {
                    let sample = try #require(
                        CountSample(
                            kind: .counter,
                            total: reading.value,
                            modulus: 1_000,
                            idealCycleNanoseconds: 1_000
                        )
                    )
                    let answer = machine.apply(
                        count: sample,
                        at: at(reading.second),
                        calendar: .always
                    )
                    #expect(answer == .onTime, "seed \(seed)")
                    machine.advance(to: .distantPast, calendar: .always) { _ in }
                }
                results.append(hour(&machine))
            }
            #expect(results[0] == results[1], "seed \(seed)")
            #expect(results[0].totalCount > 0)
        }
    }

    @Test("a message repeated with its sequence number or with time and content counts once")
    func duplicates() throws {
        var machine = machine()
        let plain = try #require(CountSample(kind: .delta, good: 3))
        let first = try #require(CountSample(kind: .delta, good: 4, sequence: 7))
        let second = try #require(CountSample(kind: .delta, good: 4, sequence: 8))
        #expect(machine.apply(count: plain, at: at(1), calendar: .always) == .onTime)
        #expect(machine.apply(count: plain, at: at(1), calendar: .always) == .duplicate)
        #expect(machine.apply(count: first, at: at(2), calendar: .always) == .onTime)
        #expect(machine.apply(count: second, at: at(2), calendar: .always) == .onTime)
        #expect(machine.apply(count: first, at: at(2), calendar: .always) == .duplicate)
        #expect(machine.apply(count: plain, at: at(3), calendar: .always) == .onTime)
        #expect(hour(&machine).goodCount == 14)
    }

    @Test("products weigh by their ideal cycle, and fractions of a unit add up exactly")
    func products() throws {
        var machine = machine()
        _ = machine.apply(state: .productive, at: at(0), calendar: .always)
        let cycles = [10, 20] as [Int64]
        for (index, cycle) in cycles.enumerated() {
            let sample = try #require(
                CountSample(
                    kind: .delta,
                    good: 90,
                    scrap: index == 0 ? 10 : 0,
                    rework: 0.5,
                    idealCycleNanoseconds: cycle * Nanoseconds.second
                )
            )
            _ = machine.apply(count: sample, at: at(1_800 + Int64(index)), calendar: .always)
        }
        for second in 2_000..<2_010 {
            let tenth = try #require(
                CountSample(kind: .delta, rework: 0.1, idealCycleNanoseconds: Nanoseconds.second)
            )
            _ = machine.apply(count: tenth, at: at(Int64(second)), calendar: .always)
        }
        let totals = hour(&machine)
        #expect(totals.totalCount == 192 && totals.reworkCount == 2 && totals.scrapCount == 10)
        #expect(totals[.idealGood] == 2_700 * Nanoseconds.second)
        #expect(totals[.idealTotal] == 2_816 * Nanoseconds.second)
        #expect(totals.quality.value == 2_700.0 / 2_816)
        #expect(totals.oee.value == 0.75)
    }

    @Test("faster than ideal is published raw, with a capped value and the ideal cycle suspected")
    func suspect() throws {
        var machine = machine()
        _ = machine.apply(state: .productive, at: at(0), calendar: .always)
        let sample = try #require(
            CountSample(kind: .delta, good: 720, idealCycleNanoseconds: 10 * Nanoseconds.second)
        )
        _ = machine.apply(count: sample, at: at(3_600), calendar: .always)
        let totals = hour(&machine)
        #expect(totals.performance.value == 2 && totals.performance.capped == 1)
        #expect(totals.isIdealCycleSuspect && totals.oee.value == 2)
    }

    @Test("without an ideal cycle there is quality and availability but no performance")
    func unrated() throws {
        var machine = machine()
        _ = machine.apply(state: .productive, at: at(0), calendar: .always)
        let sample = try #require(CountSample(kind: .delta, good: 3, scrap: 1))
        _ = machine.apply(count: sample, at: at(10), calendar: .always)
        let totals = hour(&machine)
        #expect(totals.quality.value == 0.75 && totals.availability.value == 1)
        #expect(totals.performance.undefined == .idealCycleUnknown)
        #expect(totals.oee.undefined == .idealCycleUnknown)
    }

    @Test("a stopped machine without output has an OEE of 0 but neither performance nor quality")
    func nothing() {
        var machine = machine()
        _ = machine.apply(state: .down, at: at(0), calendar: .always)
        _ = machine.apply(state: .down, at: at(10), calendar: .always)
        let totals = hour(&machine)
        #expect(totals.availability.value == 0 && totals.oee.value == 0)
        #expect(totals.performance.undefined == .noRunTime)
        #expect(totals.quality.undefined == .noProduction)
    }

    @Test("enormous quantities and cycles stop at the limit instead of trapping")
    func saturation() throws {
        var machine = machine()
        let sample = try #require(
            CountSample(kind: .delta, good: 9e12, scrap: 0.25, idealCycleNanoseconds: .max)
        )
        for second in 1..<200 {
            _ = machine.apply(count: sample, at: at(Int64(second)), calendar: .always)
        }
        let totals = hour(&machine)
        #expect(totals[.good] == .max && totals[.idealTotal] == .max)
    }
}
