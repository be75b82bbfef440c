import Codecs
import Records

/// The beginning of one episode of an alert, as the topic `alerts` told it.
struct RaisedAlert {
    let alert: String
    let episode: Int
    let rule: String
    let equipment: String
    let severity: String
    let title: String
    let time: EventTime
    /// How far back it looks, for an alert about a finished window; 0 for others.
    let windowNanoseconds: Int64

    init?(_ record: borrowing JSONDocument) {
        guard let alert = record.string("alert"), let time = EventText.time("time", in: record)
        else { return nil }
        self.alert = alert
        episode = record.int("episode") ?? 0
        rule = record.string("rule") ?? "?"
        equipment = record.string("equipment") ?? "?"
        severity = record.string("severity") ?? "?"
        title = record.string("title") ?? rule
        self.time = EventText.time("raised_at", in: record) ?? time
        // Evidence: the fields that the rule's condition looks at.
        switch record.string("detail_window") {
        case "minute": windowNanoseconds = Nanoseconds.minute
        case "hour": windowNanoseconds = Nanoseconds.hour
        case "shift": windowNanoseconds = 8 * Nanoseconds.hour
        default: windowNanoseconds = 0
        }
    }

    /// The title without the machine's name before it, where that is shown anyway.
    var shortTitle: String {
        guard title.hasPrefix(equipment) else { return title }
        return String(title.dropFirst(equipment.count).drop { $0 == " " || $0 == ":" })
    }

    /// Place in a list: the worst first.
    var rank: Int {
        AlertRecord.severities.firstIndex(of: severity) ?? AlertRecord.severities.count
    }
}
