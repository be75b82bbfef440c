import Records
import Simulation

/// The summary at the end of a demonstration, as text.
struct DemoSummary {
    private static let falseAlarmCountShown = 5

    let report: DemoReport
    let charts: ChartFamilies

    var text: String {
        let parts = [
            title, faults, falseAlarms, quarantines, effectiveness, findings, charts.text, records,
            verdict,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var title: String {
        let ran = NumberText.duration(nanoseconds: report.reached - report.plan.start)
        let wall = NumberText.duration(nanoseconds: report.wallNanoseconds)
        return Style.bold("\nSummary: \(ran) of plant time in \(wall)") + "\n"
    }

    private var faults: String {
        let matching = report.matching
        guard !matching.outcomes.isEmpty else { return "" }
        var table = TableText(["fault", "machine", "from", "", "alert", "after"], right: ["after"])
        for outcome in matching.outcomes {
            let fault = outcome.fault
            let alert = outcome.catching
            table.add([
                fault.kind.rawValue, LiveFigures.short(fault.equipment),
                EventText.clock(fault.start), outcome.verdict.rawValue,
                alert.map(\.rule) ?? "expected: \(expected(fault))",
                alert.map { NumberText.duration(nanoseconds: $0.time - fault.start) } ?? "",
            ])
        }
        let counts = [
            ("caught", matching.count(.caught)), ("missed", matching.count(.missed)),
            ("in a run too short to show them", matching.count(.tooShort)),
            ("cut off by the end", matching.count(.cut)),
        ].filter { $0.1 > 0 || $0.0 == "missed" }.map { "\($0.1) \($0.0)" }
        return Style.bold("Injected faults and the alerts that caught them") + "\n" + table.text
            + "\(NumberText.count(matching.outcomes.count, "fault")): "
            + counts.joined(separator: ", ") + "\n"
    }

    private func expected(_ fault: InjectedFault) -> String {
        let rules = fault.expectedRules.isEmpty ? fault.plausibleRules : fault.expectedRules
        return rules.joined(separator: ", ")
    }

    private var falseAlarms: String {
        let alarms = report.matching.falseAlarms
        let all = NumberText.count(report.state.raised.count, "alert") + " raised"
        guard !alarms.isEmpty else { return "False alarms: none (\(all))\n" }
        var counts: [String: Int] = [:]
        for alarm in alarms { counts[alarm.rule, default: 0] += 1 }
        let byRule = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \($0.value)" }
        var text = "False alarms: \(alarms.count) (\(all)): \(byRule.joined(separator: ", "))\n"
        for alarm in alarms.prefix(Self.falseAlarmCountShown) {
            text +=
                "  \(EventText.clock(alarm.time))  \(alarm.equipment)  "
                + "\(TableText.oneLine(alarm.shortTitle)) (\(alarm.rule))\n"
        }
        let rest = alarms.count - Self.falseAlarmCountShown
        return rest > 0 ? text + "  and \(rest) more\n" : text
    }

    private var quarantines: String {
        report.state.quarantines.map { "Rule in quarantine: \(TableText.oneLine($0.title))\n" }
            .joined()
    }

    private var effectiveness: String {
        let rows = report.state.oee.groupsOfRun
        guard !rows.isEmpty else { return "" }
        var table = TableText(
            ["path", "A", "P", "Q", "OEE", ""],
            right: ["A", "P", "Q", "OEE"]
        )
        for row in rows + [.init(name: "all machines", totals: report.state.oee.plantOfRun)] {
            table.add([
                LiveFigures.short(row.name), Percent.text(row.totals.availability.value),
                Percent.text(row.totals.performance.value),
                Percent.text(row.totals.quality.value), Percent.text(row.oee),
                Bar.text(row.oee ?? 0, width: 20),
            ])
        }
        return Style.bold("OEE of lines, areas and sites, from sums over the run") + "\n"
            + table.text
    }

    private var findings: String {
        let state = report.state
        let signals = state.signalCounts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let places = signals.isEmpty ? "" : " (\(signals.joined(separator: ", ")))"
        return "SPC signals: \(NumberText.grouped(state.signalCount))\(places)\n"
            + "Anomaly detections: \(NumberText.grouped(state.anomalyCount))\n"
            + "Dispatch changes: \(NumberText.grouped(state.dispatchCount))\n"
    }

    private var records: String {
        let books = report.engine.books
        let rate = Double(books.read) * 1e9 / Double(max(report.wallNanoseconds, 1))
        return "Records: \(NumberText.grouped(report.delivered)) sent, "
            + "\(NumberText.grouped(books.read)) read (\(NumberText.grouped(Int(rate)))/s), "
            + "\(NumberText.grouped(report.engine.outputs)) written\n"
            + "  read = counted \(NumberText.grouped(books.counted)) + late \(books.late) "
            + "+ dead letters \(books.deadLettered) + ignored repeats \(books.ignored)\n"
    }

    private var verdict: String {
        let books = report.state.books
        var text = "Books: " + (report.areBooksBalanced ? "balanced" : "NOT BALANCED")
        text += " (engine \(NumberText.grouped(report.engine.books.read)), "
        text += "kpi.engine \(NumberText.grouped(books.read)))\n"
        if !report.isEverythingRead { text += "The engine did not read everything in time.\n" }
        if !report.isClean { text += "The engine stopped with outputs unacknowledged.\n" }
        if report.engine.lostOutputs > 0 {
            text += "\(NumberText.count(report.engine.lostOutputs, "output")) not written.\n"
        }
        if let example = report.state.unreadable {
            text +=
                "\(NumberText.count(report.state.unreadableCount, "output")) could not be read, "
            text += "the first: \(TableText.oneLine(example))\n"
        }
        for message in report.messages.suffix(5) { text += "engine: \(message)\n" }
        for problem in report.problems { text += "\(problem)\n" }
        return text
    }
}

/// A share as a bar of blocks.
enum Bar {
    /// `█████░░░░░` for one half.
    static func text(_ share: Double, width: Int) -> String {
        let filled = Int((min(max(share, 0), 1) * Double(width)).rounded())
        return String(repeating: "█", count: filled)
            + String(repeating: "░", count: max(0, width - filled))
    }
}
