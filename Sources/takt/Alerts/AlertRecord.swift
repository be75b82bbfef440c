import Codecs
import KafkaBroker
import Records

/// The present state of one alert, as `alerts.current` tells it.
struct AlertRecord {
    /// The words for how bad an alert is, the worst first.
    static let severities = ["critical", "high", "medium", "low"]

    let id: String
    let equipment: String
    let rule: String
    let title: String
    let state: String
    let severity: String
    let since: EventTime?
    let episode: Int
    /// Until when, by whom and why it is kept quiet; empty otherwise.
    let note: String

    /// Reads a record's value; nil when it is none of ours.
    init?(_ value: [UInt8]) {
        guard let document = try? JSONDocument(parsing: value), document.kind == .object,
            let id = document.string("alert")
        else { return nil }
        self.id = id
        equipment = document.string("equipment") ?? ""
        rule = document.string("rule") ?? ""
        title = document.string("title") ?? rule
        state = document.string("state") ?? ""
        severity = document.string("severity") ?? ""
        since = EventText.time("raised_at", in: document) ?? EventText.time("time", in: document)
        episode = document.int("episode") ?? 0
        note = Self.note(state, document)
    }

    /// False once the alert is over.
    var isOpen: Bool { state != "cleared" && state != "closed" && state != "normal" }

    private static func note(_ state: String, _ document: borrowing JSONDocument) -> String {
        guard state == "shelved" || state == "out_of_service" else { return "" }
        var parts: [String] = []
        if let until = EventText.time("until", in: document) {
            parts.append("until \(EventText.short(until))")
        }
        if let order = document.string("work_order") { parts.append(order) }
        if let by = document.string("by") { parts.append("by \(by)") }
        let why = document.string("why").map { ": \($0)" } ?? ""
        return parts.joined(separator: ", ") + why
    }

    /// The alert of an id, or of the only one that begins so.
    static func choose(_ id: String, among known: [AlertRecord]) throws(Failure) -> AlertRecord {
        if let exact = known.first(where: { $0.id == id }) { return exact }
        let beginnings = known.filter { $0.id.hasPrefix(id) }
        if beginnings.count == 1 { return beginnings[0] }
        if beginnings.isEmpty {
            throw Failure(
                "There is no alert \(id) on this cluster. `takt alerts list --all` shows which there "
                    + "are."
            )
        }
        let ids = beginnings.prefix(5).map(\.id).joined(separator: ", ")
        throw Failure("\(beginnings.count) alerts begin with \(id): \(ids). Say more of the id.")
    }

    /// Place in a list: the worst first.
    var rank: Int {
        Self.severities.firstIndex(of: severity) ?? Self.severities.count
    }

    /// The newest state of every alert of a cluster, the worst and then the oldest first.
    static func current(
        _ settings: KafkaSettings,
        topic: String
    ) throws(Failure) -> [AlertRecord] {
        var byKey: [[UInt8]: AlertRecord] = [:]
        try TopicReading(settings: settings, topics: [topic]).forEach { record in
            byKey[record.key ?? []] = record.value.flatMap(AlertRecord.init)
        }
        return byKey.values.sorted {
            ($0.rank, $0.since ?? .distantPast, $0.id) < ($1.rank, $1.since ?? .distantPast, $1.id)
        }
    }
}
