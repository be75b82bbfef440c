import Effectiveness
import Foundation
import Records
import Testing

/// A scenario of the reference tables: calendar, events in order of arrival, expected values.
struct ReferenceScenario {
    struct Event {
        var time: EventTime
        var type: String
        var value: String
        var attributes: [String: String]
        var arrival: EventTime
    }

    let name: String
    private(set) var calendar = ShiftCalendar.always
    private(set) var events: [Event] = []
    private(set) var expected: [String: String] = [:]

    init(_ name: String) throws {
        self.name = name
        var shifts: [ShiftInterval] = []
        var stops: [PlannedStop] = []
        for row in try Self.rows("calendar") where row[0] == name {
            let (start, end) = (Self.time(row[1]), Self.time(row[2]))
            if row[3] == "shift" { shifts.append(ShiftInterval(start: start, end: end)) }
            if row[3] == "planned_break" { stops.append(PlannedStop(start: start, end: end)) }
        }
        if !shifts.isEmpty { calendar = try ShiftCalendar(shifts: shifts, plannedStops: stops) }
        for row in try Self.rows("events") where row[0] == name {
            events.append(
                Event(
                    time: Self.time(row[2]),
                    type: row[3],
                    value: row[4],
                    attributes: Self.attributes(row[5]),
                    arrival: Self.time(row[6])
                )
            )
        }
        for row in try Self.rows("expected") where row[0] == name {
            expected["\(row[1]).\(row[2])"] = row[3]
        }
    }

    /// An expected value by scope and name; the test fails when the table lacks it.
    func value(_ key: String) throws -> Double {
        try #require(expected[key].flatMap(Double.init), "\(name) has no \(key)")
    }

    private static func rows(_ file: String) throws -> [[String]] {
        let url = try #require(
            Bundle.module.url(forResource: file, withExtension: "csv", subdirectory: "Data/oee")
        )
        let text = try String(contentsOf: url, encoding: .utf8)
        return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            var fields = [""]
            var isQuoted = false
            for character in line {
                if character == "\"" {
                    isQuoted.toggle()
                } else if character == "," && !isQuoted {
                    fields.append("")
                } else {
                    fields[fields.count - 1].append(character)
                }
            }
            return fields
        }
    }

    private static func attributes(_ text: String) -> [String: String] {
        var result: [String: String] = [:]
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=")
            if parts.count == 2 { result[String(parts[0])] = String(parts[1]) }
        }
        return result
    }

    static func time(_ text: String) -> EventTime {
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = try? format.parse(text) else { preconditionFailure("bad time \(text)") }
        return EventTime(milliseconds: Int64((date.timeIntervalSince1970 * 1_000).rounded()))
    }
}
