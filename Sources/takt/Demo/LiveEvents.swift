import Records

/// What happened, in the live view: open alerts, dispatch changes, counts of findings.
struct LiveEvents {
    let now: EventTime
    let columns: Int

    /// A heading and the open alerts, the worst first.
    func alerts(_ state: borrowing DemoState, rows: Int) -> [StyledLine] {
        guard rows > 1 else { return [] }
        let open = state.openAlerts
        var heading = StyledLine("Open alerts ", .bold)
        heading.add("\(open.count), \(state.raised.count) raised in all", .dim)
        var lines = [StyledLine(), heading]
        let room = max(0, rows - 2)
        let shown = open.count > room ? max(0, room - 1) : open.count
        for alert in open.prefix(shown) {
            var line = StyledLine()
            line.add(alert.severity, width: 9, style(alert.severity))
            line.add(age(alert.time), width: 9, right: true)
            line.add("  ")
            line.add(LiveFigures.short(alert.equipment), width: min(36, columns / 3))
            line.add(" \(alert.shortTitle)")
            lines.append(line)
        }
        if open.isEmpty, room > 0 { lines.append(StyledLine("  none", .dim)) }
        if shown < open.count, room > 0 {
            lines.append(StyledLine("  and \(open.count - shown) more", .dim))
        }
        return lines
    }

    /// A heading and the newest dispatch changes, the newest first.
    func dispatch(_ state: borrowing DemoState, rows: Int) -> [StyledLine] {
        guard rows > 1 else { return [] }
        var heading = StyledLine("Dispatch changes ", .bold)
        heading.add("\(state.dispatchCount)", .dim)
        var lines = [StyledLine(), heading]
        for note in state.dispatch.suffix(max(0, rows - 2)).reversed() {
            var line = StyledLine()
            line.add(EventText.clock(note.time), width: 10)
            line.add(LiveFigures.short(note.equipment), width: min(36, columns / 3))
            line.add(" ")
            line.add(note.text, .cyan)
            line.add("  \(note.reason)")
            lines.append(line)
        }
        return lines
    }

    /// The last line: what charts and detectors found, and the engine's newest problem.
    func footer(_ state: borrowing DemoState, _ frame: DemoFrame) -> StyledLine {
        var line = StyledLine("SPC signals ", .bold)
        line.add("\(state.signalCount)   ")
        line.add("anomalies ", .bold)
        line.add("\(state.anomalyCount)")
        if let message = frame.message { line.add("   \(message)", .yellow) }
        return line
    }

    private func age(_ time: EventTime) -> String {
        NumberText.duration(nanoseconds: max(0, now - time))
    }

    private func style(_ severity: String) -> Style? {
        switch severity {
        case "critical": .red
        case "high": .yellow
        case "medium": .cyan
        default: nil
        }
    }
}
