/// OEE in the live view: lines, areas and sites as published, and the worst machines.
struct LiveFigures {
    let width: Int

    /// A heading and the lines, as many as fit.
    func lines(_ state: borrowing DemoState, rows: Int) -> [StyledLine] {
        let title = "OEE by line, last \(OEEBoard.recentMinutes) min of the plant"
        return table(title, state.oee.lines, rows)
    }

    /// A heading and the areas and sites above the lines, as many as fit.
    func levels(_ state: borrowing DemoState, rows: Int) -> [StyledLine] {
        table("OEE of areas and sites", state.oee.levels, rows)
    }

    /// A heading and the machines with the least OEE, as many as fit.
    func machines(_ state: borrowing DemoState, rows: Int) -> [StyledLine] {
        table("Machines with the least OEE", state.oee.worstMachines, rows)
    }

    private func table(_ title: String, _ found: [OEEBoard.Row], _ rows: Int) -> [StyledLine] {
        guard rows > 0 else { return [] }
        let nameWidth = min(36, max(14, width - 34))
        let barWidth = max(0, min(16, width - nameWidth - 26))
        var heading = StyledLine()
        heading.add(title, width: nameWidth + 1, .bold)
        for name in ["A", "P", "Q", "OEE"] { heading.add(name, width: 6, .dim, right: true) }
        let lines = found.prefix(rows - 1).map { row in
            var line = StyledLine()
            line.add(Self.short(row.name), width: nameWidth + 1)
            let totals = row.totals
            for ratio in [totals.availability, totals.performance, totals.quality] {
                line.add(percent(ratio.value), width: 6, right: true)
            }
            line.add(percent(row.oee), width: 6, style(row.oee), right: true)
            line.add(" ")
            line.add(Bar.text(row.oee ?? 0, width: barWidth), style(row.oee))
            return line
        }
        let empty = found.isEmpty ? [StyledLine("  no full minute yet", .dim)] : []
        return [heading] + lines + empty.prefix(rows - 1)
    }

    /// A path without the enterprise, which is the same for all.
    static func short(_ path: String) -> String {
        let segments = path.split(separator: "/")
        return segments.count > 2 ? segments.dropFirst().joined(separator: "/") : path
    }

    private func percent(_ share: Double?) -> String {
        share.map { NumberText.fixed($0 * 100, 0) + "%" } ?? "–"
    }

    private func style(_ share: Double?) -> Style? {
        guard let share else { return .dim }
        return share < 0.5 ? .red : share < 0.7 ? .yellow : .green
    }
}
