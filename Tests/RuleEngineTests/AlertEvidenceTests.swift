import Records
import Testing

@testable import RuleEngine

/// What an alert says about why it is.
@Suite struct AlertEvidenceTests {
    private static let rule = """
        rule "hot" {
          title = "{value}", owner = "q", on = "process.measurements", hold = "20s",
          params = { limit = 10.5, kind = "temp" },
          when = [[ characteristic == params.kind and (value > params.limit or ok) ]],
          clears = [[ characteristic == params.kind and value < 5 ]] }
        """

    /// What `takt rules explain` shows for the event that the bench saw last.
    private static func tree(_ bench: borrowing Bench) -> String {
        let rule = bench.runner.set.rules[0]
        let topic = bench.runner.topicIndex(rule.topic)!
        var tree = ConditionTree(
            plan: bench.runner.topics[topic].plan,
            parameters: Dictionary(uniqueKeysWithValues: rule.parameters)
        )
        let context = unsafe EventContext(
            time: Bench.start,
            equipment: 0,
            equipmentName: UnsafeRawBufferPointer(start: nil, count: 0)
        )
        _ = tree.add("when", rule.when!.tree, bench.fields, context)
        if let clears = rule.clears { _ = tree.add("clears", clears.tree, bench.fields, context) }
        return tree.lines.joined(separator: "\n")
    }

    @Test
    func `a raise by time shows the parts of the event before it, the records and the parameters`()
    {
        var bench = Bench(Self.rule)
        bench.reading(0, 11)
        bench.reading(7, 12.25)
        let expected = Self.tree(bench)
        bench.advance(60)
        let raised = bench.outputs.alerts[0]
        #expect(raised.reason == "condition" && raised.time == Bench.seconds(20))
        #expect(raised.conditions == expected)
        #expect(raised.conditions.contains("✓ value > params.limit\n"))
        #expect(raised.conditions.contains("✗ clears"))
        #expect(raised.sources.map(\.offset) == [0, 7000])
        #expect(
            raised.parameters == [
                NamedValue("kind", .text("temp")), NamedValue("limit", .number(10.5)),
            ]
        )
        bench.outputs.removeAll()
        bench.reading(70, 1)
        let cleared = bench.outputs.alerts[0]
        #expect(cleared.conditions == Self.tree(bench))
        #expect(cleared.previous == .active && cleared.sources.map(\.offset) == [70_000])
    }

    @Test func `what comes after a restart has the evidence of before`() {
        var bench = Bench(Self.rule)
        bench.reading(0, 11)
        bench.reading(7, 12.25)
        var restored = StateBench.restored(StateBench.bytes(bench), set: Bench.set(Self.rule))
        bench.advance(60)
        restored.runner.advance(
            equipment: 0,
            progress: Bench.seconds(60),
            outputs: &restored.outputs
        )
        #expect(bench.outputs.alerts.count == 1)
        #expect(restored.outputs.alerts == bench.outputs.alerts)
    }

    @Test func `of many records the first and the newest are kept`() {
        var bench = Bench(Self.rule)
        for second in 0..<20 { bench.reading(Double(second), 11) }
        bench.advance(30)
        let offsets = bench.outputs.alerts[0].sources.map(\.offset)
        #expect(offsets == [0] + (5..<20).map { Int64($0) * 1000 })
        // A break begins anew.
        var broken = Bench(Self.rule)
        broken.reading(0, 11)
        broken.reading(1, 7)
        broken.reading(2, 11)
        broken.advance(30)
        #expect(broken.outputs.alerts[0].sources.map(\.offset) == [2000])
    }

    @Test func `a detail is no field, and what cannot be known again is not told`() {
        var bench = Bench(
            """
            rule "r" { title = "t", owner = "q", on = "process.measurements",
              when = [[ lot == nil and value > 10 ]],
              fire = function(ev, st, act) act.alert { detail = { lot = "L9" } } end }
            rule "long" { title = "t", owner = "q", on = "process.measurements",
              when = [[ value > 10 and (zone == nil or len(zone) > 0) ]] }
            """
        )
        bench.event(0, ["value": .number(11)])
        let raised = bench.outputs.alerts
        #expect(raised.map(\.rule) == ["r", "long"])
        #expect(raised[0].conditions.contains("✓ lot == nil"))
        #expect(raised[0].value("lot") == .text("L9"))
        #expect(raised[1].conditions == "")
    }
}
