import Codecs
import Records

/// What the output topics have told so far; everything that the demonstration shows about the plant
/// comes from here, and so through Kafka.
struct DemoState {
    /// Changes of dispatch that are kept to be shown.
    private static let dispatchCountLimit = 50

    private(set) var oee = OEEBoard()
    private(set) var books: BookSums
    /// Every episode that began, in the order of arrival.
    private(set) var raised: [RaisedAlert] = []
    /// Alerts that are active or acknowledged, by identity.
    private(set) var open: [String: RaisedAlert] = [:]
    /// The newest changes, the newest last.
    private(set) var dispatch: [DispatchNote] = []
    private(set) var dispatchCount = 0
    private(set) var signalCounts: [String: Int] = [:]
    private(set) var anomalyCount = 0
    private(set) var deadLetterCount = 0
    private(set) var lateCount = 0
    /// Records of all topics.
    private(set) var recordCount = 0
    /// Outputs that are no JSON object or lack what their contract requires.
    private(set) var unreadableCount = 0
    /// The first of them, with its topic.
    private(set) var unreadable: String?
    /// Alerts about rules that the engine has locked out.
    private(set) var quarantines: [RaisedAlert] = []
    private var episodes: Set<String> = []

    /// - Parameter contributions: The topic by which machines reach the roll-ups.
    init(contributions: String) { books = BookSums(without: contributions) }

    /// Enters a record of an output topic; the answer is a line for whoever shows lines.
    mutating func enter(_ topic: DemoTopic, _ value: [UInt8]) -> String? {
        recordCount += 1
        switch topic {
        case .deadLetters: deadLetterCount += 1
        case .lateEvents: lateCount += 1
        case .alerts, .dispatch, .oee, .signals, .anomalies, .books:
            return enterObject(topic, value)
        }
        return nil
    }

    private mutating func enterObject(_ topic: DemoTopic, _ value: [UInt8]) -> String? {
        do {
            let record = try JSONDocument(parsing: value)
            if record.kind == .object { return enter(topic, record) }
            noteUnreadable(topic, value, "it is no object")
        } catch {
            noteUnreadable(topic, value, error.description)
        }
        return nil
    }

    private mutating func noteUnreadable(_ topic: DemoTopic, _ value: [UInt8], _ why: String) {
        unreadableCount += 1
        guard unreadable == nil else { return }
        unreadable =
            "\(topic.name): \(why) in \(String(decoding: value.prefix(600), as: UTF8.self))"
    }

    private mutating func enter(_ topic: DemoTopic, _ record: borrowing JSONDocument) -> String? {
        switch topic {
        case .alerts: return enterAlert(record)
        case .dispatch: return enterDispatch(record)
        case .oee: oee.enter(record)
        case .signals: signalCounts[record.string("characteristic") ?? "?", default: 0] += 1
        case .anomalies: anomalyCount += 1
        case .books: books.enter(record)
        case .deadLetters, .lateEvents: break
        }
        return nil
    }

    private mutating func enterAlert(_ record: borrowing JSONDocument) -> String? {
        guard let alert = RaisedAlert(record), let state = record.string("state"),
            let time = EventText.time("time", in: record)
        else {
            noteUnreadable(.alerts, record.compactBytes, "a required field is missing")
            return nil
        }
        let isOver = state == "cleared" || state == "closed" || state == "normal"
        open[alert.alert] = isOver ? nil : alert
        if record.string("reason") == "quarantine" {
            quarantines.append(alert)
        } else if !isOver, episodes.insert("\(alert.alert)/\(alert.episode)").inserted {
            raised.append(alert)
        }
        return "\(EventText.clock(time))  ALERT \(state) \(alert.severity)  \(alert.equipment)  "
            + "\(alert.shortTitle) (\(alert.rule))"
    }

    private mutating func enterDispatch(_ record: borrowing JSONDocument) -> String? {
        guard let note = DispatchNote(record) else {
            noteUnreadable(.dispatch, record.compactBytes, "a required field is missing")
            return nil
        }
        dispatchCount += 1
        dispatch.append(note)
        if dispatch.count > Self.dispatchCountLimit { dispatch.removeFirst() }
        return "\(EventText.clock(note.time))  DISPATCH \(note.text)  \(note.equipment)  "
            + "\(note.reason) (\(note.rule))"
    }

    /// Open alerts, the worst and then the newest first.
    var openAlerts: [RaisedAlert] {
        open.values.sorted { ($0.rank, $1.time, $0.alert) < ($1.rank, $0.time, $1.alert) }
    }

    /// Signals of all charts.
    var signalCount: Int { signalCounts.values.reduce(0, +) }
}

extension EventText {
    /// The time of day in UTC: `07:15:30Z`.
    static func clock(_ time: EventTime) -> String {
        TimeFormatter.string(time).dropFirst(11).prefix(8) + "Z"
    }
}
