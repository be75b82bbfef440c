/// The topics the engine writes; the raw value is the index in output batches and sinks.
public enum OutputTopic: Int, CaseIterable, Sendable {
    /// Every plotted point; off unless asked for.
    case spcPoints
    /// Violated chart rules.
    case spcSignals
    /// Windows of overall equipment effectiveness.
    case kpiOEE
    /// The newest window of each kind and machine.
    case kpiOEECurrent
    /// What detectors found.
    case anomalyDetections
    /// Every score; off unless asked for.
    case anomalyScores
    /// Every transition of an alert.
    case alerts
    /// The present state of each alert.
    case alertsCurrent
    /// What rules want changed on the floor.
    case dispatchChanges
    /// The books.
    case kpiEngine
    /// Records that came too late.
    case lateEvents
    /// Records that cannot be used.
    case deadLetters
    /// What processes can do, by window.
    case kpiCapability
    /// What charts use of budgets of false alarms, by path and hour.
    case kpiAlarms
    /// Every change in the life of a chart's limits.
    case spcLimits
    /// What rules in shadow would have said.
    case alertsShadow

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
        case .kpiCapability: "kpi.capability"
        case .kpiAlarms: "kpi.alarms"
        case .spcLimits: "spc.limits"
        case .alertsShadow: "alerts.shadow"
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
        case .alerts, .alertsCurrent, .alertsShadow: "takt.alert"
        case .dispatchChanges: "takt.dispatch.change"
        case .kpiEngine: "takt.kpi.engine"
        case .lateEvents: "takt.late-event"
        case .deadLetters: "takt.dead-letter"
        case .kpiCapability: "takt.kpi.capability"
        case .kpiAlarms: "takt.kpi.alarms"
        case .spcLimits: "takt.spc.limits"
        }
    }
}
