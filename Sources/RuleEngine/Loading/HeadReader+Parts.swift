// Times, state, rights, conditions and the title of a head.

extension HeadReader {
    mutating func table(_ path: String, known: [String]) -> LuaTree {
        let tree = declaration.tree[path]
        switch tree {
        case .nothing: break
        case .table: checkNames(tree, path: path, known: known)
        default: wrongType(path, "a table", tree)
        }
        return tree
    }

    mutating func readTimes() {
        let tree = declaration.tree
        rule.holdNanoseconds = duration("hold", tree["hold"]) ?? 0
        rule.clearHoldNanoseconds = duration("clear_hold", tree["clear_hold"]) ?? 0
        rule.clearAfterNanoseconds = duration("clear_after", tree["clear_after"]) ?? 0
        rule.repeatAfterNanoseconds = duration("repeat_after", tree["repeat_after"]) ?? 0
        rule.severity = severity("severity", tree["severity"]) ?? .medium
        readSuppress()
        let missing = table("missing", known: ["after", "severity"])
        if missing != .nothing {
            if let after = duration("missing.after", missing["after"]), after > 0 {
                let level = severity("missing.severity", missing["severity"]) ?? rule.severity
                rule.missing = .init(afterNanoseconds: after, severity: level)
            } else {
                report("E110", "'missing' needs after = \"…\", a duration", path: "missing")
            }
        }
        let escalate = table("escalate", known: ["after", "to"])
        if escalate != .nothing {
            if let after = duration("escalate.after", escalate["after"]), after > 0,
                let level = severity("escalate.to", escalate["to"])
            {
                rule.escalation = .init(afterNanoseconds: after, severity: level)
            } else {
                report("E110", "'escalate' needs after = \"…\" and to = \"…\"", path: "escalate")
            }
        }
    }

    private mutating func readSuppress() {
        let suppress = table("suppress", known: ["machine_state", "repeat_after"])
        rule.suppressedStates = texts("suppress.machine_state", suppress["machine_state"])
        if let after = duration("suppress.repeat_after", suppress["repeat_after"]) {
            rule.repeatAfterNanoseconds = after
        }
        if rule.repeatAfterNanoseconds != 0, rule.repeatAfterNanoseconds < 1_000_000_000 {
            report(
                "E111",
                "'repeat_after' is at least 1s",
                path: suppress["repeat_after"] == .nothing
                    ? "repeat_after" : "suppress.repeat_after",
                atValue: true
            )
        }
    }

    // MARK: State and rights

    mutating func readState() {
        let tree = declaration.tree["state"]
        if tree != .nothing, case .table = tree {
        } else if tree != .nothing {
            wrongType("state", "a table", tree)
        }
        if tree.fields.count > 64 { report("E112", "state has at most 64 names", path: "state") }
        for field in tree.fields {
            if let cell = cell(field.name, field.value) { rule.cells.append((field.name, cell)) }
        }
        let budget = table("budget", known: ["time", "memory", "emits"])
        if let time = duration("budget.time", budget["time"]) {
            rule.budget.nanoseconds = max(10_000, time)
        }
        if case .integer(let emits) = budget["emits"], (1...1000).contains(emits) {
            rule.emitCountLimit = Int(emits)
        } else if budget["emits"] != .nothing {
            wrongType("budget.emits", "a whole number from 1 to 1000", budget["emits"])
        }
        readMemory(budget["memory"])
    }

    private mutating func readMemory(_ tree: LuaTree) {
        guard tree != .nothing else { return }
        let text = tree.text ?? ""
        let units = ["KiB": 1024, "MiB": 1 << 20]
        if let unit = units.first(where: { text.hasSuffix($0.key) }),
            let count = Int(text.dropLast(3)),
            (64 * 1024...64 << 20).contains(count * unit.value)
        {
            rule.budget.memoryByteCount = count * unit.value
        } else {
            report(
                "E113",
                "'budget.memory' is a text such as \"1MiB\", from \"64KiB\" to \"64MiB\"",
                path: "budget.memory",
                atValue: true
            )
        }
    }

    private mutating func cell(_ name: String, _ tree: LuaTree) -> StateCell? {
        if let value = tree.scalar { return .value(value) }
        let path = "state.\(name)"
        guard case .constructor(let kind, let size, let text) = tree else {
            wrongType(
                path,
                "a number, a text, a truth value, ring(n), window(d), counter(d) or set(n)",
                tree
            )
            return nil
        }
        if kind == 0 || kind == 3 {
            guard (1...Int64(StateCell.valueCountLimit)).contains(size) else {
                report(
                    "E112",
                    "a ring or set holds 1 to \(StateCell.valueCountLimit) values",
                    path: path,
                    atValue: true
                )
                return nil
            }
            return kind == 0
                ? .ring(values: [], limit: Int(size)) : .set(values: [], limit: Int(size))
        }
        guard let span = DurationText.parse(text), span > 0 else {
            report(
                "E104",
                "a window or counter needs a duration such as \"10m\"",
                path: path,
                atValue: true
            )
            return nil
        }
        return kind == 1 ? .window(points: [], span: span) : .counter(points: [], span: span)
    }

    mutating func readRights() {
        if case .function = declaration.tree["fire"] {
            rule.hasFunction = true
        } else if declaration.tree["fire"] != .nothing {
            wrongType("fire", "a function", declaration.tree["fire"])
        }
        let known = RuleAction.allCases.filter(\.needsRight).map(\.name)
        for name in texts("may", declaration.tree["may"]) {
            if let action = RuleAction(name: name), action.needsRight {
                rule.rights.insert(action)
            } else {
                report(
                    "E114",
                    "unknown right '\(name)'\(NearestName.hint(name, among: known)); known are \(known.joined(separator: ", "))",
                    path: "may",
                    element: name
                )
            }
        }
        if rule.rights.contains(.holdLot) || rule.rights.contains(.stop), rule.approvedBy.isEmpty {
            report(
                .warning,
                "W402",
                "a rule that may hold lots or stop equipment needs a second name; add approved_by = \"…\"",
                path: "may"
            )
        }
    }

    // MARK: Conditions

    mutating func readConditions() {
        rule.when = condition("when")
        rule.clears = condition("clears")
        rule.resets = condition("resets")
        checkHysteresis()
        let used = Set(
            [rule.when, rule.clears, rule.resets].compactMap { $0 }.flatMap {
                $0.tree.parameters.map(\.name)
            }
        )
        let title = declaration.tree["title"].text ?? ""
        for parameter in rule.parameters where !used.contains(parameter.name) {
            guard !title.contains("{params.\(parameter.name)}") else { continue }
            report(
                .warning,
                "W403",
                "the parameter '\(parameter.name)' is not used",
                path: "params.\(parameter.name)"
            )
        }
        let terms = rule.when?.tree.conjuncts.compactMap(\.textEquality) ?? []
        let subjects = terms.filter { FieldCatalogue.subjectFields.contains($0.field) }
        var scope: Predicate?
        for term in subjects {
            let equality = Predicate.binary(
                .equal,
                .field(term.field, at: 0),
                .text(term.text),
                at: 0
            )
            scope = scope.map { .and($0, equality) } ?? equality
        }
        rule.scope = scope.map { compiled("", $0) }
        chooseIndex(terms.map { .init(field: $0.field, text: $0.text) })
    }

    private mutating func condition(_ path: String) -> RuleDefinition.Condition? {
        let tree = declaration.tree[path]
        guard tree != .nothing else { return nil }
        guard let text = tree.text else {
            wrongType(path, "a text in [[ ]]", tree)
            return nil
        }
        let parsed: Predicate
        do {
            parsed = try PredicateParser.parse(text)
        } catch {
            report(error, path: path)
            return nil
        }
        var checker = PredicateChecker(
            topic: rule.topic,
            fields: fields,
            parameters: parameterTable
        )
        if !fields.isEmpty {
            checker.parameterUnits = parameterUnits
            let errors = checker.check(parsed)
            for error in errors { report(error, path: path) }
            // What cannot be evaluated is neither true nor false.
            if errors.isEmpty { judge(parsed, path) }
        }
        return compiled(text, parsed)
    }

    private mutating func judge(_ tree: Predicate, _ path: String) {
        let check = PredicateTruth(fields: fields, parameters: parameterTable)
        for finding in check.findings(tree) { report(finding, path: path) }
    }

    /// Warns when an event can raise and clear at once: the alert would flap with every event.
    private mutating func checkHysteresis() {
        guard !rule.hasFunction, let when = rule.when?.tree, let clears = rule.clears?.tree else {
            return
        }
        let check = PredicateTruth(fields: fields, parameters: parameterTable)
        guard let field = check.overlap(when, clears) else { return }
        report(
            .warning,
            "W408",
            "the same '\(field)' can fulfil 'when' and 'clears', so the alert is raised and cleared in turn; leave a gap between them",
            path: "clears"
        )
    }

    private var parameterTable: [String: RuleValue] {
        Dictionary(
            rule.parameters.map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private func compiled(_ text: String, _ tree: Predicate) -> RuleDefinition.Condition {
        .init(
            text: text,
            tree: tree,
            program: PredicateCompiler.compile(tree, parameters: parameterTable)
        )
    }

    /// An event that fails the term must not matter to the rule: a subject term always qualifies
    /// when every
    /// condition has it; another term only when open keys are looked at anyway.
    private mutating func chooseIndex(_ terms: [RuleDefinition.Term]) {
        func isShared(_ term: RuleDefinition.Term, _ condition: RuleDefinition.Condition?) -> Bool {
            guard let condition else { return true }
            return condition.tree.conjuncts.contains {
                $0.textEquality.map { $0.field == term.field && $0.text == term.text } ?? false
            }
        }
        let candidates = terms.filter { $0.field != "equipment" && $0.field != "time" }
        if let subject = candidates.first(where: {
            $0.isSubject && isShared($0, rule.clears) && isShared($0, rule.resets)
        }) {
            rule.indexTerm = subject
        } else if rule.missing == nil {
            rule.indexTerm = candidates.first { isShared($0, rule.resets) }
        }
    }

    // MARK: Title and the whole

    mutating func readTitle() {
        let text = text("title", declaration.tree["title"], default: rule.id)
        let (template, unknown) = TitleTemplate.parse(text, parameters: rule.parameters)
        for name in unknown {
            report("E206", "unknown parameter '\(name)' in the title", path: "title", atValue: true)
        }
        guard let template else {
            report(
                "E115",
                "a '{' in the title is not closed; write '{{' for a brace",
                path: "title",
                atValue: true
            )
            return
        }
        rule.title = template
        // Fields of a function's alert may come from its detail, which only running tells.
        guard !rule.hasFunction, !fields.isEmpty else { return }
        for name in template.fields
        where fields[name] == nil && name != "equipment" && name != "time" {
            let hint = NearestName.hint(name, among: Array(fields.keys))
            report(
                "E203",
                "unknown field '\(name)' of \(rule.topic) in the title\(hint)",
                path: "title",
                atValue: true
            )
        }
    }

    mutating func checkWhole() {
        if rule.when == nil, rule.missing == nil, declaration.tree["when"] == .nothing {
            report("E116", "a rule needs 'when' or 'missing'")
        }
        if rule.hasFunction, rule.holdNanoseconds > 0 {
            report(
                "E117",
                "'hold' belongs to rules without 'fire'; keep the time in 'state' instead",
                path: "hold"
            )
        }
        if !rule.hasFunction {
            for name in ["state", "may", "resets"] where declaration.tree[name] != .nothing {
                report(.warning, "W404", "'\(name)' has no meaning without 'fire'", path: name)
            }
            let isMeasurement = rule.topic == "process.measurements"
            if isMeasurement, rule.when != nil, declaration.tree["hold"] == .nothing {
                report(
                    .warning,
                    "W405",
                    "a rule on measurements without 'hold' fires on a single reading",
                    path: "when"
                )
            }
        }
        noteFields()
    }

    private mutating func noteFields() {
        let conditions = [rule.when, rule.clears].compactMap { $0 }
        // Who reads an alert wants to know what it is about, whatever the condition looks at.
        let subjects = ["characteristic", "value", "lot", "product"].filter { fields[$0] != nil }
        for field in conditions.flatMap({ $0.tree.fields.map(\.name) }) + subjects
        where !rule.evidenceFields.contains(field) {
            rule.evidenceFields.append(field)
        }
        var used = Set(rule.evidenceFields + rule.keyFields)
        used.formUnion(rule.title.fields.filter { fields[$0] != nil })
        used.formUnion(rule.resets?.tree.fields.map(\.name) ?? [])
        rule.fieldsUsed = used.sorted()
    }
}
