/// The topics the engine writes; the raw value is the index in output batches and sinks.
public enum OutputTopic: Int, CaseIterable, Sendable {
    case spcPoints, spcSignals
    case kpiOEE, kpiOEECurrent
    case anomalyDetections, anomalyScores
    case alerts, alertsCurrent
    case dispatchChanges
    case kpiEngine
    case lateEvents, deadLetters

    /// The name in `topics/`, without the plant's prefix.
    public var name: String {
        switch self {
        case .spcPoints: "spc.points"
        case .spcSignals: "spc.signals"
        case .kpiOEE: "kpi.oee"
        case .kpiOEECurrent: "kpi.oee.current"
        case .anomalyDetections: "anomaly.detections"
        case .anomalyScores: "anomaly.scores"
        case .alerts: "alerts"
        case .alertsCurrent: "alerts.current"
        case .dispatchChanges: "dispatch.changes"
        case .kpiEngine: "kpi.engine"
        case .lateEvents: "late-events"
        case .deadLetters: "dead-letters"
        }
    }

    /// The CloudEvents type of its records.
    var eventType: StaticString {
        switch self {
        case .spcPoints: "takt.spc.point"
        case .spcSignals: "takt.spc.signal"
        case .kpiOEE, .kpiOEECurrent: "takt.kpi.oee"
        case .anomalyDetections: "takt.anomaly.detection"
        case .anomalyScores: "takt.anomaly.score"
        case .alerts, .alertsCurrent: "takt.alert"
        case .dispatchChanges: "takt.dispatch.change"
        case .kpiEngine: "takt.kpi.engine"
        case .lateEvents: "takt.late-event"
        case .deadLetters: "takt.dead-letter"
        }
    }
}
