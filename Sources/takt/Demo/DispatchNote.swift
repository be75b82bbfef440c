import Codecs
import Records

/// One record of `dispatch.changes` in the words of the demonstration.
struct DispatchNote {
    let time: EventTime
    let equipment: String
    let change: String
    let subject: String
    let reason: String
    let rule: String

    init?(_ record: borrowing JSONDocument) {
        guard let change = record.string("change"),
            let time = EventText.time("time", in: record)
        else { return nil }
        self.change = change
        self.time = time
        equipment = record.string("equipment") ?? "?"
        rule = record.string("rule") ?? "?"
        reason = record.string("reason") ?? ""
        var subject = record.string("lot").map { "lot \($0)" } ?? ""
        if let group = record.string("to_group") { subject += " to \(group)" }
        if let by = record.double("by") { subject += " by \(NumberText.short(by))" }
        self.subject = subject
    }

    /// What, and to what.
    var text: String { subject.isEmpty ? change : "\(change) \(subject)" }
}
