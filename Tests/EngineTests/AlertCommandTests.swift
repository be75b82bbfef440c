import Engine
import Records
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

    private func command(_ seconds: Double, _ alert: String, _ word: String, _ factory: Factory) {
        factory.send(
            .commands,
            "{\(BadRecord.machine),\"time\":\"\(Factory.time(seconds))\",\"alert\":\"\(alert)\",\"command\":\"\(word)\",\"by\":\"Ada\",\"why\":\"looking\"}",
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

    @Test("a command for an alert that nobody knows is ignored, and the books say so")
    func unknownAlert() throws {
        let factory = try Factory(rules: try FaultyPlantTests.shippedRules())
        command(0, "0123456789abcdef", "acknowledge", factory)
        #expect(factory.shard.books.ignored == 1)
        #expect(factory.shard.books.isBalanced)
    }
}
