import ArgumentParser
import Codecs
import Records
import RuleEngine

/// An alert that was never raised, by its rule and the values of its key.
struct AlertAhead: ParsableArguments {
    @Option(help: ArgumentHelp("Rule of an alert that was never raised.", valueName: "name"))
    var rule: String?

    @Option(
        help: ArgumentHelp("A text of that rule's key; once for each, in order.", valueName: "text")
    )
    var key: [String] = []

    @Option(
        help: ArgumentHelp(
            "Its equipment, where that is not the first of the key.",
            valueName: "path"
        )
    )
    var equipment: String?

    /// Its identity, 16 hexadecimal digits.
    var id: String {
        var digits: [UInt8] = []
        Hex.append(AlertIdentity.of(rule: rule ?? "", key: key.map { .text($0) }), to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }

    /// Refuses both an id and a rule, and neither.
    func check(_ alert: String?) throws {
        guard (alert == nil) == (rule != nil), (rule == nil) == key.isEmpty else {
            throw ValidationError(
                "Name the alert by its id, or by --rule and --key when it was never raised."
            )
        }
    }
}
