import Codecs
import Records
import RuleEngine

extension EquipmentTask {
    /// An operator says what is to be done with an alert.
    ///
    /// A command that does not fit the alert (any more) is ignored and logged with the reason; one that
    /// does not say what it must, or that this version does not know, is a dead letter that says so.
    func applyCommand(
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) throws(Rejection) -> Fate {
        guard let hex = bench.fields.string(bench.fields[Slot.Command.alert]), hex.utf8.count == 16,
            let alert = UInt64(hex, radix: 16)
        else {
            throw Rejection(
                "bad-alert",
                "The field 'alert' must be the alert's identity, 16 hexadecimal digits."
            )
        }
        let order = try order(bench)
        guard bench.stages.contains(.rules) else { return .ignored }
        let outcome = rules.command(
            alert: alert,
            order,
            equipment: (machine.index, machine.name),
            time: time,
            source: bench.sourcePosition,
            outputs: &bench.ruleOutputs
        )
        writeRuleOutputs(bench)
        if case .lacks(let what) = outcome {
            throw Rejection(
                "incomplete-command",
                "The command '\(order.command.rawValue)' needs \(what)."
            )
        }
        guard outcome == .applied else {
            bench.note(
                "Alert \(hex) was not changed by '\(order.command.rawValue)' of \(order.by): it "
                    + "\(outcome.text)."
            )
            return .ignored
        }
        return .counted
    }

    private func order(_ bench: Workbench) throws(Rejection) -> AlertOrder {
        func text(_ slot: Int) -> String { bench.fields.string(bench.fields[slot]) ?? "" }
        let word = text(Slot.Command.command)
        guard let command = AlertCommand(rawValue: word) else {
            let known = AlertCommand.allCases.map(\.rawValue).joined(separator: ", ")
            throw Rejection(
                "unknown-command",
                "The command '\(word)' is not one that this version carries out; it knows \(known)."
            )
        }
        guard !text(Slot.Command.by).isEmpty else {
            throw Rejection("missing-by", "The field 'by' must say who gives the command.")
        }
        var order = AlertOrder(command, by: text(Slot.Command.by), why: text(Slot.Command.why))
        do {
            order.until = try TimeParser.time(bench.fields[Slot.Command.until], in: bench.fields)
        } catch {
            guard error == .missing else { throw Rejection("bad-until", error.description) }
        }
        let shelving = text(Slot.Command.shelving)
        guard ["", "timed", "one_shot"].contains(shelving) else {
            throw Rejection(
                "bad-shelving",
                "The field 'shelving' is '\(shelving)'; it must be timed or one_shot."
            )
        }
        order.isOneShot = shelving == "one_shot"
        order.workOrder = text(Slot.Command.workOrder)
        order.episode = bench.fields[Slot.Command.episode].int64.flatMap { UInt32(exactly: $0) }
        order.rule = text(Slot.Command.rule)
        order.key = try key(bench)
        return order
    }

    /// The values of a rule's key, a JSON array of texts.
    private func key(_ bench: Workbench) throws(Rejection) -> [String] {
        let field = bench.fields[Slot.Command.key]
        guard field.kind != .absent, field.kind != .null else { return [] }
        var key: [String] = []
        if field.kind == .nested {
            let text = unsafe bench.fields.withText(field) {
                unsafe String(decoding: $0, as: UTF8.self)
            }
            if let document = try? JSONDocument(parsing: text), document.kind == .array {
                for index in 0..<document.count {
                    if let element = document.element(index)?.string { key.append(element) }
                }
                if key.count == document.count { return key }
            }
        }
        throw Rejection("bad-key", "The field 'key' must be a list of texts: the rule's key.")
    }
}
