import Records
import Simulation

/// Holds the alerts that were raised against the faults that the simulator put into the plant.
///
/// An alert belongs to a fault when it speaks of the fault's machine, was raised between the fault's
/// beginning and shortly after its end, and comes from a rule that the fault names. An alert about a
/// finished hour is raised when the hour is over: then it is the hour that has to touch the fault.
/// Alerts that belong to no fault are false alarms.
struct FaultMatcher {
    /// What became of one fault.
    enum Verdict: String {
        case caught
        case missed = "MISSED"
        /// The run was laid out too short for any rule to see it.
        case tooShort = "too short"
        /// The run ended before the fault began or while it went on.
        case cut = "cut off"
    }

    /// One fault and the alerts about it, the earliest first.
    struct Outcome {
        let fault: InjectedFault
        let verdict: Verdict
        let alerts: [RaisedAlert]

        /// The alert that caught it: the first of an expected rule, else of a plausible one.
        var catching: RaisedAlert? {
            alerts.first { fault.expectedRules.contains($0.rule) } ?? alerts.first
        }
    }

    let outcomes: [Outcome]
    let falseAlarms: [RaisedAlert]

    /// - Parameters:
    ///   - reached: How far the plant came.
    ///   - tolerance: Nanoseconds after the end of a fault in which an alert is still about it.
    init(
        faults: [InjectedFault],
        alerts: [RaisedAlert],
        reached: EventTime,
        tolerance: Int64
    ) {
        let alerts = alerts.sorted { $0.time < $1.time }
        func belongs(_ alert: RaisedAlert, _ fault: InjectedFault) -> Bool {
            alert.equipment == fault.equipment && alert.time >= fault.start
                && alert.time.advanced(byNanoseconds: -alert.windowNanoseconds)
                    <= fault.end.advanced(byNanoseconds: tolerance)
                && (fault.expectedRules.contains(alert.rule)
                    || fault.plausibleRules.contains(alert.rule))
        }
        outcomes = faults.sorted { ($0.start, $0.equipment) < ($1.start, $1.equipment) }.map {
            fault in
            let own = alerts.filter { belongs($0, fault) }
            return Outcome(
                fault: fault,
                verdict: Self.verdict(fault, own, reached: reached),
                alerts: own
            )
        }
        falseAlarms = alerts.filter { alert in !faults.contains { belongs(alert, $0) } }
    }

    private static func verdict(
        _ fault: InjectedFault,
        _ alerts: [RaisedAlert],
        reached: EventTime
    ) -> Verdict {
        if alerts.contains(where: { fault.expectedRules.contains($0.rule) }) { return .caught }
        if fault.expectedRules.isEmpty { return .tooShort }
        return reached < fault.end ? .cut : .missed
    }

    /// How many have a verdict.
    func count(_ verdict: Verdict) -> Int { outcomes.count { $0.verdict == verdict } }
}
