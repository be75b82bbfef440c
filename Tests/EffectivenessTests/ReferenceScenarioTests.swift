import Effectiveness
import Records
import Testing
import Windows

private func isClose(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) <= 1e-12 } ?? false }
private let minute = Double(Nanoseconds.minute)

/// Plays a scenario in order of arrival and returns everything that was published.
private func play(
    _ scenario: ReferenceScenario,
    grace: Int64 = 30 * Nanoseconds.minute,
    finish: Bool = true
) -> [OEEWindowRecord] {
    var machine = EquipmentEffectiveness(
        settings: EffectivenessSettings(
            late: LatePolicy(allowedLatenessNanoseconds: 0, graceNanoseconds: grace)
        )
    )
    var records: [OEEWindowRecord] = []
    let calendar = scenario.calendar
    let cycle =
        scenario.events.compactMap { $0.attributes["ict_s"] }.first.flatMap(Double.init) ?? 0
    for event in scenario.events {
        // The clock ticks just before each arrival, as it does on a quiet machine.
        if event.arrival > event.time {
            machine.advance(to: event.arrival, calendar: calendar) { records.append($0) }
        }
        let answer: Acceptance
        switch event.type {
        case "state":
            answer = machine.apply(
                state: event.value == "execute" ? .productive : .down,
                at: event.time,
                calendar: calendar
            )
        default:
            let quantity = Double(event.value)
            let isCounter = event.type == "counter_u16"
            guard
                let sample = CountSample(
                    kind: isCounter ? .counter : .delta,
                    total: event.type == "count_reject" ? nil : quantity,
                    scrap: event.type == "count_reject" ? quantity : nil,
                    modulus: event.attributes["modulus"].flatMap(Double.init) ?? 0,
                    idealCycleNanoseconds: Int64(cycle * 1e9)
                )
            else {
                Issue.record("\(event) is not a count")
                continue
            }
            answer = machine.apply(count: sample, at: event.time, calendar: calendar)
        }
        #expect(answer != .tooLate && answer != .full && answer != .duplicate)
        machine.advance(to: .distantPast, calendar: calendar) { records.append($0) }
    }
    if finish { machine.advance(to: .distantFuture, calendar: calendar) { records.append($0) } }
    return records
}

@Suite struct ReferenceScenarioTests {
    @Test("the published 420-minute shift gives 88.81, 86.11, 97.80 and 74.79 per cent")
    func classic() throws {
        let scenario = try ReferenceScenario("s01_classic")
        let records = play(scenario)
        let shift = try #require(records.last { $0.kind == .shift })
        #expect(shift.status == .final && shift.revision == 1)
        #expect(
            Double(shift.totals.plannedNanoseconds) / minute
                == (try scenario.value("shift.PPT_min"))
        )
        #expect(
            Double(shift.totals.runNanoseconds) / minute == (try scenario.value("shift.run_min"))
        )
        #expect(isClose(shift.availability.value, try scenario.value("shift.availability")))
        #expect(isClose(shift.performance.value, try scenario.value("shift.performance")))
        #expect(isClose(shift.quality.value, try scenario.value("shift.quality")))
        #expect(isClose(shift.oee.value, try scenario.value("shift.OEE")))
        let day = OEETotals() + shift.totals
        let teep = day.oee.value.map { $0 * 420 / 1_440 }
        #expect(isClose(teep, try scenario.value("shift.TEEP_vs_24h")))
    }

    @Test("stops of less than two minutes are a performance loss and leave OEE unchanged")
    func microStops() throws {
        let scenario = try ReferenceScenario("s02_microstop")
        let hour = try #require(play(scenario).last { $0.kind == .hour })
        #expect(Double(hour.totals[.minorStop]) / 1e9 == (try scenario.value("hour.microstop_s")))
        #expect(Double(hour.totals[.down]) / 1e9 == (try scenario.value("hour.downtime_s")))
        #expect(Double(hour.totals[.stopCount]) == (try scenario.value("hour.downtime_count")))
        #expect(
            Double(hour.totals[.minorStopCount]) == (try scenario.value("hour.microstop_count"))
        )
        #expect(isClose(hour.availability.value, try scenario.value("hour.availability")))
        #expect(isClose(hour.performance.value, try scenario.value("hour.performance")))
        #expect(isClose(hour.quality.value, try scenario.value("hour.quality")))
        #expect(isClose(hour.oee.value, try scenario.value("hour.OEE")))
    }

    @Test("a counter that rolls over once and is reset twice counts 62 pieces")
    func counters() throws {
        let scenario = try ReferenceScenario("s03_counter_rollover_reset")
        var sum = OEETotals()
        for record in play(scenario) where record.kind == .minute { sum += record.totals }
        #expect(sum.totalCount == (try scenario.value("all.total_delta")))
        #expect(Double(sum[.rolloverCount]) == (try scenario.value("all.rollovers")))
        #expect(Double(sum[.resetCount]) == (try scenario.value("all.resets")))
        let hours = play(scenario).filter { $0.kind == .hour }
        // The first reading, at 06:00, closes the hour before.
        #expect(hours.map(\.totals.totalCount) == [0, try scenario.value("all.total_delta")])
    }

    @Test("a line is the sum of its machines, not the mean of their OEE")
    func rollUp() throws {
        let scenario = try ReferenceScenario("s05_rollup")
        var line = OEERollUp()
        for event in scenario.events {
            func number(_ key: String) throws -> Double {
                try #require(event.attributes[key].flatMap(Double.init))
            }
            var totals = OEETotals()
            totals[.planned] = Int64(try number("PPT_min") * minute)
            totals[.productive] = Int64(try number("run_min") * minute)
            let cycle = Int64(try number("ict_s")) * Nanoseconds.second
            totals[.total] = Int64(try number("total")) * 1_000_000
            totals[.good] = Int64(try number("good")) * 1_000_000
            totals[.idealTotal] = totals[.total] / 1_000_000 * cycle
            totals[.idealGood] = totals[.good] / 1_000_000 * cycle
            #expect(
                isClose(
                    totals.availability.value,
                    try scenario.value("\(event.value).availability")
                )
            )
            #expect(
                isClose(totals.performance.value, try scenario.value("\(event.value).performance"))
            )
            #expect(isClose(totals.quality.value, try scenario.value("\(event.value).quality")))
            #expect(isClose(totals.oee.value, try scenario.value("\(event.value).OEE")))
            line.add(
                OEEWindowRecord(
                    kind: .shift,
                    status: .final,
                    revision: 1,
                    shiftIndex: 0,
                    localDay: 0,
                    start: event.time,
                    end: event.time,
                    through: event.time,
                    totals: totals
                )
            )
        }
        #expect(isClose(line.totals.availability.value, try scenario.value("area.availability")))
        #expect(isClose(line.totals.performance.value, try scenario.value("area.performance")))
        #expect(
            isClose(line.totals.quality.value, try scenario.value("area.quality_time_weighted"))
        )
        #expect(isClose(line.totals.oee.value, try scenario.value("area.OEE")))
        #expect(line.recordCount == 3)
    }

    @Test("a stop over a break is one stop of 60 minutes of which 30 are charged")
    func stopOverBreak() throws {
        let scenario = try ReferenceScenario("s08_stop_over_break")
        let shift = try #require(play(scenario).last { $0.kind == .shift })
        #expect(
            Double(shift.totals.plannedNanoseconds) / minute
                == (try scenario.value("shift.PPT_min"))
        )
        #expect(
            Double(shift.totals[.down]) / minute
                == (try scenario.value("shift.downtime_min_charged"))
        )
        #expect(Double(shift.totals[.stopCount]) == (try scenario.value("shift.stop_events")))
        #expect(isClose(shift.availability.value, try scenario.value("shift.availability")))
        #expect(isClose(shift.performance.value, try scenario.value("shift.performance")))
        #expect(isClose(shift.oee.value, try scenario.value("shift.OEE")))
    }

    @Test("a stop that is reported 15 minutes after the hour revises the hour to revision 2")
    func late() throws {
        let scenario = try ReferenceScenario("s09_late")
        let hours = play(scenario).filter { $0.kind == .hour && $0.totals[.planned] > 0 }
        #expect(hours.map(\.revision) == [1, 2])
        #expect(hours.map(\.status) == [.final, .revised])
        #expect(
            hours[0].availability.value
                == (try scenario.value("hour.availability_provisional_at_watermark_60"))
        )
        #expect(
            isClose(
                hours[1].availability.value,
                try scenario.value("hour.availability_final_after_late")
            )
        )
        #expect(isClose(hours[1].oee.value, try scenario.value("hour.OEE_final")))
    }
}
