import Records

/// What every part of a rule's conditions was, told when an alert changes.
///
/// Nothing is kept for it while nothing changes: the values of the fields are the evidence that a key
/// has anyway, and from them the conditions are evaluated once more. Where the evidence is not the
/// whole value (`len` of an array, texts that were cut), nothing is told rather than something wrong.
enum AlertConditions {
    static let byteCountMax = 16 * 1024

    static func text(_ rule: RuleDefinition, _ memory: KeyMemory) -> String {
        let values = memory.evidence.dropLast(memory.detailCount)
        guard !values.isEmpty, let when = rule.when else { return "" }
        let conditions = [("when", when)] + (rule.clears.map { [("clears", $0)] } ?? [])
        guard conditions.allSatisfy({ !$0.1.tree.asksForLength }) else { return "" }
        let plan = FieldPlan(names: rule.evidenceFields)
        var fields = EventFields()
        fields.reset()
        for item in values {
            guard let slot = plan.slot(item.name) else { return "" }
            if case .text(let text) = item.value, text.utf8.count >= 1024 { return "" }
            fields.set(slot, item.value)
        }
        let parameters = Dictionary(
            rule.parameters.map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        var tree = ConditionTree(plan: plan, parameters: parameters)
        var name = memory.equipmentName
        name.withUTF8 { name in
            let context = unsafe EventContext(
                time: time(values),
                equipment: 0,
                equipmentName: UnsafeRawBufferPointer(name)
            )
            for (heading, condition) in conditions {
                _ = tree.add(heading, condition.tree, fields, context)
            }
        }
        let text = tree.lines.joined(separator: "\n")
        return text.utf8.count <= byteCountMax ? text : ""
    }

    private static func time(_ values: ArraySlice<NamedValue>) -> EventTime {
        guard case .integer(let time)? = values.first(where: { $0.name == "time" })?.value else {
            return EventTime(nanoseconds: 0)
        }
        return EventTime(milliseconds: time)
    }
}

extension Predicate {
    /// Whether a part of it depends on how long something is.
    var asksForLength: Bool {
        if case .call(.len, _, _) = self { return true }
        return operands.contains { $0.asksForLength }
    }
}

extension EventFields {
    /// Puts a value that left an event back into one.
    mutating func set(_ slot: Int, _ value: RuleValue) {
        switch value {
        case .nothing: self[slot] = .null
        case .boolean(let value): self[slot] = .boolean(value)
        case .integer(let value): self[slot] = .integer(value)
        case .number(let value): self[slot] = .number(value)
        case .text(let text): setText(slot, text)
        }
    }
}
