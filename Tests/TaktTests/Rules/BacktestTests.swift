import Codecs
import Foundation
import Records
import Testing

@testable import takt

@Suite struct BacktestTests {
    static func alert(
        _ state: String,
        _ second: Int,
        alert: String = "a1",
        rule: String = "hot",
        reason: String = "condition"
    ) throws -> JSONDocument {
        let time = TimeFormatter.string(
            EventTime(milliseconds: 1_772_400_000_000 + Int64(second) * 1000)
        )
        return try JSONDocument(
            parsing:
                #"{"alert": "\#(alert)", "rule": "\#(rule)", "state": "\#(state)", "time": "\#(time)", "severity": "high", "key": ["M1", "zone a"], "reason": "\#(reason)", "title": "t"}"#
        )
    }

    static func firings(_ changes: [(state: String, second: Int, alert: String)]) throws -> Firings
    {
        var firings = Firings()
        for change in changes {
            firings.takeAlert(try alert(change.state, change.second, alert: change.alert))
        }
        return firings
    }

    @Test func `an alert is open from its raise to its end, whatever happens in between`() throws {
        let firings = try Self.firings([
            ("active", 10, "a1"), ("acknowledged", 20, "a1"), ("active", 15, "a2"),
            ("cleared", 70, "a1"), ("active", 100, "a1"), ("cleared", 5, "a9"),
        ])
        #expect(firings.all.map(\.alert) == ["a1", "a2", "a1"])
        #expect(firings.all.map(\.nanoseconds) == [60_000_000_000, nil, nil])
        #expect(firings.all[0].key == "M1 zone a")
        #expect(firings.of("cold").isEmpty)
    }

    @Test func `a rule in quarantine has not fired`() throws {
        var firings = Firings()
        firings.takeAlert(try Self.alert("active", 1, reason: "quarantine"))
        firings.takeAlert(try Self.alert("cleared", 9, reason: "released"))
        #expect(firings.all.isEmpty)
        #expect(firings.quarantined == ["hot": "t"])
    }

    @Test func `firings of one key that overlap are the same, others are only in one of the two`()
        throws
    {
        let old = try Self.firings([
            ("active", 0, "a1"), ("cleared", 50, "a1"), ("active", 100, "a1"),
            ("cleared", 150, "a1"),
            ("active", 0, "a2"), ("cleared", 10, "a2"),
        ])
        let new = try Self.firings([
            ("active", 40, "a1"), ("cleared", 60, "a1"), ("active", 200, "a1"),
            ("active", 11, "a2"), ("cleared", 20, "a2"),
        ])
        func seconds(_ firings: [Firing]) -> [Int64] {
            firings.map { ($0.raised.milliseconds - 1_772_400_000_000) / 1000 }
        }
        #expect(seconds(BacktestReport.unmatched(old.all, new.all)) == [100, 0])
        #expect(seconds(BacktestReport.unmatched(new.all, old.all)) == [200, 11])
        let text = BacktestReport(
            sides: [
                .init(name: "new", rules: ["hot", "cold"], firings: new),
                .init(name: "old", rules: ["hot"], firings: old),
            ]
        ).text
        #expect(text.contains("only in new: 2"))
        #expect(text.contains("only in old: 2"))
        #expect(text.hasSuffix("never fired: cold\n"), "\(text)")
    }

    @Test func `the middle of the durations is shown, of two the shorter`() {
        #expect(BacktestReport.median([]) == "–")
        #expect(BacktestReport.median([9_000_000_000, 1_000_000_000, 2_000_000_000]) == "2s")
        #expect(BacktestReport.median([9_000_000_000, 1_000_000_000]) == "1s")
    }

    /// Against the calendar of Foundation, which knows ISO 8601 weeks on its own.
    @Test func `weeks are those of ISO 8601`() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for day in stride(from: -800, to: 40_000, by: 1) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 7)
            let parts = calendar.dateComponents([.yearForWeekOfYear, .weekOfYear], from: date)
            let week = parts.weekOfYear!
            let wanted = "\(parts.yearForWeekOfYear!)-W\(week < 10 ? "0" : "")\(week)"
            let time = EventTime(milliseconds: Int64(day) * 86_400_000 + 7_000)
            #expect(ISOWeek.text(time) == wanted)
        }
    }
}
