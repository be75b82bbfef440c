/// Reads the table of a test into steps and expectations.
struct RuleTestReader {
    private(set) var test: RuleTestCase

    init(_ declaration: LuaDeclaration) {
        test = RuleTestCase(name: declaration.name, line: declaration.line)
        let tree = declaration.tree
        for field in tree.fields where !["rule", "given", "expect"].contains(field.name) {
            problem(
                "unknown field '\(field.name)'\(NearestName.hint(field.name, among: ["rule", "given", "expect"]))"
            )
        }
        test.rule = tree["rule"].text ?? ""
        if test.rule.isEmpty { problem("rule = \"…\" is missing") }
        readGiven(tree["given"])
        readExpected(tree["expect"])
    }

    private mutating func problem(_ text: String) { test.problems.append(text) }

    private mutating func duration(_ tree: LuaTree, _ what: String) -> Int64? {
        guard let text = tree.text else {
            problem("\(what) needs a duration such as \"30s\"")
            return nil
        }
        if text == "0" { return 0 }
        guard let value = DurationText.parse(text) else {
            problem("'\(text)' is not a duration")
            return nil
        }
        return value
    }

    // MARK: Given

    private mutating func readGiven(_ tree: LuaTree) {
        let items = tree["@"] == .nothing ? tree.elements : [tree]
        if items.isEmpty { problem("given is missing") }
        for item in items {
            switch item["@"].text {
            case "series": readSeries(item)
            case "event": readEvent(item)
            case "clock":
                if let offset = duration(item["at"], "clock") {
                    test.steps.append(.init(offsetNanoseconds: offset))
                }
            default: problem("given takes series {…}, event {…} and clock \"…\"")
            }
        }
        // Single events may come late on purpose; series run beside each other.
        guard items.contains(where: { $0["@"].text == "series" }) else { return }
        let sorted = test.steps.enumerated().sorted {
            ($0.element.offsetNanoseconds, $0.offset) < ($1.element.offsetNanoseconds, $1.offset)
        }
        test.steps = sorted.map(\.element)
    }

    private mutating func readEvent(_ tree: LuaTree) {
        guard let topic = tree.elements.first?.text else {
            return problem("an event begins with its topic")
        }
        let offset = tree["at"] == .nothing ? 0 : duration(tree["at"], "at")
        guard let offset else { return }
        var step = RuleTestCase.Step(offsetNanoseconds: offset, topic: topic)
        for field in tree.fields where field.name != "@" && field.name != "at" {
            add(field.name, field.value, to: &step)
        }
        test.steps.append(step)
    }

    private mutating func add(_ name: String, _ value: LuaTree, to step: inout RuleTestCase.Step) {
        if let scalar = value.scalar {
            step.fields.append(NamedValue(name, scalar))
        } else if case .table = value, value.elements.allSatisfy({ $0.scalar?.double != nil }) {
            step.numbers.append((name, value.elements.compactMap { $0.scalar?.double }))
        } else {
            problem("'\(name)' is not a value that an event can have")
        }
    }

    private mutating func readSeries(_ tree: LuaTree) {
        guard let topic = tree.elements.first?.text else {
            return problem("a series begins with its topic")
        }
        let start = tree["from"] == .nothing ? 0 : duration(tree["from"], "from")
        guard let start, let every = duration(tree["every"], "every") else { return }
        let fields = tree.fields.filter { !["@", "from", "every", "count"].contains($0.name) }
        let lists = fields.filter { !$0.value.elements.isEmpty }
        var count = lists.first?.value.elements.count ?? 1
        if case .integer(let given) = tree["count"] { count = Int(clamping: given) }
        guard (1...100_000).contains(count) else {
            return problem("a series has 1 to 100,000 events")
        }
        for list in lists where list.value.elements.count != count {
            problem("'\(list.name)' has \(list.value.elements.count) values for \(count) events")
            return
        }
        for index in 0..<count {
            var step = RuleTestCase.Step(
                offsetNanoseconds: start + Int64(index) * every,
                topic: topic
            )
            for field in fields {
                let elements = field.value.elements
                add(field.name, elements.isEmpty ? field.value : elements[index], to: &step)
            }
            test.steps.append(step)
        }
    }

    // MARK: Expected

    private mutating func readExpected(_ tree: LuaTree) {
        let items = tree["@"] == .nothing ? tree.elements : [tree]
        if items.isEmpty { problem("expect is missing; write expect = nothing_else for silence") }
        for item in items {
            switch item["@"].text {
            case "nothing_else": test.allowsOthers = false
            case "at":
                guard let offset = duration(item["@at"], "at") else { continue }
                for output in item.elements { readOutput(output, offset) }
            default: problem("expect takes at \"…\" {…} and nothing_else")
            }
        }
    }

    private mutating func readOutput(_ tree: LuaTree, _ offset: Int64) {
        guard let word = tree["@"].text, RuleTestCase.words.contains(word) else {
            return problem("at takes \(RuleTestCase.words.joined(separator: ", "))")
        }
        var expectation = RuleTestCase.Expectation(
            offsetNanoseconds: offset,
            word: word,
            fields: []
        )
        flatten(tree, "", into: &expectation.fields)
        if let state = RuleTestCase.states[word],
            !expectation.fields.contains(where: { $0.name == "state" })
        {
            expectation.fields.append(
                NamedValue("state", .text(state))
            )
        }
        test.expectations.append(expectation)
    }

    private func flatten(_ tree: LuaTree, _ prefix: String, into fields: inout [NamedValue]) {
        for field in tree.fields where field.name != "@" {
            let name = prefix + field.name
            if let scalar = field.value.scalar {
                fields.append(NamedValue(name, scalar))
            } else if field.value.fields.isEmpty {
                let texts = field.value.elements.compactMap { $0.scalar?.text }
                fields.append(NamedValue(name, .text(texts.joined(separator: ", "))))
            } else {
                flatten(field.value, name == "detail" ? "" : name + ".", into: &fields)
            }
        }
    }
}
