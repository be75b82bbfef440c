import Records
import Testing

@testable import RuleEngine

/// The budget of steps is the same for every call, whatever was called before.
@Suite struct StepBudgetTests {
    @Test func `how much a call may do does not depend on the calls before it`() {
        // A runner that is restored calls with a fresh interpreter, and must come to the same end.
        let counts = [0, 1, 5].map { Self.turnsAllowed(afterCalls: $0) }
        #expect(Set(counts).count == 1, "\(counts)")
    }

    /// The most turns of a loop that one call gets through.
    private static func turnsAllowed(afterCalls callCount: Int) -> Int {
        var (allowed, refused) = (150_000, 700_000)
        while refused - allowed > 1 {
            let middle = (allowed + refused) / 2
            var bench = Bench(
                """
                rule "r" { title = "t", owner = "q", on = "process.measurements",
                  when = [[ value > 0 ]],
                  fire = function(ev, st, act) local n = 0 for i = 1, ev.value do n = n + 1 end end }
                """
            )
            for index in 0..<callCount { bench.reading(Double(index), 10) }
            bench.reading(100, Double(middle))
            if bench.runner.counters.callErrors == 0 { allowed = middle } else { refused = middle }
        }
        return allowed
    }
}
