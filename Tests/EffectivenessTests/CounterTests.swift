import Effectiveness
import Records
import TestSupport
import Testing
import Windows

private func at(_ seconds: Int64) -> EventTime {
    EventTime(nanoseconds: (1_772_431_200 + seconds) * Nanoseconds.second)
}

/// Plays counts on a machine and returns the totals of all hours.
private func totals(
    jitter: Double = 0,
    gap: Int64 = 600,
    _ samples: [(second: Int64, sample: CountSample?)]
) throws -> OEETotals {
    var settings = EffectivenessSettings()
    settings.counterJitter = jitter
    settings.counterGapNanoseconds = gap * Nanoseconds.second
    var machine = EquipmentEffectiveness(settings: settings)
    var sum = OEETotals()
    for (second, sample) in samples {
        let sample = try #require(sample)
        _ = machine.apply(count: sample, at: at(second), calendar: .always)
        machine.advance(to: .distantPast, calendar: .always) {
            if $0.kind == .hour && $0.status == .final { sum += $0.totals }
        }
    }
    machine.advance(to: .distantFuture, calendar: .always) {
        if $0.kind == .hour { sum += $0.totals }
    }
    return sum
}

private func reading(_ value: Double, modulus: Double = 0) -> CountSample? {
    CountSample(kind: .counter, total: value, modulus: modulus)
}

@Suite struct CounterTests {
    @Test("a counter that trembles within the jitter counts nothing and is not reset")
    func jitter() throws {
        let values = [100.0, 101, 100, 99, 101, 103, 50]
        let samples: [(Int64, CountSample?)] = values.enumerated().map {
            (Int64($0.offset * 10), reading($0.element))
        }
        let steady = try totals(jitter: 2, samples)
        // 1 to 101, nothing while it trembles, 2 to 103, then a reset to 50.
        #expect(steady.totalCount == 53 && steady[.resetCount] == 1)
        let strict = try totals(samples)
        #expect(strict[.resetCount] == 3)
    }

    @Test(
        "a counter that trembles over its modulus neither rolls over twice nor counts a round",
        arguments: [(2.0, 5.0, 1), (0.0, 1_005.0, 2)] as [(Double, Double, Int64)]
    )
    func jitterAtTheModulus(jitter: Double, expected: Double, rollovers: Int64) throws {
        let values = [998.0, 1, 999, 1, 3]
        let samples: [(Int64, CountSample?)] = values.enumerated().map {
            (Int64($0.offset * 10), reading($0.element, modulus: 1_000))
        }
        let sum = try totals(jitter: jitter, samples)
        #expect(sum.totalCount == expected)
        #expect(sum[.rolloverCount] == rollovers)
    }

    @Test("a counter that comes back after a gap counts what was made since, and says so")
    func gap() throws {
        let sum = try totals([(0, reading(10)), (60, reading(12)), (1_800, reading(90))])
        #expect(sum.totalCount == 80 && sum[.gapCount] == 1)
        #expect(sum[.gapTotal] == 78_000_000)
    }

    @Test("the first reading counts nothing, and neither does one that stands still")
    func first() throws {
        #expect(try totals([(0, reading(5_000))]).totalCount == 0)
        #expect(try totals([(0, reading(7)), (9, reading(7)), (18, reading(7))]).totalCount == 0)
    }

    @Test("the same reading ten times, and in reverse order, counts once")
    func repeated() throws {
        let samples: [(Int64, CountSample?)] = (0..<30).map {
            (Int64($0 * 2), reading(Double($0 * 3)))
        }
        let expected = try totals(samples).totalCount
        #expect(expected == 87)
        #expect(try totals(samples.flatMap { Array(repeating: $0, count: 10) }).totalCount == 87)
        var settings = EffectivenessSettings()
        settings.late = LatePolicy(
            allowedLatenessNanoseconds: 120 * Nanoseconds.second,
            graceNanoseconds: 0
        )
        var machine = EquipmentEffectiveness(settings: settings)
        var sum = 0.0
        for (second, sample) in samples.reversed() {
            let answer = machine.apply(
                count: try #require(sample),
                at: at(second),
                calendar: .always
            )
            #expect(answer == .onTime)
        }
        machine.advance(to: .distantFuture, calendar: .always) {
            if $0.kind == .hour { sum += $0.totals.totalCount }
        }
        #expect(sum == expected)
    }

    @Test("counters of two sources under one id look like resets, and the resets are published")
    func twoSources() throws {
        var samples: [(Int64, CountSample?)] = []
        for index in 0..<10 {
            let value = Double(index + (index % 2 == 0 ? 1_000 : 20))
            samples.append((Int64(index * 10), reading(value)))
        }
        #expect(try totals(samples)[.resetCount] == 5)
    }

    @Test("a reading that its counter cannot show is refused")
    func aboveModulus() {
        #expect(reading(999, modulus: 1_000) != nil)
        #expect(reading(1_000, modulus: 1_000) == nil)
    }
}

@Suite struct RejectTests {
    private func sample(
        total: Double? = nil,
        good: Double? = nil,
        scrap: Double? = nil,
        startup: Double? = nil,
        isLate: Bool = false
    ) -> CountSample? {
        CountSample(
            kind: .delta,
            total: total,
            good: good,
            scrap: scrap,
            startup: startup,
            wasCountedAsGood: isLate,
            idealCycleNanoseconds: Nanoseconds.second
        )
    }

    @Test("rejects of a start-up are apart from scrap and lower quality like it")
    func startup() throws {
        let sum = try totals([
            (10, sample(total: 10, scrap: 1, startup: 2)), (20, sample(good: 5, startup: 1)),
        ])
        #expect(sum.totalCount == 16 && sum.goodCount == 12)
        #expect(sum.scrapCount == 1 && sum.startupCount == 3)
        #expect(sum.loss(.startupRejects) == 3 * Nanoseconds.second)
        #expect(sum.loss(.processDefects) == Nanoseconds.second)
    }

    @Test(
        "scrap found later counts where it was made or where it was booked",
        arguments: [LateScrapPolicy.productionTime, .bookingTime]
    )
    func lateScrap(policy: LateScrapPolicy) throws {
        var settings = EffectivenessSettings()
        settings.lateScrap = policy
        settings.late = LatePolicy(
            allowedLatenessNanoseconds: 0,
            graceNanoseconds: 2 * Nanoseconds.hour
        )
        var machine = EquipmentEffectiveness(settings: settings)
        var hours: [EventTime: OEETotals] = [:]
        var revisions = 0
        func publish(_ machine: inout EquipmentEffectiveness, _ time: EventTime) {
            machine.advance(to: time, calendar: .always) {
                if $0.kind == .hour { hours[$0.start] = $0.totals }
                if $0.kind == .hour && $0.status == .revised { revisions += 1 }
            }
        }
        let made = try #require(sample(good: 100))
        _ = machine.apply(count: made, at: at(1_000), calendar: .always)
        publish(&machine, at(5_000))
        let late = try #require(sample(scrap: 4, isLate: true))
        let answer = machine.apply(
            count: late,
            booked: at(5_000),
            produced: at(1_000),
            calendar: .always
        )
        #expect(answer == (policy == .productionTime ? .revises : .onTime))
        publish(&machine, .distantFuture)
        let good = [at(0), at(3_600)].map { hours[$0]?.goodCount ?? 0 }
        #expect(good == (policy == .productionTime ? [96, 0] : [100, -4]))
        #expect(hours.values.reduce(0) { $0 + $1.totalCount } == 100)
        #expect(hours.values.reduce(0) { $0 + $1.scrapCount } == 4)
        #expect(revisions == (policy == .productionTime ? 1 : 0))
    }

    @Test("rejects found later name nothing but rejects")
    func lateWithGood() {
        #expect(sample(good: 1, scrap: 1, isLate: true) == nil)
        #expect(sample(scrap: 1, isLate: true) != nil)
    }
}
