import Effectiveness

/// The losses of the worst line in the live view, from planned time down to good output.
struct LiveWaterfall {
    private static let nameWidth = 22

    let width: Int

    /// A heading and as many steps as fit; where not all do, the smallest losses are one step.
    func lines(_ worst: OEEBoard.Row?, rows: Int) -> [StyledLine] {
        guard rows > 2, let worst else { return [] }
        let totals = worst.totals
        var heading = StyledLine("Losses of the worst line ", .bold)
        heading.add(LiveFigures.short(worst.name))
        var lines = [heading]
        var position = totals.plannedNanoseconds
        let planned = position
        lines.append(step("planned time", 0, position, .cyan, of: planned))
        for loss in steps(totals, limit: rows - 3) {
            let next = position &- loss.nanoseconds
            let style: Style = loss.nanoseconds < 0 ? .green : .red
            lines.append(step(loss.name, next, position, style, of: planned))
            position = next
        }
        lines.append(step("good output", 0, position, .green, of: planned))
        return lines
    }

    /// The losses in the order of the waterfall.
    private func steps(_ totals: OEETotals, limit: Int) -> [(name: String, nanoseconds: Int64)] {
        let pareto = totals.lossPareto.filter { $0.nanoseconds != 0 }
        let kept = pareto.count <= limit ? pareto : Array(pareto.prefix(max(0, limit - 1)))
        let rest = pareto.dropFirst(kept.count).reduce(0) { $0 &+ $1.nanoseconds }
        var steps = kept.sorted { $0.kind.rawValue < $1.kind.rawValue }
            .map { (name: LossPicture.name($0.kind, $0.nanoseconds), nanoseconds: $0.nanoseconds) }
        if limit > 0, rest != 0 { steps.append((name: "Other losses", nanoseconds: rest)) }
        return steps
    }

    /// A bar from one time to another, on a scale on which the planned time fills the row.
    private func step(
        _ name: String,
        _ from: Int64,
        _ to: Int64,
        _ style: Style,
        of planned: Int64
    ) -> StyledLine {
        var line = StyledLine()
        line.add("  \(name)", width: Self.nameWidth)
        let share = planned > 0 ? Double(to &- from) / Double(planned) : nil
        line.add(share.map { NumberText.fixed($0 * 100, 1) + "%" } ?? "–", width: 8, right: true)
        line.add(" ")
        let room = width - line.width
        guard room > 4, planned > 0 else { return line }
        // Faster than ideal, bars go beyond the planned time; a terminal shows what fits.
        func column(_ time: Int64) -> Int {
            let place = (Double(time) / Double(planned) * Double(room)).rounded()
            return Int(min(max(place, 0), Double(room)))
        }
        let (low, high) = (column(min(from, to)), column(max(from, to)))
        line.add(String(repeating: " ", count: low))
        line.add(String(repeating: "█", count: max(high - low, from == to ? 0 : 1)), style)
        return line
    }
}
