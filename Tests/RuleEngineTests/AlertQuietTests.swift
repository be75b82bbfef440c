import Records
import Testing

@testable import RuleEngine

/// Alerts that are kept quiet: shelved, out of service, suppressed by the state of their machine.
@Suite struct AlertQuietTests {
    static let rule = """
        rule "hot" {
          title = "{equipment} {zone} at {value}", owner = "q", on = "process.measurements",
          key = { "equipment", "zone" },
          when = [[ value > 10 ]], clears = [[ value < 5 ]], repeat_after = "10m",
          suppress = { machine_state = { "maintenance" } }, missing = { after = "2h" } }
        """
    static let alert = AlertIdentity.of(rule: "hot", key: [.text("M1"), .text("a")])

    private static func order(
        _ bench: inout Bench,
        _ seconds: Double,
        _ command: AlertCommand,
        alert: UInt64 = alert,
        change: (inout AlertOrder) -> Void = { _ in }
    ) -> AlertCommandOutcome {
        var order = AlertOrder(command, by: "ann", why: "sensor is being changed")
        order.until = Bench.seconds(3600)
        order.workOrder = "WO-7"
        change(&order)
        return bench.runner.command(
            alert: alert,
            order,
            equipment: (0, "M1"),
            time: Bench.seconds(seconds),
            source: Bench.commandSource,
            outputs: &bench.outputs
        )
    }

    @Test func `a shelved alert is tracked, comes back at its time and says who shelved it`() throws
    {
        var bench = Bench(Self.rule)
        bench.reading(0, 11)
        bench.outputs.removeAll()
        #expect(Self.order(&bench, 1, .shelve) == .applied)
        let shelved = try #require(bench.outputs.alerts.first)
        #expect(shelved.state == .shelved && shelved.previous == .active)
        #expect(shelved.audit?.by == "ann" && shelved.audit?.until == Bench.seconds(3600))
        #expect(bench.take() == ["shelved 1s shelved by ann: sensor is being changed"])
        // Neither its repeats, nor its clearing, nor another raise are told.
        bench.advance(1000)
        bench.reading(1001, 1)
        bench.reading(1002, 20)
        #expect(bench.take() == [])
        bench.advance(3600)
        let back = try #require(bench.outputs.alerts.first)
        #expect(back.previous == .shelved && back.episode == 2)
        #expect(bench.take() == ["active 3600s unshelved"])
    }

    @Test func `an alert that held all the while comes back in its episode`() throws {
        var bench = Bench(Self.rule)
        bench.reading(0, 11)
        _ = Self.order(&bench, 1, .acknowledge)
        _ = Self.order(&bench, 2, .shelve)
        bench.outputs.removeAll()
        #expect(Self.order(&bench, 100, .unshelve) == .applied)
        let back = try #require(bench.outputs.alerts.first)
        #expect(back.episode == 1 && back.state == .active && back.acknowledgedAt == nil)
        #expect(back.raisedAt == Bench.seconds(0))
    }

    @Test func `an alert whose condition went away while it was shelved is cleared with it`() {
        var bench = Bench(Self.rule)
        bench.reading(0, 11)
        _ = Self.order(&bench, 1, .shelve)
        bench.reading(2, 1)
        bench.outputs.removeAll()
        bench.advance(4000)
        #expect(bench.take() == ["cleared 3600s unshelved"])
        #expect(bench.runner.openAlertCount == 0)
    }

    @Test func `a one-shot shelving ends with the first return to normal`() {
        var bench = Bench(Self.rule)
        bench.reading(0, 11)
        #expect(Self.order(&bench, 1, .shelve) { $0.isOneShot = true } == .applied)
        #expect(bench.outputs.alerts.last?.audit?.isOneShot == true)
        bench.outputs.removeAll()
        bench.reading(2, 1)
        bench.reading(3, 11)
        #expect(bench.take() == ["cleared 2s unshelved", "active 3s condition"])
    }

    @Test func `an alert can be shelved before it exists`() throws {
        var bench = Bench(Self.rule)
        func ahead(_ order: inout AlertOrder) {
            order.rule = "hot"
            order.key = ["M1", "a"]
        }
        #expect(Self.order(&bench, 0, .shelve) == .unknownAlert)
        #expect(Self.order(&bench, 0, .shelve, change: ahead) == .applied)
        let shelved = try #require(bench.outputs.alerts.first)
        #expect(shelved.episode == 0 && shelved.previous == .normal && shelved.title == "M1 a at -")
        bench.outputs.removeAll()
        bench.reading(10, 11)
        #expect(bench.take() == [])
        bench.advance(3600)
        #expect(bench.outputs.alerts.first?.title == "M1 a at 11")
        #expect(bench.take() == ["active 3600s unshelved"])
        // The identity has to be that of the rule and the key, and the machine that of the command.
        #expect(Self.order(&bench, 1, .shelve, alert: 7, change: ahead) == .unknownAlert)
        let other = AlertIdentity.of(rule: "hot", key: [.text("M2"), .text("a")])
        let outcome = Self.order(&bench, 1, .shelve, alert: other) {
            ahead(&$0)
            $0.key = ["M2", "a"]
        }
        #expect(outcome == .unknownAlert)
    }

    @Test func `the identity of a key is the one that events have, whatever kinds its values are`()
    {
        var bench = Bench(
            """
            rule "r" { title = "t", owner = "q", on = "process.measurements",
              key = { "seq", "ok", "equipment", "value", "lot" }, when = [[ zone == "a" ]] }
            """
        )
        bench.event(
            0,
            [
                "seq": .integer(3), "ok": .boolean(true), "value": .number(2.5), "zone": .text("a"),
            ]
        )
        let raised = bench.outputs.alerts[0]
        #expect(AlertIdentity.of(rule: "r", key: raised.key.map(\.value)) == raised.alert)
        let texts = raised.key.map(\.value.text)
        let values = AlertIdentity.values(of: raised.alert, rule: "r", texts: texts)
        #expect(values == raised.key.map(\.value))
        #expect(AlertIdentity.values(of: raised.alert &+ 1, rule: "r", texts: texts) == nil)
    }

    @Test func `shelving needs a reason and a time, within thirty days`() {
        var bench = Bench(Self.rule)
        bench.reading(0, 11)
        func isLacking(_ change: (inout AlertOrder) -> Void) -> Bool {
            if case .lacks = Self.order(&bench, 1, .shelve, change: change) { return true }
            return false
        }
        #expect(isLacking { $0.why = "" })
        #expect(isLacking { $0.by = "" })
        #expect(isLacking { $0.until = nil })
        #expect(isLacking { $0.until = Bench.seconds(1) })
        #expect(isLacking { $0.until = Bench.seconds(31 * 86_400) })
        #expect(Self.order(&bench, 1, .shelve) { $0.episode = 2 } == .otherEpisode(1))
        #expect(bench.take() == ["active 0s condition"])
    }

    @Test func `an alert is out of service until it is returned, under a work order`() throws {
        var bench = Bench(Self.rule)
        bench.reading(0, 11)
        guard case .lacks = Self.order(&bench, 1, .outOfService, change: { $0.workOrder = "" })
        else { return #expect(Bool(false)) }
        #expect(Self.order(&bench, 1, .outOfService) == .applied)
        #expect(bench.outputs.alerts.last?.audit?.workOrder == "WO-7")
        #expect(Self.order(&bench, 2, .acknowledge) == .isQuiet(.outOfService))
        #expect(Self.order(&bench, 2, .unshelve) == .notIn(.shelved))
        bench.outputs.removeAll()
        bench.advance(7000)
        #expect(bench.take() == [])
        #expect(Self.order(&bench, 7001, .inService) == .applied)
        #expect(bench.outputs.alerts.first?.previous == .outOfService)
    }

    @Test func `the machine's state suppresses an open alert and brings it back, without an event`()
    {
        var bench = Bench(Self.rule)
        bench.reading(0, 11)
        bench.outputs.removeAll()
        bench.machineState = "maintenance"
        bench.changeMachine(5)
        #expect(bench.outputs.alerts.first?.previous == .active)
        #expect(bench.take() == ["suppressed 5s suppressed"])
        bench.machineState = "running"
        bench.changeMachine(9)
        #expect(bench.outputs.alerts.first?.episode == 1)
        #expect(bench.take() == ["active 9s unsuppressed"])
        // With nothing to suppress there is nothing to say.
        bench.reading(10, 1)
        bench.outputs.removeAll()
        bench.machineState = "maintenance"
        bench.changeMachine(11)
        bench.machineState = "running"
        bench.changeMachine(12)
        #expect(bench.take() == [])
    }

    @Test func `what the event says counts when it also ends the suppression`() {
        var bench = Bench(Self.rule)
        bench.machineState = "maintenance"
        bench.reading(0, 11)
        bench.machineState = "running"
        bench.reading(1, 1)
        #expect(bench.take() == ["suppressed 0s suppressed", "normal 1s unsuppressed"])
    }

    @Test func `a shelved alert of a suppressed machine stays quiet until both are over`() {
        var bench = Bench(Self.rule)
        bench.reading(0, 11)
        _ = Self.order(&bench, 1, .shelve)
        bench.machineState = "maintenance"
        bench.changeMachine(2)
        bench.outputs.removeAll()
        #expect(Self.order(&bench, 3, .unshelve) == .applied)
        #expect(bench.outputs.alerts.map(\.previous) == [.shelved])
        #expect(bench.take() == ["suppressed 3s unshelved by ann: sensor is being changed"])
        bench.machineState = "running"
        bench.changeMachine(4)
        #expect(bench.take() == ["active 4s unsuppressed"])
    }

    @Test func `an alert of missing data is shelved apart`() {
        var bench = Bench(Self.rule)
        bench.reading(0, 11)
        bench.advance(7200)
        let missing = bench.outputs.alerts.last { $0.reason == "missing" }!
        bench.outputs.removeAll()
        let outcome = Self.order(&bench, 7201, .shelve, alert: missing.alert) {
            $0.until = Bench.seconds(9000)
        }
        #expect(outcome == .applied)
        #expect(bench.take() == ["shelved 7201s shelved by ann: sensor is being changed"])
        bench.advance(9000)
        let back = bench.outputs.alerts.last { $0.alert == missing.alert }
        #expect(back?.reason == "unshelved" && back?.state == .active && back?.episode == 1)
    }
}
