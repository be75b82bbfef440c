import Records

/// Evaluates conditions and parts of them for one event, with the code that the engine runs.
struct PredicateProbe: ~Copyable {
    private let plan: FieldPlan
    private var table = PredicateTable()

    init(plan: FieldPlan) { self.plan = plan }

    /// What an expression is, or nil where Lua raises an error.
    mutating func value(
        _ tree: Predicate,
        parameters: [String: RuleValue],
        event: borrowing EventFields,
        context: EventContext
    ) -> RuleValue? {
        let program = PredicateCompiler.compile(tree, parameters: parameters)
        let range = table.append(program, plan: plan)
        return table.value(range, event: event, context: context)
    }

    /// Whether a program that looks at no field holds.
    static func isTrue(_ program: PredicateProgram) -> Bool {
        var table = PredicateTable()
        let plan = FieldPlan(names: [])
        let range = table.append(program, plan: plan)
        let context = unsafe EventContext(
            time: EventTime(nanoseconds: 0),
            equipment: 0,
            equipmentName: UnsafeRawBufferPointer(start: nil, count: 0)
        )
        return table.evaluate(range, event: EventFields(), context: context) == .yes
    }
}
