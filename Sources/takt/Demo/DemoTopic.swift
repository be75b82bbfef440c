/// The output topics that the demonstration reads; the raw value is their index in the reader.
enum DemoTopic: Int, CaseIterable {
    case alerts, dispatch, oee, signals, anomalies, books, deadLetters, lateEvents

    /// The contract's name.
    var name: String {
        switch self {
        case .alerts: "alerts"
        case .dispatch: "dispatch.changes"
        case .oee: "kpi.oee"
        case .signals: "spc.signals"
        case .anomalies: "anomaly.detections"
        case .books: "kpi.engine"
        case .deadLetters: "dead-letters"
        case .lateEvents: "late-events"
        }
    }
}
