import Records

/// Runs one test through the same runner as the engine and compares what comes out.
struct RuleTestRun {
    /// Something that came out, as words to compare and to show.
    struct Output {
        var offsetNanoseconds: Int64
        var word: String
        var fields: [NamedValue]

        var text: String {
            let shown = fields.filter { $0.value != .text("") && $0.value != .nothing }
            return
                "\(word) { \(shown.map { "\($0.name) = \(RuleTestRun.shown($0.value))" }.joined(separator: ", ")) }"
        }
    }

    // A Monday, so that what depends on the day of the week is easy to reason about.
    static let start = EventTime(milliseconds: 1_767_571_200_000)

    private let set: RuleSet
    private let catalogue: FieldCatalogue
    private var equipment: [String] = []
    private var machineStates: [String: (state: String, category: String)] = [:]
    private(set) var outputs: [Output] = []
    var failures: [String] = []

    init(set: RuleSet, catalogue: FieldCatalogue) {
        self.set = set
        self.catalogue = catalogue
    }

    static func shown(_ value: RuleValue) -> String {
        if case .text(let text) = value { return "\"\(text)\"" }
        return value.text
    }

    /// Runs the steps and fills `failures`.
    mutating func run(_ test: RuleTestCase) {
        failures = test.problems
        guard failures.isEmpty else { return }
        guard let index = set.rules.firstIndex(where: { $0.id == test.rule }) else {
            failures.append(
                "there is no rule '\(test.rule)'\(NearestName.hint(test.rule, among: set.ruleIDs))"
            )
            return
        }
        var rule = set.rules[index]
        // A test asks what a rule would do, also while it is off or in shadow.
        rule.mode = .live
        var plans: [String: FieldPlan] = [:]
        for topic in catalogue.topicNames {
            plans[topic] = FieldPlan(
                names: (rule.topic == topic ? rule.fieldsUsed : [])
                    + catalogue.fields(of: topic)!.keys.sorted()
            )
        }
        var runner = RuleRunner(set: RuleSet(rules: [rule], sources: set.sources), plans: plans)
        var fields = EventFields()
        for step in test.steps { take(step, &runner, &fields, plans) }
        if runner.counters.callErrors > 0, !outputs.contains(where: { $0.word == "alert" }) {
            failures.append(
                "\(runner.counters.callErrors) calls of the function failed: \(runner.bindings[0].lastFailure)"
            )
        }
        compare(test)
    }

    // MARK: Steps

    private mutating func take(
        _ step: RuleTestCase.Step,
        _ runner: inout RuleRunner,
        _ fields: inout EventFields,
        _ plans: [String: FieldPlan]
    ) {
        let time = Self.start.advanced(byNanoseconds: step.offsetNanoseconds)
        guard let topic = step.topic else { return pass(to: time, &runner) }
        // Whatever was due before happens before; what is due now waits for the event.
        pass(to: time.advanced(byNanoseconds: -1), &runner)
        guard let index = runner.topicIndex(topic), let plan = plans[topic] else {
            failures.append(
                "there is no topic '\(topic)'\(NearestName.hint(topic, among: catalogue.topicNames))"
            )
            return
        }
        for name in step.fill(&fields, plan: plan, time: time) {
            let hint = NearestName.hint(name, among: plan.names)
            failures.append("\(topic) has no field '\(name)'\(hint)")
        }
        let name = step.fields.first { $0.name == "equipment" }?.value.text ?? "EQ-1"
        if !equipment.contains(name) { equipment.append(name) }
        noteMachine(name, topic, step, plan, &fields)
        evaluate(name, index, time, &runner, fields)
        pass(to: time, &runner)
    }

    private mutating func evaluate(
        _ name: String,
        _ topic: Int,
        _ time: EventTime,
        _ runner: inout RuleRunner,
        _ fields: borrowing EventFields
    ) {
        var (name, machine) = (name, machineStates[name] ?? ("", ""))
        let index = equipment.firstIndex(of: name) ?? 0
        var found = RuleOutputs()
        name.withUTF8 { name in
            machine.0.withUTF8 { state in
                machine.1.withUTF8 { category in
                    let context = unsafe EventContext(
                        time: time,
                        equipment: index,
                        equipmentName: UnsafeRawBufferPointer(name),
                        machineState: UnsafeRawBufferPointer(state),
                        machineCategory: UnsafeRawBufferPointer(category)
                    )
                    runner.machineChanged(context, outputs: &found)
                    runner.evaluate(topic: topic, event: fields, context: context, outputs: &found)
                }
            }
        }
        note(found)
    }

    private mutating func pass(to time: EventTime, _ runner: inout RuleRunner) {
        var found = RuleOutputs()
        for index in equipment.indices {
            runner.advance(equipment: index, progress: time, outputs: &found)
        }
        note(found)
    }

    /// A state that is told in the test is what the machine is in from then on.
    private mutating func noteMachine(
        _ name: String,
        _ topic: String,
        _ step: RuleTestCase.Step,
        _ plan: FieldPlan,
        _ fields: inout EventFields
    ) {
        guard topic == "equipment.states",
            let state = step.fields.first(where: { $0.name == "state" })?.value.text
        else { return }
        let given = step.fields.first { $0.name == "category" }?.value.text
        let category = given ?? (state == "running" ? "productive" : state)
        machineStates[name] = (state, category)
        if given == nil, let slot = plan.slot("category") { fields.setText(slot, category) }
    }

    // MARK: Outputs

    private mutating func note(_ found: RuleOutputs) { outputs += found.items.map(Self.output) }

    /// Something that came out, as words.
    static func output(_ item: RuleOutput) -> Output {
        switch item {
        case .alert(let alert): output(alert)
        case .dispatch(let change): output(change)
        case .log(let line):
            Output(
                offsetNanoseconds: line.time - start,
                word: "log",
                fields: [NamedValue("text", .text(line.text))]
            )
        }
    }

    private static func output(_ alert: AlertTransition) -> Output {
        var fields = [
            NamedValue("state", .text(alert.state.text)),
            NamedValue("severity", .text(alert.severity.text)),
            NamedValue("title", .text(alert.title)), NamedValue("reason", .text(alert.reason)),
            NamedValue("episode", .integer(Int64(alert.episode))),
        ]
        for value in alert.key + alert.evidence
        where !fields.contains(where: { $0.name == value.name }) {
            fields.append(value)
        }
        let word = RuleTestCase.states[alert.state.text] == nil ? "alert" : alert.state.text
        return Output(offsetNanoseconds: alert.time - start, word: word, fields: fields)
    }

    private static func output(_ change: DispatchChange) -> Output {
        let words = ["hold": "hold_lot", "release": "release_lot"]
        var fields = [
            NamedValue("lot", .text(change.lot)), NamedValue("equipment", .text(change.equipment)),
            NamedValue("reason", .text(change.reason)), NamedValue("from", .text(change.from)),
            NamedValue("to_group", .text(change.toGroup)), NamedValue("new", .text(change.new)),
        ]
        if let by = change.by { fields.append(NamedValue("by", .number(by))) }
        return Output(
            offsetNanoseconds: change.time - start,
            word: words[change.change] ?? change.change,
            fields: fields
        )
    }
}
