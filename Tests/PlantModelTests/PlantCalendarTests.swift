import Foundation
import PlantModel
import Records
import Testing

@Suite("A shift calendar")
struct PlantCalendarTests {
    static let text = """
        calendars:
          three-shift:
            time_zone: Europe/Berlin
            day_start: "06:00"
            shifts:
              - name: early
                start: "06:00"
                end: "14:00"
                breaks: [{start: "10:00", end: "10:15", reason: breakfast}]
              - {name: late, start: "14:00", end: "22:00"}
              - name: night
                start: "22:00"
                end: "06:00"
                breaks: [{start: "02:30", end: "03:15"}]
            exceptions:
              - {date: 2026-12-25, name: Christmas, closed: true}
              - {date: 2026-12-24, shifts: [{name: early, start: "06:00", end: "12:00"}]}
            planned_stops:
              - {start: 2026-11-23T10:00, end: 2026-11-23T12:00, reason: fire drill}
        """

    let calendar: PlantCalendar

    init() throws {
        calendar = try #require(try Plant.load(Self.text).calendar(named: "three-shift"))
    }

    static func utc(_ text: String) -> EventTime {
        let date = ISO8601DateFormatter().date(from: text)!
        return EventTime(milliseconds: Int64(date.timeIntervalSince1970) * 1000)
    }

    func spans(_ from: String, _ to: String) -> [ShiftSpan] {
        calendar.expand(from: Self.utc(from), to: Self.utc(to))
    }

    @Test("an ordinary winter day has three shifts of eight hours")
    func ordinaryDay() {
        let found = spans("2026-11-23T05:00:00Z", "2026-11-24T05:00:00Z")
        #expect(found.map(\.name) == ["early", "late", "night"])
        #expect(found.map { $0.end - $0.start } == Array(repeating: 8 * Nanoseconds.hour, count: 3))
        #expect(found[0].start == Self.utc("2026-11-23T05:00:00Z"))
        #expect(found.map(\.localDay.description) == Array(repeating: "2026-11-23", count: 3))
    }

    @Test(
        "the night shift keeps its wall-clock hours when the clocks change",
        arguments: [
            ("2026-03-29T00:30:00Z", Int64(7), "2026-03-28T21:00:00Z", "2026-03-29T04:00:00Z"),
            ("2026-10-25T00:30:00Z", 9, "2026-10-24T20:00:00Z", "2026-10-25T05:00:00Z"),
            ("2026-06-10T00:30:00Z", 8, "2026-06-09T20:00:00Z", "2026-06-10T04:00:00Z"),
        ]
    )
    func clockChange(at: String, hours: Int64, start: String, end: String) throws {
        let night = try #require(calendar.shift(at: Self.utc(at)))
        #expect(night.name == "night")
        #expect(night.end - night.start == hours * Nanoseconds.hour)
        #expect(night.start == Self.utc(start))
        #expect(night.end == Self.utc(end))
    }

    @Test(
        "a wall time that does not exist is the moment of the change, one that repeats is the first"
    )
    func oddTimes() {
        let spring = calendar.plannedStops(
            from: Self.utc("2026-03-29T00:00:00Z"),
            to: Self.utc("2026-03-29T02:00:00Z")
        )
        #expect(spring.map(\.start) == [Self.utc("2026-03-29T01:00:00Z")])
        #expect(spring.map(\.end) == [Self.utc("2026-03-29T01:15:00Z")])
        let berlin = LocalClock(zone: "Europe/Berlin")!
        let autumn = LocalDate("2026-10-25")!
        #expect(berlin.time(autumn, secondsOfDay: 9000) == Self.utc("2026-10-25T00:30:00Z"))
    }

    @Test("shifts follow one another without gap or overlap through years of clock changes")
    func continuity() {
        let found = spans("2026-12-27T00:00:00Z", "2029-12-20T00:00:00Z")
        for (one, next) in zip(found, found.dropFirst()) where one.localDay != next.localDay {
            let isHoliday = one.localDay.description.hasSuffix("12-24")
            if !isHoliday { #expect(one.end == next.start) }
        }
        #expect(found.count > 3000)
    }

    @Test("closed days have no shifts and changed days their own")
    func exceptions() {
        let found = spans("2026-12-24T05:00:00Z", "2026-12-26T05:00:00Z")
        #expect(found.map(\.name) == ["early"])
        #expect(found[0].end == Self.utc("2026-12-24T11:00:00Z"))
    }

    @Test("breaks and planned stops come with their reasons, also after midnight")
    func plannedStops() {
        let found = calendar.plannedStops(
            from: Self.utc("2026-11-23T05:00:00Z"),
            to: Self.utc("2026-11-24T05:00:00Z")
        )
        #expect(found.map(\.reason) == ["breakfast", "fire drill", "break"])
        #expect(found[1].start == Self.utc("2026-11-23T09:00:00Z"))
        #expect(found[2].start == Self.utc("2026-11-24T01:30:00Z"))
    }

    @Test("shifts that only touch the range are not in it")
    func edges() {
        let found = spans("2026-11-23T13:00:00Z", "2026-11-23T21:00:00Z")
        #expect(found.map(\.name) == ["late"])
        #expect(spans("2026-11-23T13:00:00Z", "2026-11-23T13:00:00Z").isEmpty)
    }

    @Test("the early hours belong to the production day before")
    func productionDay() {
        let day = calendar.localDay(at: Self.utc("2026-11-24T03:00:00Z"))
        #expect(day.description == "2026-11-23")
    }

    @Test("days of the calendar agree with Foundation's")
    func dates() {
        var utc = Calendar(identifier: .gregorian)
        utc.timeZone = TimeZone(identifier: "UTC")!
        for number in stride(from: -60_000, through: 60_000, by: 37) {
            let date = Date(timeIntervalSince1970: Double(number) * 86_400)
            let expected = utc.dateComponents([.year, .month, .day, .weekday], from: date)
            let day = LocalDate(dayNumber: number)
            #expect(day.parts.year == expected.year)
            #expect(day.parts.month == expected.month && day.parts.day == expected.day)
            #expect((day.weekday + 1) % 7 + 1 == expected.weekday)
            #expect(LocalDate(day.description) == day)
        }
        #expect(LocalDate("2026-02-29") == nil)
        #expect(LocalDate("2026-2-1") == nil)
    }
}
