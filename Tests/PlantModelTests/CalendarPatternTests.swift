import PlantModel
import Records
import Testing

@Suite("Rotations, overtime and site days")
struct CalendarPatternTests {
    private func calendar(_ lines: String) throws -> PlantCalendar {
        let indented = lines.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        return try #require(try Plant.load("calendars:\n  c:\n" + indented).calendar(named: "c"))
    }

    private func problems(_ lines: String) -> [String] {
        do {
            _ = try calendar(lines)
            return []
        } catch let error as PlantError {
            return error.problems.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    private func utc(_ text: String) -> EventTime { PlantCalendarTests.utc(text) }

    static let rotation = """
        time_zone: Europe/Berlin
        rotation: {from: 2026-01-05, days: 4}
        shifts:
          - {name: day, start: "06:00", end: "18:00", days: [1, 2]}
          - {name: night, start: "18:00", end: "06:00", days: [2..3]}
        """

    @Test("a rotation repeats after its own number of days, also before its first day")
    func rotation() throws {
        let calendar = try calendar(Self.rotation)
        for start in ["2025-12-24", "2026-01-05", "2026-01-09", "2027-08-16"] {
            let from = utc("\(start)T03:30:00Z")
            let found = calendar.expand(
                from: from,
                to: from.advanced(byNanoseconds: 4 * Nanoseconds.day)
            )
            // Days 1 to 4: day, day and night, night, free; first nights end in the morning after.
            let isSummer = start.hasPrefix("2027-08")
            #expect(found.map(\.name).filter { $0 == "day" }.count == 2, "\(start)")
            #expect(found.map(\.name).filter { $0 == "night" }.count == 2, "\(start)")
            #expect(found[0].start == utc("\(start)T0\(isSummer ? 4 : 5):00:00Z"), "\(start)")
        }
    }

    @Test("overtime comes on top of the ordinary shifts of a day, also on one without any")
    func overtime() throws {
        let calendar = try calendar(
            """
            shifts: [{name: early, start: "06:00", end: "14:00", days: [mon..fri]}]
            exceptions:
              - {date: 2026-03-04, overtime: [{name: extra, start: "14:00", end: "18:00"}]}
              - {date: 2026-03-07, overtime: [{name: saturday, start: "06:00", end: "12:00"}]}
            """
        )
        let found = calendar.expand(
            from: utc("2026-03-04T00:00:00Z"),
            to: utc("2026-03-09T00:00:00Z")
        )
        #expect(found.map(\.name) == ["early", "extra", "early", "early", "saturday"])
        #expect(calendar.shiftNames == ["early", "extra", "saturday"])
    }

    @Test(
        "days have 23, 24 or 25 hours when the clocks change, and follow one another",
        arguments: [("Europe/Berlin", "2026-03-29", 23), ("America/New_York", "2026-11-01", 25)]
            + [("Australia/Lord_Howe", "2026-04-05", 24), ("Asia/Kolkata", "2026-03-29", 24)]
    )
    func days(zone: String, date: String, hours: Int64) throws {
        let calendar = try calendar(
            """
            time_zone: \(zone)
            day_start: "00:00"
            shifts: [{name: n, start: "22:00", end: "06:00"}]
            """
        )
        let days = calendar.days(
            from: utc("2026-01-01T00:00:00Z"),
            to: utc("2026-12-31T00:00:00Z")
        )
        for (one, next) in zip(days, days.dropFirst()) {
            #expect(one.end == next.start && one.date.advanced(by: 1) == next.date)
        }
        let day = try #require(days.first { $0.date.description == date })
        // Lord Howe Island moves its clocks by half an hour only.
        let half = zone.hasSuffix("Howe") ? Nanoseconds.hour / 2 : 0
        #expect(day.end - day.start == hours * Nanoseconds.hour + half)
        let middle = day.start.advanced(byNanoseconds: (day.end - day.start) / 2)
        #expect(calendar.localDay(at: middle) == day.date)
    }

    @Test("the site day begins with the first shift where nothing else is said, and cuts none")
    func dayStart() throws {
        let calendar = try calendar(
            """
            shifts:
              - {name: late, start: "14:00", end: "22:00"}
              - {name: early, start: "06:00", end: "14:00"}
              - {name: night, start: "22:00", end: "06:00"}
            """
        )
        let (from, to) = (utc("2026-03-02T06:00:00Z"), utc("2026-03-09T06:00:00Z"))
        let days = calendar.days(from: from, to: to)
        #expect(days.count == 7 && days[0].start == from && days[6].end == to)
        for shift in calendar.expand(from: from, to: to) {
            let day = try #require(days.first { $0.date == shift.localDay })
            #expect(day.start <= shift.start && shift.end <= day.end)
        }
    }

    @Test(
        "mistakes have their sentence",
        arguments: [
            ("rotation: {from: 2026-01-05, days: 0}\nshifts: []", "from 1 to 366"),
            ("rotation: {days: 3}\nshifts: []", "a day such as 2026-12-25"),
            (
                "rotation: {from: 2026-01-05, days: 3}\n"
                    + "shifts: [{name: a, start: '06:00', end: '14:00', days: [4]}]",
                "days of the rotation such as [1..4, 7], from 1 to 3"
            ),
            (
                "rotation: {from: 2026-01-05, days: 1}\n"
                    + "shifts: [{name: a, start: '06:00', end: '14:00'}, "
                    + "{name: b, start: '20:00', end: '07:00'}]",
                "shifts of one calendar that do not overlap"
            ),
            (
                "shifts: [{name: n, start: '22:00', end: '06:00'}]\n"
                    + "exceptions: [{date: 2026-03-04, "
                    + "shifts: [{name: x, start: '05:00', end: '12:00'}]}]",
                "'x' of 2026-03-04 at the same time as 'n' of 2026-03-03"
            ),
            (
                "shifts: [{name: e, start: '06:00', end: '14:00'}]\n"
                    + "exceptions: [{date: 2026-03-04, "
                    + "overtime: [{name: x, start: '13:00', end: '16:00'}]}]",
                "'e' of 2026-03-04 at the same time as 'x'"
            ),
            (
                "shifts: []\nexceptions: [{date: 2026-03-04, closed: true, "
                    + "overtime: [{name: x, start: '13:00', end: '16:00'}]}]",
                "no shifts on a closed day"
            ),
            ("time_zone: Mars/Olympus\nshifts: []", "IANA time zone"),
        ]
    )
    func mistakes(lines: String, part: String) {
        let found = problems(lines)
        #expect(found.contains { $0.contains(part) }, "found: \(found)")
    }
}
