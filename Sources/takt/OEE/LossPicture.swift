import Effectiveness

/// Losses as bars, with words and colours that both pictures share.
enum LossPicture {
    /// The name of a loss for people.
    static func name(_ kind: LossKind) -> String {
        switch kind {
        case .breakdowns: "Breakdowns"
        case .setup: "Setup and adjustment"
        case .idle: "No order or people"
        case .starved: "Starved"
        case .blocked: "Blocked"
        case .unknown: "State unknown"
        case .minorStops: "Minor stops"
        case .reducedSpeed: "Reduced speed"
        case .processDefects: "Process defects"
        case .startupRejects: "Start-up rejects"
        }
    }

    /// The name of a loss that may be below zero.
    static func name(_ kind: LossKind, _ nanoseconds: Int64) -> String {
        nanoseconds < 0 ? "Faster than ideal" : name(kind)
    }

    /// Availability is red, performance orange, quality violet.
    static func colour(_ kind: LossKind) -> String {
        switch kind.factor {
        case .availability: "#c1121f"
        case .performance: "#e07a00"
        case .quality: "#6a4c93"
        }
    }

    /// A time for people: `7.00 h`, `12.5 min` or `3.2 s`.
    static func time(_ nanoseconds: Int64) -> String {
        let seconds = Double(nanoseconds) / 1e9
        switch abs(seconds) {
        case 3_600...: return NumberText.fixed(seconds / 3_600, 2) + " h"
        case 60...: return NumberText.fixed(seconds / 60, 1) + " min"
        default: return NumberText.fixed(seconds, 1) + " s"
        }
    }

    /// A share as per cent; a dash without one.
    static func share(_ value: Double?) -> String {
        value.map { NumberText.fixed($0 * 100, 1) + " %" } ?? "–"
    }
}
