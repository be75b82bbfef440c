import Codecs
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
        for slot in Self.quantitySlots { given = try check(slot, bench) || given }
        guard given else {
            throw Rejection(
                "missing-count",
                "None of 'good', 'scrap', 'rework', 'startup_rejects' and 'total' is given; send at "
                    + "least one."
            )
        }
        let product = noteProduct(machine, time, bench)
        let produced = try produced(time, bench)
        let factor = try factor(machine, product, bench)
        let sample = try sample(machine, kind, product, factor, isLate: produced != nil, bench)
        var fate = Fate.counted
        if bench.stages.contains(.effectiveness) {
            guard time - (produced ?? time) <= bench.leapNanoseconds else { return .late }
            fate = settle(machine, time, bench) { calendar in
                machine.effectiveness.apply(
                    count: sample,
                    booked: time,
                    produced: produced ?? time,
                    calendar: calendar
                )
            }
        }
        guard fate == .counted else { return fate }
        evaluateRules(ruleTopics.counts, machine, time, bench)
        return .counted
    }

    private static let quantitySlots = [
        Slot.Count.good, Slot.Count.scrap, Slot.Count.rework, Slot.Count.total, Slot.Count.startup,
    ]

    private func sample(
        _ machine: Machine,
        _ kind: CountKind,
        _ product: String?,
        _ factor: Double,
        isLate: Bool,
        _ bench: Workbench
    ) throws(Rejection) -> CountSample {
        func quantity(_ slot: Int) -> Double? { bench.fields[slot].double.map { $0 * factor } }
        let sample = CountSample(
            kind: kind,
            total: quantity(Slot.Count.total),
            good: quantity(Slot.Count.good),
            scrap: quantity(Slot.Count.scrap),
            rework: quantity(Slot.Count.rework),
            startup: quantity(Slot.Count.startup),
            wasCountedAsGood: isLate,
            modulus: quantity(Slot.Count.modulus) ?? 0,
            idealCycleNanoseconds: machine.settings.idealCycleNanoseconds(product: product) ?? 0,
            taktNanoseconds: machine.settings.counts.taktNanoseconds(product: product) ?? 0,
            sequence: bench.fields[Slot.seq].int64 ?? -1
        )
        if let sample { return sample }
        if isLate {
            throw Rejection(
                "bad-count",
                "The field 'produced' is for rejects found later; send 'scrap', 'rework' or "
                    + "'startup_rejects' as delta with it, and neither 'good' nor 'total'."
            )
        }
        throw Rejection(
            "bad-count",
            "A quantity or the modulus is out of range; expected 0 to \(CountSample.quantityLimit), and "
                + "readings below their modulus."
        )
    }

    /// When rejects were made that were found later; nil for counts of what was just made.
    private func produced(
        _ time: EventTime,
        _ bench: Workbench
    ) throws(Rejection) -> EventTime? {
        let value = bench.fields[Slot.Count.produced]
        guard value.isPresent else { return nil }
        do { return min(try TimeParser.time(value, in: bench.fields), time) } catch {
            throw Rejection(
                "bad-time",
                "The field 'produced' is \(describe(value)); expected a time like that of 'time'."
            )
        }
    }

    /// What quantities are multiplied by to be in the unit that the plant keeps.
    private func factor(
        _ machine: Machine,
        _ product: String?,
        _ bench: Workbench
    ) throws(Rejection) -> Double {
        let value = bench.fields[Slot.Count.unit]
        guard value.isPresent else { return 1 }
        let unit = bench.fields.string(value) ?? ""
        if let factor = machine.settings.counts.factor(unit: unit, product: product) {
            return factor
        }
        throw Rejection(
            "unknown-unit",
            "The plant file has no conversion of '\(unit)' to '\(machine.settings.counts.unit)' for "
                + "\(product.map { "the product '\($0)'" } ?? "this equipment"); add it under "
                + "'conversions' or 'product_conversions'."
        )
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
