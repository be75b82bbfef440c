import Codecs
import Records
import RuleEngine

extension EquipmentTask {
    /// An operator acknowledges or closes an alert.
    ///
    /// A command for an alert that is not open (any more) is ignored and logged; commands this version
    /// does not know are dead letters that say so.
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
        let word = bench.fields.string(bench.fields[Slot.Command.command]) ?? ""
        guard let command = AlertCommand(word: word) else {
            throw Rejection(
                "unknown-command",
                "The command '\(word)' is not one that this version carries out; it knows acknowledge "
                    + "and close."
            )
        }
        guard let by = bench.fields.string(bench.fields[Slot.Command.by]), !by.isEmpty else {
            throw Rejection("missing-by", "The field 'by' must say who gives the command.")
        }
        guard bench.stages.contains(.rules) else { return .ignored }
        let outcome = rules.command(
            alert: alert,
            command,
            by: by,
            why: bench.fields.string(bench.fields[Slot.Command.why]) ?? "",
            time: time,
            outputs: &bench.ruleOutputs
        )
        writeRuleOutputs(bench)
        guard outcome == .applied else {
            bench.note("Alert \(hex) was not changed by '\(word)' of \(by): \(outcome).")
            return .ignored
        }
        return .counted
    }
}

extension AlertCommand {
    /// The command of a word of the contract.
    init?(word: String) {
        switch word {
        case "acknowledge": self = .acknowledge
        case "close": self = .close
        default: return nil
        }
    }
}
