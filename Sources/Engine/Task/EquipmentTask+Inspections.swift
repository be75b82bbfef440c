import Records

extension EquipmentTask {
    /// A sample was inspected. Validated and given to rules; attribute charts build on it later.
    func applyInspection(
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) throws(Rejection) -> Fate {
        let characteristic = bench.fields[Slot.Inspection.characteristic]
        guard characteristic.isText, characteristic.count > 0 else {
            throw Rejection(
                "missing-characteristic",
                "The field 'characteristic' is \(describe(characteristic)); expected its name."
            )
        }
        guard let inspected = bench.fields[Slot.Inspection.inspected].double, inspected > 0 else {
            throw Rejection(
                "bad-inspection",
                "The field 'inspected' must be a number above zero."
            )
        }
        let defectives = bench.fields[Slot.Inspection.defectives]
        let defects = bench.fields[Slot.Inspection.defects]
        guard defectives.isPresent || defects.isPresent else {
            throw Rejection(
                "bad-inspection",
                "Neither 'defectives' nor 'defects' is given; send one of them."
            )
        }
        if defectives.isPresent {
            guard let count = defectives.double, count >= 0, count <= inspected else {
                throw Rejection(
                    "bad-inspection",
                    "The field 'defectives' must be a number between 0 and 'inspected' (\(inspected))."
                )
            }
        }
        if defects.isPresent {
            guard let count = defects.double, count >= 0 else {
                throw Rejection(
                    "bad-inspection",
                    "The field 'defects' must be a number of 0 or more."
                )
            }
        }
        evaluateRules(ruleTopics.inspections, machine, time, bench)
        return .counted
    }
}
