import Records
import TestSupport
import Testing

@testable import RuleEngine

/// Native predicates against the Lua interpreter itself.
@Suite struct PredicateOracleTests {
    static let fields = ["a", "b", "c", "d"]
    static let prelude = """
        local function number(x) if type(x) ~= "number" then error("not a number") end return x end
        local abs = function(x) return math.abs(number(x)) end
        local min = function(...) for _, x in ipairs({...}) do number(x) end
          if select("#", ...) ~= #{...} then error("nil") end return math.min(...) end
        local max = function(...) for _, x in ipairs({...}) do number(x) end
          if select("#", ...) ~= #{...} then error("nil") end return math.max(...) end
        local len = function(x) if type(x) ~= "string" then error("not a text") end return #x end
        local starts_with = function(s, p) if type(s) ~= "string" or type(p) ~= "string" then error("not texts") end
          return string.starts_with(s, p) end
        local one_of = function(x, ...) for i = 1, select("#", ...) do if x == select(i, ...) then return true end end
          return false end
        local params = { p = 2, q = "x" }

        """

    static func literal(_ value: RuleValue) -> String {
        switch value {
        case .nothing: return "nil"
        case .boolean(let value): return value ? "true" : "false"
        case .integer(let value): return value == .min ? "math.mininteger" : "(\(value))"
        case .number(let value):
            if value == .infinity { return "(1/0)" }
            if value == -.infinity { return "(-1/0)" }
            return "(\(value))"
        case .text(let text): return "\"\(text)\""
        }
    }

    static func values(_ generator: inout SeededGenerator) -> RuleValue {
        let edge: [RuleValue] = [
            .nothing, .boolean(true), .boolean(false), .integer(0), .integer(1), .integer(-3),
            .integer(2),
            .integer(.max), .integer(.min), .integer(1 << 53), .integer(1 << 53 + 1), .number(0),
            .number(-0.0),
            .number(2), .number(2.5), .number(-3.25), .number(0x1p53), .number(0x1p63),
            .number(-0x1p63),
            .number(1e300), .text(""), .text("x"), .text("xy"), .text("2"), .text("é"),
        ]
        return edge.randomElement(using: &generator)!
    }

    static func constant(_ generator: inout SeededGenerator) -> String {
        [
            "0", "1", "2", "2.0", "3.25", "1e3", "0x10", "9007199254740993", "\"x\"", "'xy'",
            "\"\"", "true", "nil",
        ]
        .randomElement(using: &generator)!
    }

    static func expression(_ depth: Int, _ generator: inout SeededGenerator) -> String {
        if depth == 0 {
            switch Int.random(in: 0..<6, using: &generator) {
            case 0, 1, 2: return fields.randomElement(using: &generator)!
            case 3: return ["params.p", "params.q"].randomElement(using: &generator)!
            default: return constant(&generator)
            }
        }
        func inner() -> String { expression(depth - 1, &generator) }
        switch Int.random(in: 0..<14, using: &generator) {
        case 0, 1: return "\(inner()) and \(inner())"
        case 2, 3: return "\(inner()) or \(inner())"
        case 4: return "not \(inner())"
        case 5: return "- (\(inner()))"
        case 6, 7, 8:
            let operation = ["==", "~=", "<", "<=", ">", ">="].randomElement(using: &generator)!
            return "\(inner()) \(operation) \(inner())"
        case 9, 10:
            let operation = ["+", "-", "*", "/"].randomElement(using: &generator)!
            return "\(inner()) \(operation) \(inner())"
        case 11: return "(\(inner()))"
        case 12: return "one_of(\(inner()), \(inner()), \(inner()))"
        default:
            let calls = [
                "abs(\(inner()))", "min(\(inner()), \(inner()))", "max(\(inner()), \(inner()))",
                "len(\(inner()))", "starts_with(\(inner()), \(inner()))",
            ]
            return calls.randomElement(using: &generator)!
        }
    }

    @Test func `random conditions give what Lua gives, and fail where Lua fails`() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let plan = FieldPlan(names: Self.fields)
        let parameters: [String: RuleValue] = ["p": .integer(2), "q": .text("x")]
        let budget = LuaBudget(memoryByteCount: 8 << 20)
        guard let interpreter = LuaInterpreter(budget: budget) else { fatalError("no memory") }
        var outcomes = [0, 0, 0]
        var fields = EventFields()
        for _ in 0..<1_500 {
            let text = Self.expression(Int.random(in: 1...4, using: &generator), &generator)
            let tree = try PredicateParser.parse(text)
            var table = PredicateTable()
            let range = table.append(
                PredicateCompiler.compile(tree, parameters: parameters),
                plan: plan
            )
            for _ in 0..<3 {
                let values = Self.fields.map { _ in Self.values(&generator) }
                fields.reset()
                for (slot, value) in values.enumerated() { Self.set(value, slot, &fields) }
                let context = unsafe EventContext(
                    time: Bench.start,
                    equipment: 0,
                    equipmentName: unsafe UnsafeRawBufferPointer(start: nil, count: 0)
                )
                let native = table.evaluate(range, event: fields, context: context)

                let locals = zip(Self.fields, values).map { "local \($0) = \(Self.literal($1))\n" }
                    .joined()
                var expected = PredicateTable.Outcome.failed
                if let answer = try? interpreter.run(
                    Array((Self.prelude + locals + "return (" + text + ") and true or false").utf8),
                    name: "oracle"
                ) {
                    expected = answer == .boolean(true) ? .yes : .no
                }
                outcomes[expected == .yes ? 0 : expected == .no ? 1 : 2] += 1
                #expect(native == expected, "SEED=\(seed): \(text) with \(values)")
                if native != expected { return }
            }
        }
        // All three kinds of answers must have been compared often.
        #expect(outcomes.allSatisfy { $0 > 200 }, "SEED=\(seed): \(outcomes)")
    }

    static func set(_ value: RuleValue, _ slot: Int, _ fields: inout EventFields) {
        switch value {
        case .nothing: fields[slot] = .absent
        case .boolean(let value): fields[slot] = .boolean(value)
        case .integer(let value): fields[slot] = .integer(value)
        case .number(let value): fields[slot] = .number(value)
        case .text(let text): fields.setText(slot, text)
        }
    }

    @Test(arguments: [
        ("a = 1", 2), ("a ==", 3), ("a b", 2), ("(a", 1), ("a .. b", 2), ("a % 2", 2), ("#a", 0),
        ("f(a)", 0),
        ("abs()", 0), ("a -- b", 2), ("'open", 0), ("a @ b", 2), ("params", 5), ("1x", 0),
    ])
    func `a wrong condition is refused at its place`(text: String, at: Int) {
        #expect(throws: PredicateError.self) { try PredicateParser.parse(text) }
        do { _ = try PredicateParser.parse(text) } catch {
            #expect(error.at == at, "\(text): \(error)")
        }
    }
}
