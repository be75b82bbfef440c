import Records

/// Says what one rule makes of one event, with the values of every part of its conditions.
///
/// Conditions are evaluated by the compiled code of the engine, and the outcome is what the engine's
/// runner does with a key that it has never seen. Any thread; nothing is kept.
public enum RuleExplainer {
    /// Why nothing can be explained.
    public struct Problem: Error, CustomStringConvertible {
        /// A sentence.
        public let description: String
    }

    /// The explanation, in lines.
    ///
    /// - Parameter machineState: The state word or category of the machine, for `suppress`.
    public static func explain(
        rule id: String,
        event: ExplainedEvent,
        machineState: String = "",
        set: RuleSet,
        catalogue: FieldCatalogue
    ) throws(Problem) -> String {
        guard let rule = set.rules.first(where: { $0.id == id }) else {
            let hint = NearestName.hint(id, among: set.ruleIDs)
            throw Problem(description: "There is no rule '\(id)'\(hint).")
        }
        if let topic = event.topic, topic != rule.topic, !topic.hasSuffix("." + rule.topic) {
            throw Problem(
                description: "The event is of \(topic), and '\(id)' listens to \(rule.topic)."
            )
        }
        let fields = catalogue.fields(of: rule.topic) ?? [:]
        let plan = FieldPlan(names: rule.fieldsUsed + fields.keys.sorted())
        var explanation = Explanation(rule: rule, event: event, machineState: machineState)
        return explanation.text(plan, set)
    }
}

/// One explanation while it is put together.
struct Explanation {
    let rule: RuleDefinition
    let event: ExplainedEvent
    let machineState: String
    private var lines: [String] = []

    init(rule: RuleDefinition, event: ExplainedEvent, machineState: String) {
        self.rule = rule
        self.event = event
        self.machineState = machineState
    }

    mutating func text(_ plan: FieldPlan, _ set: RuleSet) -> String {
        lines.append("rule   \(rule.id)  (\(rule.file):\(rule.line), \(rule.mode.rawValue))")
        let key = rule.keyFields.map { name in
            let value = name == "equipment" ? .text(event.equipment) : event.step.value(name)
            return "\(name) = \(value.map(RuleTestRun.shown) ?? "nil")"
        }
        lines.append("event  \(rule.topic), \(event.equipment)")
        lines.append("key    \(key.joined(separator: ", "))")
        var fields = EventFields()
        let unknown = event.step.fill(&fields, plan: plan, time: event.time)
        if !unknown.isEmpty {
            lines.append("fields that no contract names: \(unknown.joined(separator: ", "))")
        }
        let parameters = Dictionary(
            rule.parameters.map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        var tree = ConditionTree(plan: plan, parameters: parameters)
        withContext { context in
            let conditions = [("clears", rule.clears), ("resets", rule.resets)]
            if let scope = rule.scope,
                tree.add("concerns the rule", scope.tree, fields, context) != true
            {
                return
            }
            if let when = rule.when { _ = tree.add("when", when.tree, fields, context) }
            for (name, condition) in conditions {
                if let condition { _ = tree.add(name, condition.tree, fields, context) }
            }
        }
        lines += [""] + tree.lines + [""]
        decide(plan, set, fields)
        return lines.joined(separator: "\n") + "\n"
    }

    private func withContext(_ body: (EventContext) -> Void) {
        var (name, state) = (event.equipment, machineState)
        name.withUTF8 { name in
            state.withUTF8 { state in
                let context = unsafe EventContext(
                    time: event.time,
                    equipment: 0,
                    equipmentName: UnsafeRawBufferPointer(name),
                    machineState: UnsafeRawBufferPointer(state),
                    machineCategory: UnsafeRawBufferPointer(state)
                )
                body(context)
            }
        }
    }

    /// What the engine's runner does with the event when it sees the key for the first time.
    private mutating func decide(
        _ plan: FieldPlan,
        _ set: RuleSet,
        _ fields: borrowing EventFields
    ) {
        var alone = rule
        alone.mode = .live
        var runner = RuleRunner(
            set: RuleSet(rules: [alone], sources: set.sources),
            plans: [rule.topic: plan]
        )
        guard let topic = runner.topicIndex(rule.topic) else { return }
        var outputs = RuleOutputs()
        withContext { context in
            runner.evaluate(topic: topic, event: fields, context: context, outputs: &outputs)
        }
        note("at once", outputs)
        outputs.removeAll()
        let hold = rule.holdNanoseconds
        if hold > 0, runner.counters.matches > 0 {
            let later = event.time.advanced(byNanoseconds: hold)
            runner.advance(equipment: 0, progress: later, outputs: &outputs)
            note("after \(DurationText.text(hold)) without a change", outputs)
        }
        let counters = runner.counters
        if counters.suppressed > 0 { lines.append("suppressed: the machine is in \(machineState)") }
        if counters.callErrors > 0 {
            lines.append("the function fails: \(runner.bindings[0].lastFailure)")
        }
        if lines.last == "" { lines.append("nothing comes out for a key that has no alert open") }
    }

    private mutating func note(_ moment: String, _ outputs: RuleOutputs) {
        for item in outputs.items { lines.append("\(moment): \(RuleTestRun.output(item).text)") }
    }
}

extension RuleTestCase.Step {
    /// The value of a field, or nil without it.
    func value(_ name: String) -> RuleValue? { fields.first { $0.name == name }?.value }
}
