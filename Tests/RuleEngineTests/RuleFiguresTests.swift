import Records
import TestSupport
import Testing

@testable import RuleEngine

/// What rules do and cost.
@Suite struct RuleFiguresTests {
    @Test func `a runner that times every event says what one says that times none`() {
        let seed = testSeed()
        var steps = StateSteps(seed: seed)
        var timed = StateBench.fresh()
        var plain = StateBench.fresh()
        timed.runner.timing.interval = 1
        plain.runner.timing.interval = 1 << 62
        for step in 0..<1500 {
            let next = steps.next()
            next.apply(to: &timed)
            next.apply(to: &plain)
            #expect(timed.outputs.items == plain.outputs.items, "seed \(seed), step \(step)")
            timed.outputs.removeAll()
            plain.outputs.removeAll()
        }
        #expect(StateBench.bytes(timed) == StateBench.bytes(plain), "seed \(seed)")
        #expect(timed.runner.figures().contains { $0.nanoseconds > 0 })
        #expect(plain.runner.figures().allSatisfy { $0.nanoseconds == 0 })
    }

    @Test func `figures count what a rule did, and add up`() {
        var bench = Bench(
            """
            rule "a" { title = "t", owner = "q", on = "process.measurements", when = [[ value > 10 ]] }
            rule "b" { title = "t", owner = "q", on = "process.measurements",
              when = [[ value > 11 ]], fire = function(ev, st, act) act.alert {} end }
            """
        )
        for (second, value) in [11.0, 5, 12, 12].enumerated() {
            bench.reading(Double(second), value)
        }
        let figures = bench.runner.figures()
        #expect(figures.map(\.rule) == ["a", "b"])
        #expect(figures.map(\.counters.evaluations) == [4, 4])
        #expect(figures.map(\.counters.matches) == [3, 2])
        #expect(figures.map(\.counters.alerts) == [2, 1])
        #expect(figures.map(\.counters.calls) == [0, 2])
        #expect(figures.map(\.keyCount) == [1, 1])
        #expect(figures[1].byteCount > figures[0].byteCount && figures[0].byteCount > 0)
        var sum = figures[0]
        sum += figures[0]
        #expect(sum.counters.evaluations == 8 && sum.keyCount == 2)
    }
}
