import Records
import TestSupport
import Testing

@testable import RuleEngine

/// What the checker calls always true or always false, against events.
@Suite struct PredicateTruthTests {
    static let fields: [String: FieldCatalogue.Field] = [
        "a": .init(.number), "b": .init(.any), "c": .init(.integer, minimum: 0, maximum: 3),
    ]

    static func term(_ generator: inout SeededGenerator) -> String {
        let field = ["a", "a", "b", "c"].randomElement(using: &generator)!
        let relation = ["==", "~=", "<", "<=", ">", ">="].randomElement(using: &generator)!
        let texts = field == "b" && (relation == "==" || relation == "~=")
        let value = (texts ? ["\"x\"", "\"y\"", "1"] : ["0", "1", "2.5", "- 1", "4"])
            .randomElement(using: &generator)!
        let comparison =
            Bool.random(using: &generator)
            ? "\(field) \(relation) \(value)" : "\(value) \(relation) \(field)"
        return Int.random(in: 0..<5, using: &generator) == 0 ? "not (\(comparison))" : comparison
    }

    static func event(_ generator: inout SeededGenerator) -> [FieldValue] {
        let numbers: [FieldValue] = [
            .integer(-1), .integer(0), .number(0.5), .integer(1), .number(2.5), .number(3.5),
            .integer(4), .integer(9), .absent,
        ]
        let within: [FieldValue] = [.integer(0), .integer(1), .integer(2), .integer(3), .absent]
        return [
            numbers.randomElement(using: &generator)!, numbers.randomElement(using: &generator)!,
            within.randomElement(using: &generator)!,
        ]
    }

    @Test func `no event contradicts what is called always true or always false`() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let check = PredicateTruth(fields: Self.fields, parameters: [:])
        let plan = FieldPlan(names: ["a", "b", "c"])
        var found = [0, 0]
        for _ in 0..<6_000 {
            let isAll = Bool.random(using: &generator)
            let count = Int.random(in: 1...4, using: &generator)
            let terms = (0..<count).map { _ in Self.term(&generator) }
            let text = terms.joined(separator: isAll ? " and " : " or ")
            let tree = try PredicateParser.parse(text)
            // A chain that is decided whatever its terms are alone.
            let together = check.findings(tree).first { $0.message.contains("together") }
            guard let together else { continue }
            let isTrue = together.message.hasSuffix("true")
            #expect(isTrue == !isAll, "SEED=\(seed): \(text)")
            found[isTrue ? 1 : 0] += 1
            var table = PredicateTable()
            let range = table.append(PredicateCompiler.compile(tree, parameters: [:]), plan: plan)
            var fields = EventFields()
            for _ in 0..<40 {
                fields.reset()
                for (slot, value) in Self.event(&generator).enumerated() { fields[slot] = value }
                let outcome = table.evaluate(
                    range,
                    event: fields,
                    context: unsafe EventContext(
                        time: Bench.start,
                        equipment: 0,
                        equipmentName: UnsafeRawBufferPointer(start: nil, count: 0)
                    )
                )
                // A missing field may make it fail, which is neither.
                #expect(
                    outcome != (isTrue ? .no : .yes),
                    "SEED=\(seed): \(text): \(together.message)"
                )
            }
        }
        #expect(found.allSatisfy { $0 > 100 }, "SEED=\(seed): \(found)")
    }

    @Test(arguments: [
        "a > 1 and a < 2", "a >= 1 and a <= 1", "b == \"x\" or b == \"y\"", "a > 1 or a < 0",
        "a ~= 1 and a ~= 2", "c >= 0", "c > 2", "a > b", "not (a > 1 and b == \"x\")",
        "a == 1 or b == 1", "a > 1 and b < 0", "a ~= 1 or b ~= 1",
    ])
    func `a condition that events decide is left alone`(text: String) throws {
        let check = PredicateTruth(fields: Self.fields, parameters: [:])
        // `c >= 0` is what the contract promises, so it is told.
        let findings = check.findings(try PredicateParser.parse(text)).map(\.message)
        #expect(findings.isEmpty == (text != "c >= 0"), "\(findings)")
    }

    @Test(arguments: [
        ("a > 240", "a < 245", "a"), ("a > 240", "a < 240", nil), ("a > 240", "a <= 240", nil),
        ("a > 240 and b == \"x\"", "a < 245 and b == \"x\"", "a"),
        ("a > 240 and b == \"x\"", "a < 245 and b == \"y\"", nil),
        ("a > 240", "a < 245 and b == \"x\"", nil), ("a > 240", "b == \"x\"", nil),
    ])
    func `raising and clearing at once is told`(when: String, clears: String, field: String?) throws
    {
        let check = PredicateTruth(fields: Self.fields, parameters: [:])
        let found = check.overlap(
            try PredicateParser.parse(when),
            try PredicateParser.parse(clears)
        )
        #expect(found == field)
    }

    @Test func `a condition written anew is the same condition`() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        func shape(_ tree: Predicate) -> String {
            String(describing: tree).replacing(#/at: \d+/#, with: "")
        }
        for _ in 0..<2_000 {
            let text = PredicateOracleTests.expression(
                Int.random(in: 1...4, using: &generator),
                &generator
            )
            let tree = try PredicateParser.parse(text)
            let again = try PredicateParser.parse(tree.text)
            #expect(shape(again) == shape(tree), "SEED=\(seed): \(text) became \(tree.text)")
        }
    }
}
