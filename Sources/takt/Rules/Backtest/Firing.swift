import Codecs
import Records

/// One time that an alert was open: from raised to cleared.
struct Firing: Equatable {
    let alert: String
    let episode: Int
    let rule: String
    /// The key as people read it, `OVEN-1 zone=3`.
    let key: String
    let raised: EventTime
    /// Nil while it is open at the end of the recording.
    var ended: EventTime?
    var severity: String

    /// How long it was open, in nanoseconds; nil while it is.
    var nanoseconds: Int64? { ended.map { $0 - raised } }

    /// Whether both were open at some moment of the same key.
    func overlaps(_ other: Firing) -> Bool {
        alert == other.alert && raised <= (other.ended ?? .distantFuture)
            && other.raised <= (ended ?? .distantFuture)
    }
}

/// What a set of rules raised in a recording.
struct Firings {
    /// By the time they were raised.
    private(set) var all: [Firing] = []
    /// Dispatch changes by rule.
    private(set) var dispatches: [String: Int] = [:]
    /// Rules that were locked out because their function failed, with the sentence that says why.
    private(set) var quarantined: [String: String] = [:]
    private var open: [String: Int] = [:]

    /// Takes one record of `alerts`.
    mutating func takeAlert(_ value: borrowing JSONDocument) {
        guard let alert = value.string("alert"), let rule = value.string("rule"),
            let state = value.string("state"), let time = EventText.time("time", in: value)
        else { return }
        // Alerts of our own say that a rule does not work, not what it found.
        let reason = value.string("reason") ?? ""
        guard reason != "quarantine", reason != "released" else {
            if reason == "quarantine" { quarantined[rule] = value.string("title") ?? "" }
            return
        }
        let severity = value.string("severity") ?? ""
        if state == "cleared" || state == "closed" {
            guard let index = open.removeValue(forKey: alert) else { return }
            all[index].ended = time
            return
        }
        if let index = open[alert] {
            all[index].severity = severity
            return
        }
        open[alert] = all.count
        all.append(
            Firing(
                alert: alert,
                episode: value.int("episode") ?? 0,
                rule: rule,
                key: Self.key(value),
                raised: EventText.time("raised_at", in: value) ?? time,
                ended: nil,
                severity: severity
            )
        )
    }

    /// Takes one record of `dispatch.changes`.
    mutating func takeDispatch(_ value: borrowing JSONDocument) {
        if let rule = value.string("rule") { dispatches[rule, default: 0] += 1 }
    }

    private static func key(_ value: borrowing JSONDocument) -> String {
        value.strings("key")?.joined(separator: " ") ?? value.string("equipment") ?? ""
    }

    /// The firings of one rule.
    func of(_ rule: String) -> [Firing] { all.filter { $0.rule == rule } }
}
