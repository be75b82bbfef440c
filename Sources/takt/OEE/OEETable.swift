import Codecs
import Effectiveness

/// A report as tables for people: the windows, and their sums per machine and level.
struct OEETable {
    private static let header = [
        "equipment", "window", "begins", "planned", "A", "P", "Q", "OEE", "good", "total", "",
    ]

    private let report: OEEReport

    init(_ report: OEEReport) { self.report = report }

    var text: String { Self.table(report.windows) + "\n" + Self.table(report.sums) }

    private static func table(_ windows: [OEEWindow]) -> String {
        var table = TableText(header, right: Set(header.dropFirst(3)))
        for window in windows {
            let totals = window.totals
            table.add([
                window.equipment,
                window.label.isEmpty ? "sum" : window.label,
                TimeFormatter.string(window.start),
                LossPicture.time(totals.plannedNanoseconds),
                LossPicture.share(totals.availability.value),
                LossPicture.share(totals.performance.value),
                LossPicture.share(totals.quality.value),
                LossPicture.share(totals.oee.value),
                NumberText.short(totals.goodCount),
                NumberText.short(totals.totalCount),
                note(totals),
            ])
        }
        return table.text
    }

    private static func note(_ totals: OEETotals) -> String {
        if totals.isIdealCycleSuspect { return "P > 1: check the ideal cycle" }
        if totals.performance.undefined == .idealCycleUnknown { return "no ideal cycle" }
        if let known = totals.completeness, known < 1 {
            return "state known \(LossPicture.share(known))"
        }
        return ""
    }
}
