import Records
import TestSupport
import Testing

@testable import RuleEngine

/// Rules with a function, seen from outside.
@Suite struct FunctionTests {
    static let text = """
        rule "fn" { title = "{equipment}: run of {run}", owner = "q", on = "process.measurements", key = { "equipment", "zone" },
          when = [[ characteristic == "temp" and value > 10 ]], clears = [[ characteristic == "temp" and value < 5 ]],
          resets = [[ characteristic == "temp" and value == 0 ]], severity = "low",
          state = { run = 0, lots = ring(3) }, may = { "hold_lot", "reroute", "reprioritise" }, approved_by = "b",
          fire = function(ev, st, act)
            st.run = st.run + 1
            if ev.lot then st.lots:push(ev.lot) end
            if st.run == 2 then act.alert { detail = { run = st.run, lots = st.lots:list() } } end
            if st.run == 3 then
              act.alert { severity = "critical" }
              act.hold_lot { lot = "L", reason = "r" }
              act.reroute { lot = "L", from = ev.equipment, to_group = "G" }
              act.reprioritise { lot = "L", by = 20, why = "w" }
            end
            if st.run == 5 then act.clear() end
          end }
        """

    @Test func `actions become alerts and dispatch changes with the key of the rule`() {
        var bench = Bench(Self.text)
        for (second, lot) in ["L1", "L2", "L3"].enumerated() {
            bench.event(
                Double(second),
                [
                    "characteristic": .text("temp"), "value": .integer(11), "lot": .text(lot),
                    "zone": .text("a"),
                ]
            )
        }
        let alerts = bench.outputs.alerts
        #expect(alerts.map(\.severity) == [.low, .critical])
        #expect(alerts.map(\.episode) == [1, 1])
        #expect(alerts[0].title == "M1: run of 2")
        #expect(alerts[0].value("lots") == .text("L1, L2"))
        #expect(alerts[0].value("zone") == .text("a"))
        let changes = bench.outputs.dispatches
        #expect(changes.map(\.change) == ["hold", "reroute", "reprioritise"])
        #expect(
            changes.allSatisfy {
                $0.alert == alerts[0].alert && $0.equipment == "M1" && $0.lot == "L"
            }
        )
        #expect(changes[1].toGroup == "G" && changes[1].from == "M1")
        #expect(changes[2].by == 20 && changes[2].reason == "w")
    }

    @Test func `state is kept per key, put back by resets, and its alert clears natively`() {
        var bench = Bench(Self.text)
        bench.reading(0, 11, zone: "a")
        bench.reading(1, 11, zone: "b")
        bench.reading(2, 0, zone: "a")
        bench.reading(3, 11, zone: "a")
        #expect(bench.take() == [])
        bench.reading(4, 11, zone: "a")
        bench.reading(5, 11, zone: "b")
        #expect(bench.take() == ["active 4s condition", "active 5s condition"])
        bench.reading(6, 4, zone: "a")
        #expect(bench.take() == ["cleared 6s cleared"])
    }

    @Test func `shadow rules report and publish nothing, rules that are off do not run`() {
        var shadow = Bench(
            AlertLifeTests.oven.replacing("hold = \"30s\"", with: "mode = \"shadow\"")
        )
        shadow.reading(0, 250)
        #expect(shadow.outputs.items.isEmpty)
        #expect(shadow.outputs.shadow.count == 1)
        #expect(shadow.runner.counters.shadowOutputs == 1)
        var off = Bench(AlertLifeTests.oven.replacing("hold = \"30s\"", with: "mode = \"off\""))
        off.reading(0, 250)
        #expect(off.outputs.isEmpty)
        #expect(off.runner.counters.evaluations == 0)
    }

    @Test func `the same input gives the same outputs, functions and timers included`() {
        let seed = testSeed()
        let both =
            Self.text + "\n" + AlertLifeTests.oven + """

                rule "gone" { title = "t", owner = "q", on = "process.measurements", key = { "equipment", "zone" },
                  missing = { after = "20s" } }
                """
        let set = Bench.set(both)
        func run() -> [RuleOutput] {
            var generator = SeededGenerator(seed: seed)
            var bench = Bench(set: set)
            for second in 0..<2_000 {
                let value = Double(Int.random(in: 0...300, using: &generator))
                let zone = ["a", "b", "c", "d", "e", "f", "g"].randomElement(using: &generator)!
                let equipment = ["M1", "M2", "M3"].randomElement(using: &generator)!
                bench.reading(Double(second), value, zone: zone, equipment: equipment)
                if second % 7 == 0 { bench.advance(Double(second) - 5) }
            }
            bench.advance(10_000)
            return bench.outputs.items
        }
        let first = run()
        #expect(first.count > 200, "SEED=\(seed)")
        #expect(first == run(), "SEED=\(seed)")
    }

    @Test func `progress told often or seldom gives the same alerts per key`() {
        let set = Bench.set(AlertLifeTests.oven)
        func run(every: Int) -> [String] {
            var generator = SeededGenerator(seed: 7)
            var bench = Bench(set: set)
            for second in 0..<3_000 {
                bench.reading(
                    Double(second),
                    Double(Int.random(in: 230...270, using: &generator)) + Double(second / 100 % 2)
                        * 20
                )
                if second % every == 0 { bench.advance(Double(second) - 10) }
            }
            bench.advance(10_000)
            return bench.take()
        }
        #expect(run(every: 1) == run(every: 500))
        #expect(run(every: 1).count > 10)
    }

    @Test func `an event that concerns no rule reaches none through the index`() {
        var bench = Bench(
            (0..<100).map { index in
                "rule \"r\(index)\" { title = \"t\", owner = \"q\", on = \"process.measurements\", when = [[ characteristic == \"c\(index)\" and value > 1 ]] }\n"
            }.joined()
        )
        bench.reading(0, 5, "other")
        #expect(bench.runner.counters.evaluations == 0)
        bench.reading(1, 5, "c42")
        #expect(bench.runner.counters.evaluations == 1)
        #expect(bench.take() == ["active 1s condition"])
    }
}
