import Codecs
import Engine
import Records
import RuleEngine
import Testing

@Suite("An alert is raised, acknowledged and cleared through the topics")
struct AlertCommandTests {
    private func temperature(_ seconds: Double, _ value: Double, _ factory: Factory) {
        factory.send(
            .measurements,
            "{\(BadRecord.machine),\"time\":\"\(Factory.time(seconds))\",\"characteristic\":\"zone_temp\",\"value\":\(value)}",
            timestamp: Factory.epoch + Int64(seconds * 1_000)
        )
    }

    private func command(
        _ seconds: Double,
        _ alert: String,
        _ word: String,
        _ factory: Factory,
        more: String = ""
    ) {
        factory.send(
            .commands,
            "{\(BadRecord.machine),\"time\":\"\(Factory.time(seconds))\",\"alert\":\"\(alert)\",\"command\":\"\(word)\",\"by\":\"Ada\",\"why\":\"looking\"\(more)}",
            timestamp: Factory.epoch + Int64(seconds * 1_000)
        )
    }

    @Test("the acknowledgement says who, and clearing ends the episode")
    func life() throws {
        let factory = try Factory(rules: try FaultyPlantTests.shippedRules())
        for second in stride(from: 0.0, through: 60, by: 5) { temperature(second, 250, factory) }
        let raised = try #require(factory.collect().first { $0.topic == .alerts })
        let alert = try #require(raised.text("alert"))
        #expect(raised.text("rule") == "over-temperature")
        #expect(raised.text("state") == "active")

        command(62, alert, "acknowledge", factory)
        let acknowledged = factory.collect().filter { $0.topic == .alertsCurrent }
        #expect(acknowledged.map(\.key) == [alert])
        #expect(acknowledged.first?.text("state") == "acknowledged")
        #expect(acknowledged.first?.text("acknowledged_by") == "Ada")

        command(63, alert, "acknowledge", factory)
        #expect(factory.collect().isEmpty, "a second acknowledgement changes nothing")
        #expect(factory.shard.books.ignored == 1)

        for second in stride(from: 65.0, through: 80, by: 5) { temperature(second, 200, factory) }
        let cleared = try #require(factory.collect().first { $0.topic == .alerts })
        #expect(cleared.text("state") == "cleared")
        #expect(cleared.text("previous") == "acknowledged")
        #expect(cleared.number("episode") == 1)
        #expect(factory.shard.books.isBalanced)
    }

    @Test(
        "an alert that is shelved before it exists keeps quiet until its time, and the topic says who"
    )
    func shelvedAhead() throws {
        let factory = try Factory(rules: try FaultyPlantTests.shippedRules())
        let machine = "acme/berlin/body/line-1/press-1"
        let key = [RuleValue.text(machine), .text("zone_temp")]
        let identity = AlertIdentity.of(rule: "over-temperature", key: key)
        var digits: [UInt8] = []
        Hex.append(identity, to: &digits)
        let alert = String(decoding: digits, as: UTF8.self)
        let more =
            ",\"until\":\"\(Factory.time(300))\",\"rule\":\"over-temperature\",\"key\":[\"\(machine)\",\"zone_temp\"]"
        command(0, alert, "shelve", factory, more: more)
        let shelved = try #require(factory.collect().first { $0.topic == .alertsCurrent })
        #expect(shelved.text("state") == "shelved" && shelved.text("by") == "Ada")
        #expect(shelved.text("until") == "2026-03-02T08:05:00.000Z", "\(shelved.value)")
        #expect(shelved.text("source_topic") == "mes.alert.commands")
        #expect(shelved.number("episode") == 0 && shelved.text("shelving") == "timed")
        for second in stride(from: 5.0, through: 100, by: 5) { temperature(second, 250, factory) }
        #expect(!factory.collect().contains { $0.topic == .alerts })
        for second in stride(from: 290.0, through: 320, by: 5) { temperature(second, 250, factory) }
        let raised = try #require(factory.collect().first { $0.topic == .alerts })
        #expect(raised.text("state") == "active" && raised.text("previous") == "shelved")
        #expect(raised.text("reason") == "unshelved" && raised.number("episode") == 1)
        #expect(factory.shard.books.isBalanced)
    }

    @Test("a command that does not say what it must is set aside with a sentence")
    func incomplete() throws {
        let factory = try Factory(rules: try FaultyPlantTests.shippedRules())
        command(0, "0123456789abcdef", "shelve", factory)
        command(1, "0123456789abcdef", "shelve", factory, more: ",\"until\":\"soon\"")
        command(2, "0123456789abcdef", "shelve", factory, more: ",\"shelving\":\"for ever\"")
        command(3, "0123456789abcdef", "shelve", factory, more: ",\"key\":[1]")
        command(4, "0123456789abcdef", "snooze", factory)
        let codes = factory.collect().filter { $0.topic == .deadLetters }.map {
            $0.headers["takt_reason_code"]
        }
        #expect(
            codes == [
                "incomplete-command", "bad-until", "bad-shelving", "bad-key", "unknown-command",
            ]
        )
        #expect(factory.shard.books.isBalanced)
    }

    @Test("a command for an alert that nobody knows is ignored, and the books say so")
    func unknownAlert() throws {
        let factory = try Factory(rules: try FaultyPlantTests.shippedRules())
        command(0, "0123456789abcdef", "acknowledge", factory)
        #expect(factory.shard.books.ignored == 1)
        #expect(factory.shard.books.isBalanced)
    }
}
