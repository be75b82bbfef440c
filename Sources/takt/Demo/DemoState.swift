import Codecs
import Records

/// What the output topics have told so far; everything that the demonstration shows about the plant
/// comes from here, and so through Kafka.
struct DemoState {
    /// Changes of dispatch that are kept to be shown.
    private static let dispatchCountLimit = 50

    private(set) var oee = OEEBoard()
    private(set) var books = BookSums()
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
    private(set) var unreadableCount = 0
    private var episodes: Set<String> = []

    /// Enters a record of an output topic; the answer is a line for whoever shows lines.
    mutating func enter(_ topic: DemoTopic, _ value: [UInt8]) -> String? {
        recordCount += 1
        switch topic {
        case .deadLetters: deadLetterCount += 1
        case .lateEvents: lateCount += 1
        case .alerts, .dispatch, .oee, .signals, .anomalies, .books:
            guard let record = try? JSONDocument(parsing: value), record.kind == .object else {
                unreadableCount += 1
                return nil
            }
            return enter(topic, record)
        }
        return nil
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
            unreadableCount += 1
            return nil
        }
        let isOver = state == "cleared" || state == "closed" || state == "normal"
        open[alert.alert] = isOver ? nil : alert
        if !isOver, episodes.insert("\(alert.alert)/\(alert.episode)").inserted {
            raised.append(alert)
        }
        return "\(EventText.clock(time))  ALERT \(state) \(alert.severity)  \(alert.equipment)  "
            + "\(alert.title) (\(alert.rule))"
    }

    private mutating func enterDispatch(_ record: borrowing JSONDocument) -> String? {
        guard let note = DispatchNote(record) else {
            unreadableCount += 1
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
