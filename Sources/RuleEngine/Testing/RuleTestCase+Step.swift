import Records

extension RuleTestCase.Step {
    /// Puts its fields into the slots of a plan; answers the names that the plan does not have.
    func fill(_ event: inout EventFields, plan: FieldPlan, time: EventTime) -> [String] {
        var unknown: [String] = []
        event.reset()
        if let slot = plan.slot("time") { event[slot] = .integer(time.milliseconds) }
        if let slot = plan.slot("equipment") { event.setText(slot, "EQ-1") }
        for field in fields {
            guard let slot = plan.slot(field.name) else {
                unknown.append(field.name)
                continue
            }
            event.set(slot, field.value)
        }
        for list in numbers {
            guard let slot = plan.slot(list.name) else {
                unknown.append(list.name)
                continue
            }
            let offset = event.numberCount
            for number in list.values { _ = event.appendNumber(number) }
            event[slot] = .numbers(offset: offset, count: list.values.count)
        }
        return unknown
    }
}
