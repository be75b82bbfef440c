import Testing

@testable import takt

@Suite("What an alert tells about itself")
struct AlertStoryTests {
    private static func step(_ fields: String, alert: String = "9f3a5c01d2e4b687") -> AlertStory
        .Step?
    {
        let text =
            "{\"equipment\":\"m\",\"alert\":\"\(alert)\",\"rule\":\"hot\",\"severity\":\"high\",\"title\":\"m 11\",\(fields)}"
        return AlertStory.Step(Array(text.utf8))
    }

    private static let steps = [
        step(
            "\"episode\":1,\"time\":\"2026-03-02T08:00:00Z\",\"previous\":\"pending\",\"state\":\"active\",\"reason\":\"condition\",\"conditions\":\"✓ when\\n  ✓ value > params.limit\",\"detail_value\":11.5,\"param_limit\":10,\"sources\":[\"mes.process.measurements/3/17\"]"
        ),
        step(
            "\"episode\":1,\"time\":\"2026-03-02T08:05:00Z\",\"previous\":\"active\",\"state\":\"shelved\",\"reason\":\"shelved by ann: trial\",\"until\":\"2026-03-02T10:00:00Z\",\"shelving\":\"one_shot\""
        ),
        step(
            "\"episode\":2,\"time\":\"2026-03-02T09:00:00Z\",\"previous\":\"shelved\",\"state\":\"active\",\"reason\":\"unshelved\""
        ),
    ].compactMap { $0 }

    @Test("the newest episode, or all of them, with evidence and who did what")
    func story() throws {
        #expect(Self.steps.count == 3)
        let all = try AlertStory.text(Self.steps, of: "9f3a", all: true)
        #expect(
            all == """
                alert  9f3a5c01d2e4b687, active
                  title     m 11
                  severity  high
                  rule      hot

                episode 1
                  2026-03-02 08:00:00Z  pending → active  condition
                  2026-03-02 08:05:00Z  active → shelved  shelved by ann: trial, until 2026-03-02 10:00:00Z or its return to normal

                  ✓ when
                    ✓ value > params.limit

                values
                  value  11.5

                parameters
                  limit  10

                records
                  mes.process.measurements/3/17

                episode 2
                  2026-03-02 09:00:00Z  shelved → active  unshelved

                """
        )
        let newest = try AlertStory.text(Self.steps, of: "9f3a", all: false)
        #expect(!newest.contains("episode 1") && newest.contains("episode 2"))
    }

    @Test("no alert, and more than one that begins so, are told in a sentence")
    func none() throws {
        #expect(throws: Failure.self) { try AlertStory.text([], of: "9f", all: false) }
        let other = try #require(
            Self.step(
                "\"episode\":1,\"time\":\"2026-03-02T08:00:00Z\",\"state\":\"active\"",
                alert: "9f00000000000000"
            )
        )
        #expect(throws: Failure.self) {
            try AlertStory.text(Self.steps + [other], of: "9f", all: false)
        }
    }

    @Test("a quiet alert is open, and the list says until when and for whom")
    func record() throws {
        let value =
            "{\"alert\":\"9f3a5c01d2e4b687\",\"state\":\"shelved\",\"until\":\"2026-03-02T10:00:00Z\",\"by\":\"ann\",\"why\":\"trial\"}"
        let record = try #require(AlertRecord(Array(value.utf8)))
        #expect(record.isOpen && record.note == "until 2026-03-02 10:00:00Z, by ann: trial")
        let over = "{\"alert\":\"9f3a5c01d2e4b687\",\"state\":\"normal\",\"by\":\"ann\"}"
        let normal = try #require(AlertRecord(Array(over.utf8)))
        #expect(!normal.isOpen && normal.note == "")
    }
}
