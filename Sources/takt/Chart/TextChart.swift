/// A control chart made of characters: the location chart above the dispersion chart.
struct TextChart {
    private static let labelWidth = 13

    private let picture: ChartPicture

    init(_ picture: ChartPicture) { self.picture = picture }

    /// The whole chart with its end of line.
    var text: String {
        let height = Terminal.isOutputTerminal ? min(max(Terminal.rows - 18, 10), 24) : 16
        var lines = [Style.bold(picture.title), picture.subtitle, ""]
        lines += panel(picture.location, height: height)
        if let dispersion = picture.dispersion {
            lines += panel(dispersion, height: max(5, height / 3))
        }
        lines.append(timeAxis)
        lines += picture.stages.map { stage in
            Style.dim("from \(picture.labels[stage.start]): limits of \(stage.name)")
        }
        lines.append("")
        lines +=
            picture.signals.isEmpty
            ? [Style.green("No rule is violated by the points shown.")] : picture.signals
        return lines.joined(separator: "\n") + "\n"
    }

    private func panel(_ panel: ChartPicture.Panel, height: Int) -> [String] {
        let scale = RowScale(range: panel.range, height: height)
        var cells = Array(
            repeating: Array(repeating: " ", count: panel.values.count),
            count: height
        )
        for column in panel.values.indices {
            put(Style.dim("╌"), scale.row(panel.uppers[column]), column, &cells)
            put(Style.dim("╌"), scale.row(panel.lowers[column]), column, &cells)
            put(Style.dim("─"), scale.row(panel.centres[column]), column, &cells)
            let isSignal = !panel.marks[column].isEmpty
            put(
                isSignal ? Style.red("◆") : Style.cyan("•"),
                scale.row(panel.values[column]),
                column,
                &cells
            )
        }
        let labels = labels(panel, scale, height)
        var lines = [label(panel.title) + "┐"]
        for row in 0..<height {
            lines.append(
                label(labels[row] ?? "") + (labels[row] == nil ? "│" : "┤") + cells[row].joined()
            )
        }
        let marks = panel.marks.map { $0.isEmpty ? " " : Style.red($0) }.joined()
        let hasMarks = panel.marks.contains { !$0.isEmpty }
        return lines + [label(hasMarks ? "rule" : "") + "└" + marks]
    }

    private func put(_ cell: String, _ row: Int?, _ column: Int, _ cells: inout [[String]]) {
        if let row { cells[row][column] = cell }
    }

    /// Which rows of the axis have a label: limits and centre, or the ends while there are none.
    private func labels(
        _ panel: ChartPicture.Panel,
        _ scale: RowScale,
        _ height: Int
    ) -> [Int: String] {
        var labels: [Int: String] = [:]
        func add(_ name: String, _ value: Double?) {
            guard let value, let row = scale.row(value), labels[row] == nil else { return }
            labels[row] = name + panel.figure(value)
        }
        add("UCL ", panel.uppers.last)
        add("CL ", panel.centres.last)
        add("LCL ", panel.lowers.last)
        add("", panel.values.filter(\.isFinite).max())
        add("", panel.values.filter(\.isFinite).min())
        return labels
    }

    private func label(_ text: String) -> String {
        let cut = String(text.prefix(Self.labelWidth))
        return String(repeating: " ", count: Self.labelWidth - cut.count) + cut + " "
    }

    private var timeAxis: String {
        let indent = label("") + " "
        guard let left = picture.labels.first, let right = picture.labels.last else {
            return indent
        }
        let space = picture.labels.count - left.count - right.count
        guard space > 1 else { return indent + "\(left) … \(right)" }
        return indent + left + String(repeating: " ", count: space) + right
    }
}

/// Values to rows, the greatest on top.
struct RowScale {
    let range: ClosedRange<Double>
    let height: Int

    /// The row of a value; nil when it is no number or outside.
    func row(_ value: Double) -> Int? {
        guard value.isFinite, range.contains(value) else { return nil }
        let share = (range.upperBound - value) / (range.upperBound - range.lowerBound)
        return min(height - 1, Int(share * Double(height)))
    }
}
