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
    }

    /// False once the alert is over.
    var isOpen: Bool { state != "cleared" && state != "closed" }

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
