import Effectiveness
import Records
import TestSupport
import Testing
import Windows

private func at(_ hours: Int64) -> EventTime {
    EventTime(nanoseconds: 1_772_409_600 * Nanoseconds.second + hours * Nanoseconds.hour)
}

@Suite struct SiteDayTests {
    /// Days of 24, 23 and 25 hours that begin at 05:00 UTC.
    private static let days = [
        SiteDay(start: at(5), end: at(29), localDay: 20_514),
        SiteDay(start: at(29), end: at(52), localDay: 20_515),
        SiteDay(start: at(52), end: at(77), localDay: 20_516),
    ]

    @Test("a site day is as long as its clocks say, and the sum of its hours")
    func lengths() throws {
        let calendar = try ShiftCalendar.always(plannedStops: [], days: Self.days.reversed())
        var machine = EquipmentEffectiveness(settings: EffectivenessSettings())
        machine.begin(at: at(5))
        let sample = try #require(
            CountSample(kind: .delta, good: 3, idealCycleNanoseconds: Nanoseconds.second)
        )
        var records: [OEEWindowRecord] = []
        for hour in 5..<80 as Range<Int64> {
            let state: LossCategory = hour % 3 == 0 ? .down : .productive
            _ = machine.apply(state: state, at: at(hour), calendar: calendar)
            _ = machine.apply(count: sample, at: at(hour + 1), calendar: calendar)
            machine.advance(to: .distantPast, calendar: calendar) { records.append($0) }
        }
        let days = records.filter { $0.kind == .day && $0.status == .final }
        #expect(days.map { ($0.end - $0.start) / Nanoseconds.hour } == [24, 23, 25])
        #expect(days.map(\.localDay) == [20_514, 20_515, 20_516])
        for day in days {
            var sum = OEETotals()
            for hour in records
            where hour.kind == .hour && hour.start >= day.start && hour.end <= day.end {
                sum += hour.totals
            }
            #expect(sum == day.totals)
            #expect(day.totals.goodCount == Double((day.end - day.start) / Nanoseconds.hour * 3))
        }
    }

    @Test("beyond the days of a calendar, days have 24 hours and their dates go on")
    func beyond() throws {
        let calendar = try ShiftCalendar.always(plannedStops: [], days: Self.days)
        for (hour, start, day) in [(4, -19, 20_513), (78, 77, 20_517), (125, 125, 20_519)] {
            let found = calendar.day(at: at(Int64(hour)))
            #expect(found.start == at(Int64(start)) && found.localDay == day)
            #expect(found.end - found.start == Nanoseconds.day)
        }
        let utc = ShiftCalendar.always.day(at: at(30))
        #expect(utc.start == at(24) && utc.localDay == 20_515)
        #expect(ShiftCalendar.always.day(at: EventTime(nanoseconds: -1)).localDay == -1)
    }

    @Test("days that leave a gap, overlap or are empty are refused with their start")
    func refused() {
        #expect(throws: CalendarError.gap(before: at(52))) {
            try ShiftCalendar(shifts: [], days: [Self.days[0], Self.days[2]])
        }
        #expect(throws: CalendarError.gap(before: at(20))) {
            try ShiftCalendar(
                shifts: [],
                days: [Self.days[0], SiteDay(start: at(20), end: at(40), localDay: 1)]
            )
        }
        #expect(throws: CalendarError.empty(start: at(1))) {
            try ShiftCalendar(shifts: [], days: [SiteDay(start: at(1), end: at(1), localDay: 1)])
        }
    }

    @Test("a day takes no later events than the hours inside it")
    func late() throws {
        var settings = EffectivenessSettings()
        settings.late = LatePolicy(
            allowedLatenessNanoseconds: 0,
            graceNanoseconds: Nanoseconds.hour
        )
        var machine = EquipmentEffectiveness(settings: settings)
        for hour in 0..<10 as Range<Int64> {
            _ = machine.apply(state: .productive, at: at(hour), calendar: .always)
            machine.advance(to: .distantPast, calendar: .always) { _ in }
        }
        #expect(machine.apply(state: .down, at: at(2), calendar: .always) == .tooLate)
        let sample = try #require(CountSample(kind: .delta, good: 1))
        #expect(machine.apply(count: sample, at: at(2), calendar: .always) == .tooLate)
    }
}
