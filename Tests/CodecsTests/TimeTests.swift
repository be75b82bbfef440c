@testable import Codecs
import Foundation
import Records
import TestSupport
import Testing

@Suite("Times")
struct TimeTests {
    private func parse(_ text: String) -> Result<Int64, TimeError> {
        do throws(TimeError) { return .success(try TimeParser.time(text).nanoseconds) } catch {
            return .failure(error)
        }
    }

    /// Days from the epoch, counted year by year and month by month.
    private func obviousDays(_ year: Int, _ month: Int, _ day: Int) -> Int {
        func isLeap(_ year: Int) -> Bool { (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 }
        var days = 0
        if year >= 1970 {
            for y in 1970..<year { days += isLeap(y) ? 366 : 365 }
        } else {
            for y in year..<1970 { days -= isLeap(y) ? 366 : 365 }
        }
        let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return days + lengths[..<(month - 1)].reduce(0, +) + day - 1
    }

    @Test("every day from 1678 to 2261 is counted as an obvious calendar counts it, and back")
    func everyDay() {
        var expected = obviousDays(1678, 1, 1)
        for year in 1678...2261 {
            for month in 1...12 {
                for day in 1...CivilDate.dayCount(year: year, month: month) {
                    let days = CivilDate.days(year: year, month: month, day: day)
                    let date = CivilDate.date(days: days)
                    guard days == expected, date == (year, month, day) else {
                        Issue.record("\(year)-\(month)-\(day) is \(days), expected \(expected)")
                        return
                    }
                    expected += 1
                }
            }
            guard expected == obviousDays(year + 1, 1, 1) else {
                Issue.record("the year \(year) has a wrong length")
                return
            }
        }
    }

    @Test("random times are read and written as Foundation does")
    func random() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for _ in 0..<3_000 {
            let milliseconds = Int64.random(
                in: -9_000_000_000_000...9_200_000_000_000,
                using: &generator
            )
            let time = EventTime(milliseconds: milliseconds)
            let text = TimeFormatter.string(time)
            #expect(parse(text) == .success(milliseconds * 1_000_000), "\(text), SEED=\(seed)")
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            let foundation = try style.parse(text)
            #expect(abs(foundation.timeIntervalSince(date)) < 0.0015, "\(text), SEED=\(seed)")
        }
    }

    @Test("offsets, lower case, a space and fractions of any length are understood")
    func forms() {
        let base = parse("2026-03-02T08:15:30Z")
        for text in [
            "2026-03-02t08:15:30z", "2026-03-02 08:15:30Z", "2026-03-02T09:15:30+01:00",
            "2026-03-02T02:45:30-05:30", "2026-03-02T08:15:30-00:00", "2026-03-02T08:15:30.000Z",
            "2026-03-02T08:15:30.0000000009Z", "2026-03-03T08:14:30+23:59",
        ] {
            #expect(parse(text) == base, "\(text)")
        }
        #expect(parse("1970-01-01T00:00:00.000000001Z") == .success(1))
        #expect(parse("1970-01-01T00:00:00.25Z") == .success(250_000_000))
        #expect(parse("1969-12-31T23:59:59.999999999Z") == .success(-1))
        #expect(TimeFormatter.string(EventTime(nanoseconds: -1)) == "1969-12-31T23:59:59.999Z")
        #expect(
            TimeFormatter.string(EventTime(nanoseconds: 1_772_439_330_250_999_999))
                == "2026-03-02T08:15:30.250Z"
        )
    }

    @Test("a leap second is the first second of the next day, and only at the end of a day in UTC")
    func leapSecond() {
        #expect(parse("2016-12-31T23:59:60Z") == parse("2017-01-01T00:00:00Z"))
        #expect(parse("2017-01-01T00:59:60.5+01:00") == parse("2017-01-01T00:00:00.5Z"))
        #expect(parse("2016-12-31T23:58:60Z") == .failure(.noSuchTime))
        #expect(parse("2016-12-31T23:59:60+01:00") == .failure(.noSuchTime))
        #expect(parse("2016-12-31T23:59:61Z") == .failure(.noSuchTime))
    }

    @Test("what is no time has its own error")
    func errors() {
        let cases: [(String, TimeError)] = [
            ("", .malformed), ("yesterday", .malformed), ("2026-03-02", .malformed),
            ("2026-03-02T08:15Z", .malformed), ("2026-03-02T08:15:30", .noOffset),
            ("2026-03-02T08:15:30.5", .noOffset), ("2026-03-02T08:15:30.Z", .malformed),
            ("2026-03-02T08:15:30+0100", .malformed), ("2026-03-02T08:15:30+01", .malformed),
            ("2026-03-02T08:15:30Zx", .malformed), ("2026-03-02T08:15:30 Z", .malformed),
            ("2026-3-02T08:15:30Z", .malformed), ("2026-03-02T8:15:300Z", .malformed),
            ("2026-00-02T08:15:30Z", .noSuchTime), ("2026-13-02T08:15:30Z", .noSuchTime),
            ("2026-02-29T08:15:30Z", .noSuchTime), ("1900-02-29T08:15:30Z", .noSuchTime),
            ("2026-04-31T08:15:30Z", .noSuchTime), ("2026-03-00T08:15:30Z", .noSuchTime),
            ("2026-03-02T24:00:00Z", .noSuchTime), ("2026-03-02T08:60:00Z", .noSuchTime),
            ("2026-03-02T08:15:30+24:00", .noSuchTime), ("2026-03-02T08:15:30+01:60", .noSuchTime),
            ("1600-01-01T00:00:00Z", .outOfRange), ("9999-12-31T23:59:59Z", .outOfRange),
            ("２026-03-02T08:15:30Z", .malformed), ("-026-03-02T08:15:30Z", .malformed),
        ]
        for (text, error) in cases { #expect(parse(text) == .failure(error), "\(text)") }
        #expect(parse("2024-02-29T00:00:00Z").isSuccess && parse("2000-02-29T00:00:00Z").isSuccess)
        #expect(Set(TimeError.allCases.map(\.code)).count == TimeError.allCases.count)
        #expect(TimeError.allCases.allSatisfy { $0.description.hasSuffix(".") })
    }

    @Test("a field holds text or whole milliseconds")
    func fields() throws {
        var fields = EventFields()
        fields.setText(0, "2026-03-02T08:15:30Z")
        #expect(try TimeParser.time(fields[0], in: fields).milliseconds == 1_772_439_330_000)
        #expect(try TimeParser.time(.integer(-5), in: fields).nanoseconds == -5_000_000)
        #expect(throws: TimeError.outOfRange) { try TimeParser.time(milliseconds: .max) }
        #expect(throws: TimeError.outOfRange) {
            try TimeParser.time(milliseconds: 9_223_372_036_855)
        }
        for value in [FieldValue.number(1.5), .boolean(true), .numbers(offset: 0, count: 0)] {
            #expect(outcome(value, fields) == .wrongType)
        }
        #expect(outcome(.absent, fields) == .missing)
        #expect(outcome(.null, fields) == .missing)
    }

    private func outcome(_ value: FieldValue, _ fields: borrowing EventFields) -> TimeError? {
        do throws(TimeError) {
            _ = try TimeParser.time(value, in: fields)
            return nil
        } catch {
            return error
        }
    }
}

extension Result {
    fileprivate var isSuccess: Bool {
        if case .success = self { return true }
        return false
    }
}
