import Codecs
import Records
import Testing

@testable import takt

@Suite("Alerts held against the faults of the plant")
struct FaultMatcherTests {
    private static let second: Int64 = 1_000_000_000
    private static let start = EventTime(milliseconds: 1_772_438_400_000)
    private static let machine = "acme/berlin/machining/line-1/lathe-1"

    private static func at(_ seconds: Int64) -> EventTime {
        start.advanced(byNanoseconds: seconds * second)
    }

    private func alert(
        _ rule: String,
        at seconds: Int64,
        on machine: String = machine,
        window: String? = nil
    ) throws -> RaisedAlert {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("alert", "\(rule)|\(machine)|", &bytes)
        JSONWriter.field("time", Self.at(seconds + 3600), &bytes)
        JSONWriter.field("raised_at", Self.at(seconds), &bytes)
        JSONWriter.field("rule", rule, &bytes)
        JSONWriter.field("equipment", machine, &bytes)
        if let window { JSONWriter.field("detail_window", window, &bytes) }
        JSONWriter.endObject(&bytes)
        return try #require(RaisedAlert(try JSONDocument(parsing: bytes)))
    }

    /// One fault from 100 s to 200 s, 20 s of tolerance.
    private func match(
        _ alerts: [RaisedAlert],
        expected: [String] = ["spc"],
        reached: Int64 = 1000
    ) throws -> FaultMatcher {
        let plan = DemoPlan(
            seed: 1,
            speed: 60,
            wallNanoseconds: 60 * Self.second,
            machineCount: 12,
            now: Self.at(3600)
        )
        var fault = try #require(plan.scenario.groundTruth.first)
        fault.equipment = Self.machine
        fault.start = Self.at(100)
        fault.end = Self.at(200)
        fault.expectedRules = expected
        fault.plausibleRules = ["drift"]
        return FaultMatcher(
            faults: [fault],
            alerts: alerts,
            reached: Self.at(reached),
            tolerance: 20 * Self.second
        )
    }

    @Test("an alert of an expected rule on the machine catches the fault; the first one counts")
    func caught() throws {
        let matcher = try match([
            try alert("spc", at: 180), try alert("drift", at: 110), try alert("spc", at: 150),
        ])
        let outcome = try #require(matcher.outcomes.first)
        #expect(outcome.verdict == .caught && matcher.count(.caught) == 1)
        #expect(outcome.catching?.time == Self.at(150))
        #expect(outcome.alerts.map(\.time) == [Self.at(110), Self.at(150), Self.at(180)])
        #expect(matcher.falseAlarms.isEmpty)
    }

    @Test("a plausible alert is no false alarm, but catches nothing")
    func plausible() throws {
        let matcher = try match([try alert("drift", at: 120)])
        #expect(matcher.outcomes.first?.verdict == .missed)
        #expect(matcher.outcomes.first?.catching?.rule == "drift")
        #expect(matcher.falseAlarms.isEmpty)
    }

    @Test("without an alert a fault is missed, and cut off when the plant did not reach its end")
    func missed() throws {
        #expect(try match([]).outcomes.first?.verdict == .missed)
        #expect(try match([], reached: 200).outcomes.first?.verdict == .missed)
        #expect(try match([], reached: 199).outcomes.first?.verdict == .cut)
        #expect(try match([], reached: 0).outcomes.first?.verdict == .cut)
        let early = try match([try alert("spc", at: 120)], reached: 150)
        #expect(early.outcomes.first?.verdict == .caught)
    }

    @Test("a fault that no rule can see in so short a run is too short, not missed")
    func tooShort() throws {
        #expect(try match([], expected: []).outcomes.first?.verdict == .tooShort)
    }

    @Test("alerts before, too long after, on another machine or of another rule are false alarms")
    func falseAlarms() throws {
        let matcher = try match([
            try alert("spc", at: 99), try alert("spc", at: 221),
            try alert("spc", at: 150, on: "acme/berlin/machining/line-1/lathe-2"),
            try alert("other", at: 150),
        ])
        #expect(matcher.outcomes.first?.verdict == .missed)
        #expect(matcher.falseAlarms.count == 4)
        let edges = try match([try alert("spc", at: 100), try alert("spc", at: 220)])
        #expect(edges.falseAlarms.isEmpty)
    }

    @Test("an alert about a finished hour belongs to a fault inside that hour")
    func hour() throws {
        let matcher = try match([
            try alert("spc", at: 3700, window: "hour"), try alert("spc", at: 3900, window: "hour"),
        ])
        #expect(matcher.outcomes.first?.verdict == .caught)
        #expect(matcher.falseAlarms.map(\.time) == [Self.at(3900)])
    }
}
