import TestSupport
import Testing

@testable import RuleEngine

/// The sandbox's own `table.sort` against Swift's.
@Suite struct SortTests {
    /// What a text returns, in an interpreter of its own.
    static func run(_ text: String, stepCount: Int64 = 1_000_000) throws(LuaFailure) -> LuaTree {
        var budget = LuaBudget(memoryByteCount: 8 << 20)
        budget.stepCount = stepCount
        guard let interpreter = LuaInterpreter(budget: budget) else { fatalError("no memory") }
        return try interpreter.run(Array(text.utf8), name: "sort")
    }

    static func list(_ numbers: [Int]) -> String {
        "local t = { \(numbers.map(String.init).joined(separator: ", ")) }\n"
    }

    @Test func `numbers are sorted as Swift sorts them, up and down`() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        for count in Array(0...40) + [127, 128, 129, 1000] {
            let numbers = (0..<count).map { _ in Int.random(in: -50...50, using: &generator) }
            let up = try Self.run(Self.list(numbers) + "table.sort(t) return table.concat(t, ' ')")
            let sorted = numbers.sorted()
            #expect(
                up.text == sorted.map(String.init).joined(separator: " "),
                "SEED=\(seed): \(numbers)"
            )
            let down = try Self.run(
                Self.list(numbers)
                    + "table.sort(t, function(a, b) return a > b end) return table.concat(t, ' ')"
            )
            #expect(
                down.text == sorted.reversed().map(String.init).joined(separator: " "),
                "SEED=\(seed): \(numbers)"
            )
        }
    }

    @Test func `equal elements keep their order`() throws {
        let order = try Self.run(
            """
            local t = {}
            for i = 1, 300 do t[i] = { key = (i * 7) % 5, place = i } end
            table.sort(t, function(a, b) return a.key < b.key end)
            for i = 2, #t do
              if t[i - 1].key > t[i].key then return "not sorted" end
              if t[i - 1].key == t[i].key and t[i - 1].place > t[i].place then return "not stable" end
            end
            return "stable"
            """
        )
        #expect(order.text == "stable")
    }

    @Test func `a comparison that contradicts itself gives the same order in every interpreter`()
        throws
    {
        // The library picks pivots by the clock above a hundred elements.
        let text = """
            local t = {}
            for i = 1, 700 do t[i] = (i * 7919) % 701 end
            local turn = 0
            table.sort(t, function(a, b) turn = (turn * 1103515245 + 12345) & 0x7fffffff return turn % 5 < 2 end)
            return table.concat(t, " ")
            """
        let first = try Self.run(text)
        #expect((first.text?.count ?? 0) > 1000)
        for _ in 0..<20 {
            let again = try Self.run(text)
            #expect(again == first)
        }
    }

    @Test func `every comparison is a step, so a long sort ends with the budget`() throws {
        let fill = "local t = {} for i = 1, 2000 do t[i] = -i end "
        let sorted = try Self.run(fill + "table.sort(t) return t[1]", stepCount: 50_000)
        #expect(sorted == .integer(-2000))
        // 2,000 elements take about 11,000 comparisons without a step of the virtual machine.
        do {
            _ = try Self.run(fill + "for i = 1, 9 do table.sort(t) end", stepCount: 50_000)
            Issue.record("it was not stopped")
        } catch { #expect(error.kind == .overTime) }
    }
}
