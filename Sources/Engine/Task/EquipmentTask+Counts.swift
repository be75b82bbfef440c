import Effectiveness
import Records

extension EquipmentTask {
    /// A machine says how many it made.
    func applyCount(
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) throws(Rejection) -> Fate {
        let kind = try countKind(bench)
        var given = false
        for slot in [Slot.Count.good, Slot.Count.scrap, Slot.Count.rework, Slot.Count.total] {
            given = try check(slot, bench) || given
        }
        guard given else {
            throw Rejection(
                "missing-count",
                "None of 'good', 'scrap', 'rework' and 'total' is given; send at least one."
            )
        }
        noteProduct(machine, bench)
        let product = machine.product == 0 ? nil : products.name(machine.product)
        guard
            let sample = CountSample(
                kind: kind,
                total: bench.fields[Slot.Count.total].double,
                good: bench.fields[Slot.Count.good].double,
                scrap: bench.fields[Slot.Count.scrap].double,
                rework: bench.fields[Slot.Count.rework].double,
                modulus: bench.fields[Slot.Count.modulus].double ?? 0,
                idealCycleNanoseconds: machine.settings.idealCycleNanoseconds(product: product)
                    ?? 0,
                sequence: bench.fields[Slot.seq].int64 ?? -1
            )
        else {
            throw Rejection(
                "bad-count",
                "A quantity or the modulus is out of range; expected 0 to \(CountSample.quantityLimit)."
            )
        }
        var fate = Fate.counted
        if bench.stages.contains(.effectiveness) {
            fate = settle(machine, time, bench) { calendar in
                machine.effectiveness.apply(count: sample, at: time, calendar: calendar)
            }
        }
        guard fate == .counted else { return fate }
        evaluateRules(ruleTopics.counts, machine, time, bench)
        return .counted
    }

    private func countKind(_ bench: Workbench) throws(Rejection) -> CountKind {
        let value = bench.fields[Slot.Count.kind]
        guard value.isPresent else { return .delta }
        switch bench.fields.string(value) {
        case "delta": return .delta
        case "counter": return .counter
        default:
            throw Rejection("bad-kind", "The field 'kind' must be 'delta' or 'counter'.")
        }
    }

    /// Whether a quantity is given; negative ones and anything but numbers are refused.
    private func check(_ slot: Int, _ bench: Workbench) throws(Rejection) -> Bool {
        let value = bench.fields[slot]
        guard value.isPresent else { return false }
        let name = InputRole.counts.fieldNames[slot]
        guard let number = value.double else {
            throw Rejection(
                "wrong-type",
                "The field '\(name)' is \(describe(value)); expected a number."
            )
        }
        guard number >= 0 else {
            throw Rejection(
                "negative-count",
                "The field '\(name)' is \(number); a count is never negative."
            )
        }
        return true
    }
}
