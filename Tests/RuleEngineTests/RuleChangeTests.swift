import Records
import TestSupport
import Testing

@testable import RuleEngine

/// What becomes of open alerts when the rules are others after a restart.
@Suite struct RuleChangeTests {
    private static let kept = StateBench.files["hold"]!
    private static let down = StateBench.files["quiet"]!

    /// Both rules have an open alert, `hold` also one of missing data and one that is acknowledged.
    private static func open() -> Bench {
        var bench = Bench(set: StateBench.set(["hold": kept, "quiet": down]))
        bench.reading(0, 11, zone: "a")
        bench.reading(0, 11, zone: "b")
        bench.event(5, ["category": .text("down")], topic: "equipment.states")
        bench.event(6, ["category": .text("down")], topic: "equipment.states", equipment: "M2")
        bench.advance(21)
        let alert = bench.outputs.alerts.first { $0.rule == "hold" }!.alert
        _ = bench.runner.command(
            alert: alert,
            .acknowledge,
            by: "ann",
            time: Bench.seconds(22),
            outputs: &bench.outputs
        )
        bench.reading(25, 20, zone: "a")
        return bench
    }

    private static func closed(_ bench: inout Bench, at seconds: Double) -> [AlertTransition] {
        bench.outputs.removeAll()
        bench.runner.closeOrphans(at: Bench.seconds(seconds), outputs: &bench.outputs)
        defer { bench.outputs.removeAll() }
        return bench.outputs.alerts
    }

    @Test func `a rule that is gone closes its alerts and the others go on`() throws {
        var before = Self.open()
        let raised = before.outputs.alerts.filter { $0.rule == "quiet" && $0.state == .active }
        let bytes = StateBench.bytes(before)
        var after = Bench(set: StateBench.set(["hold": Self.kept]))
        let restored = try StateBench.restore(bytes, into: &after)
        #expect(restored.removedRules == ["quiet"] && restored.changedRules == [])
        #expect(restored.keyCount == 2 && restored.orphanCount == 2)
        let closed = Self.closed(&after, at: 30)
        #expect(closed.count == raised.count)
        for (end, start) in zip(closed, raised) {
            var expected = start
            expected.state = .closed
            expected.previous = .active
            expected.time = Bench.seconds(30)
            expected.reason = "rule-removed"
            expected.setHash = after.runner.set.contentHash
            // Nobody can ask the rule any more.
            expected.conditions = ""
            expected.parameters = []
            #expect(end == expected)
        }
        #expect(Self.closed(&after, at: 31) == [])
        before.outputs.removeAll()
        before.advance(400)
        after.advance(400)
        let expected = before.outputs.alerts.filter { $0.rule == "hold" }.map(\.reason)
        #expect(!expected.isEmpty)
        #expect(after.outputs.alerts.map(\.reason) == expected)
    }

    @Test(arguments: ["local better = 1\n", "mode"])
    func `a rule that changed closes its alerts, acknowledged ones too`(change: String) throws {
        let bytes = StateBench.bytes(Self.open())
        let text =
            change == "mode"
            ? Self.kept.replacing("hold = \"20s\"", with: "mode = \"off\"") : change + Self.kept
        var after = Bench(set: StateBench.set(["hold": text, "quiet": Self.down]))
        let restored = try StateBench.restore(bytes, into: &after)
        // A rule that is off is as good as gone.
        let reason = change == "mode" ? "rule-removed" : "rule-changed"
        #expect(restored.changedRules == (change == "mode" ? [] : ["hold"]))
        #expect(restored.removedRules == (change == "mode" ? ["hold"] : []))
        let closed = Self.closed(&after, at: 30)
        #expect(closed.map(\.reason) == [reason, reason])
        #expect(closed.allSatisfy { $0.state == .closed && $0.rule == "hold" })
        #expect(Set(closed.map(\.previous)) == [.active, .acknowledged])
        #expect(Set(closed.map(\.acknowledgedBy)) == ["", "ann"])
        // The new one starts from nothing.
        after.reading(31, 11)
        after.advance(52)
        let raised = after.outputs.alerts.filter { $0.rule == "hold" }
        #expect(raised.map(\.time) == (change == "mode" ? [] : [Bench.seconds(51)]))
    }

    @Test func `missing data of a rule that is gone closes with the title it was raised with`()
        throws
    {
        var before = Bench(set: StateBench.set(["hold": Self.kept]))
        before.reading(0, 1)
        before.advance(150)
        let raised = before.outputs.alerts[0]
        #expect(raised.reason == "missing")
        var after = Bench(set: .empty)
        #expect(try StateBench.restore(StateBench.bytes(before), into: &after).orphanCount == 1)
        let closed = Self.closed(&after, at: 200)
        #expect(closed.map(\.alert) == [raised.alert])
        #expect(closed.map(\.title) == [raised.title])
        #expect(closed.map(\.evidence) == [raised.evidence])
    }

    @Test func `what waits to be closed survives another crash`() throws {
        var once = Bench(set: .empty)
        try StateBench.restore(StateBench.bytes(Self.open()), into: &once)
        var twice = Bench(set: StateBench.set(["hold": Self.kept, "quiet": Self.down]))
        let restored = try StateBench.restore(StateBench.bytes(once), into: &twice)
        #expect(restored.removedRules == [] && restored.orphanCount == 4)
        #expect(Self.closed(&twice, at: 30).count == 4)
        #expect(twice.runner.orphanCount == 0)
    }

    @Test func `an alert that the new version raised meanwhile stays open`() throws {
        let bytes = StateBench.bytes(Self.open())
        var after = Bench(
            set: StateBench.set(["hold": "local better = 1\n" + Self.kept, "quiet": Self.down])
        )
        try StateBench.restore(bytes, into: &after)
        after.reading(31, 11, zone: "b")
        after.advance(60)
        let again = after.outputs.alerts.first { $0.rule == "hold" }!
        let closed = Self.closed(&after, at: 60)
        #expect(closed.count == 1)
        #expect(closed.first?.alert != again.alert)
    }

    @Test func `a rule in shadow mode closes in the shadow and one in quarantine leaves it`() throws
    {
        let shadow = Self.kept.replacing("severity = \"low\"", with: "mode = \"shadow\"")
        var before = Bench(set: StateBench.set(["hold": shadow, "flaky": StateBench.flaky]))
        for second in 0..<25 { before.reading(Double(second), second == 19 ? 100 : 20) }
        #expect(before.runner.quarantinedRules == ["flaky"])
        let locked = before.outputs.alerts[0]
        var after = Bench(set: .empty)
        let restored = try StateBench.restore(StateBench.bytes(before), into: &after)
        #expect(restored.orphanCount == 2)
        after.runner.closeOrphans(at: Bench.seconds(30), outputs: &after.outputs)
        #expect(after.outputs.shadow.count == 1)
        let closed = after.outputs.alerts
        #expect(closed.map(\.alert) == [locked.alert])
        #expect(closed.map(\.episode) == [locked.episode])
        #expect(closed.map(\.equipment) == ["M1"])
        #expect(closed.map(\.reason) == ["rule-removed"])
    }
}
