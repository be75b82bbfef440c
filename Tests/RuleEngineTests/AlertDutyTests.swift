import Records
import TestSupport
import Testing

@testable import RuleEngine

/// What alerts ask of people: acknowledgement, reset, a second look, and what they suggest.
@Suite struct AlertDutyTests {
    private static func rule(_ options: String) -> Bench {
        Bench(
            """
            rule "r" { title = "{value}", owner = "q", on = "process.measurements",
              when = [[ value > 10 ]], \(options) }
            """
        )
    }

    private static func order(_ bench: inout Bench, _ seconds: Double, _ command: AlertCommand)
        -> AlertCommandOutcome
    {
        bench.runner.command(
            alert: AlertIdentity.of(rule: "r", key: [.text("M1")]),
            command,
            by: "ann",
            time: Bench.seconds(seconds),
            outputs: &bench.outputs
        )
    }

    @Test func `an alert that must be acknowledged waits for it after its cause is gone`() {
        var bench = Self.rule("ack = \"required\"")
        bench.reading(0, 11)
        bench.reading(1, 1)
        #expect(bench.take() == ["active 0s condition", "returned 1s cleared"])
        #expect(Self.order(&bench, 2, .acknowledge) == .applied)
        #expect(bench.outputs.alerts.first?.acknowledgedBy == "ann")
        #expect(bench.take() == ["cleared 2s acknowledged by ann"])
        // Acknowledged before its cause is gone, it needs nobody.
        bench.reading(3, 11)
        _ = Self.order(&bench, 4, .acknowledge)
        bench.reading(5, 1)
        #expect(bench.take().last == "cleared 5s cleared")
    }

    @Test func `a latching alert stays until it is reset, and a reset does not acknowledge`() {
        var bench = Self.rule("latch = true")
        bench.reading(0, 11)
        #expect(Self.order(&bench, 1, .reset) == .notIn(.latched))
        bench.reading(2, 1)
        #expect(Self.order(&bench, 3, .reset) == .applied)
        #expect(Self.order(&bench, 4, .acknowledge) == .applied)
        #expect(
            bench.take() == [
                "active 0s condition", "latched 2s cleared", "returned 3s reset by ann",
                "cleared 4s acknowledged by ann",
            ]
        )
    }

    @Test func `a hold goes on while an alert waits for its reset`() {
        var bench = Self.rule("latch = true, hold = \"10s\"")
        bench.reading(0, 11)
        bench.advance(10)
        bench.reading(11, 1)
        bench.reading(12, 11)
        #expect(bench.take() == ["active 10s condition", "latched 11s cleared"])
        bench.reading(15, 1)
        bench.reading(16, 11)
        bench.advance(26)
        #expect(bench.outputs.alerts.map(\.previous) == [.latched])
        #expect(bench.take() == ["active 26s condition"])
    }

    @Test func `what somebody took on is announced again when it lasts, and repeats from then on`()
    {
        var bench = Self.rule("realarm_after = \"10m\", repeat_after = \"4m\"")
        bench.reading(0, 11)
        _ = Self.order(&bench, 60, .acknowledge)
        bench.outputs.removeAll()
        bench.advance(1000)
        #expect(bench.outputs.alerts.first?.acknowledgedAt == nil)
        #expect(bench.take() == ["active 660s re-alarm", "active 900s repeat"])
    }

    @Test func `a worse severity is announced again although somebody took the alert on`() {
        var bench = Bench(
            """
            rule "r" { title = "t", owner = "q", on = "process.measurements", when = [[ value > 10 ]],
              fire = function(ev, st, act)
                act.alert { severity = ev.value > 20 and "high" or "low" }
              end }
            """
        )
        bench.reading(0, 11)
        _ = Self.order(&bench, 1, .acknowledge)
        bench.reading(2, 30)
        #expect(
            bench.take() == [
                "active 0s condition", "acknowledged 1s acknowledged by ann", "active 2s severity",
            ]
        )
    }

    @Test func `lots that an alert holds are released by an operator, once`() {
        var bench = Bench(
            """
            rule "r" { title = "t", owner = "q", on = "process.measurements", when = [[ value > 10 ]],
              may = { "hold_lot", "release_lot" }, approved_by = "b",
              fire = function(ev, st, act)
                act.hold_lot { lot = ev.lot }
                if ev.value > 20 then act.release_lot { lot = "L1" } end
              end }
            """
        )
        for (second, lot) in ["L1", "L2", "L2", "L3"].enumerated() {
            bench.event(
                Double(second),
                ["value": .number(second == 3 ? 30 : 11), "lot": .text(lot)]
            )
        }
        bench.outputs.removeAll()
        #expect(Self.order(&bench, 9, .release) == .applied)
        #expect(bench.outputs.dispatches.map(\.reason) == ["release by ann", "release by ann"])
        #expect(bench.take() == ["release L2", "release L3"])
        #expect(Self.order(&bench, 10, .release) == .holdsNoLot)
    }

    // MARK: Flapping

    /// Nagios' own loop: weights from 0.8 for the oldest change to 1.2 for the newest, over 20.
    private static func percent(_ checks: [Bool]) -> Double {
        var curved = 0.0
        for x in 1..<21 where checks[x] != checks[x - 1] {
            curved += Double(x - 1) * (1.2 - 0.8) / Double(21 - 2) + 0.8
        }
        return curved * 100 / 20
    }

    @Test func `the share of changes is the one of Nagios`() {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let checks = (0..<21).map { _ in Bool.random(using: &random) }
            let bits = checks.reduce(UInt32(0)) { $0 << 1 | ($1 ? 1 : 0) }
            let wanted = Self.percent(checks)
            #expect(abs(AlertFlap.percent(bits) - wanted) < 1e-9, "seed \(seed)")
        }
        // Every check another state: 20 changes with a mean weight of one.
        #expect(abs(AlertFlap.percent(0x155555) - 100) < 1e-9)
        #expect(AlertFlap.percent(0) == 0 && AlertFlap.percent(AlertFlap.mask) == 0)
    }

    @Test func `an alert that is raised and cleared again and again says so, and loses nothing`() {
        var bench = Self.rule("flap = { high = 30, low = 20 }")
        var steady = Self.rule("")
        for second in 0..<40 {
            let value = second < 20 && second % 2 == 0 ? 11.0 : 1.0
            bench.reading(Double(second), value)
            steady.reading(Double(second), value)
        }
        let said = bench.outputs.alerts
        let flapping = said.firstIndex { $0.reason == "flapping" }!
        let rest = said.firstIndex { $0.reason == "steady" }!
        #expect(said[flapping].flappingPercent! >= 30 && flapping < rest)
        #expect(said[rest].flappingPercent == nil)
        for index in flapping..<rest { #expect(said[index].flappingPercent != nil) }
        var log = said.filter { $0.reason != "flapping" && $0.reason != "steady" }
        #expect(log.count == 20 && !log.allSatisfy { $0.flappingPercent == nil })
        for index in log.indices {
            log[index].flappingPercent = nil
            log[index].ruleVersion = steady.outputs.alerts[index].ruleVersion
            log[index].setHash = steady.outputs.alerts[index].setHash
        }
        #expect(log == steady.outputs.alerts)
    }

    @Test func `seldom changes are no flapping`() {
        var bench = Self.rule("flap = {}")
        for second in 0..<200 { bench.reading(Double(second), second / 15 % 2 == 0 ? 11 : 1) }
        #expect(bench.outputs.alerts.allSatisfy { $0.flappingPercent == nil })
    }
}
