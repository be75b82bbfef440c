import Records

/// The demonstration on a terminal: redrawn in place, as large as the window.
struct LiveView: DemoView {
    /// Columns from which figures and losses stand side by side.
    private static let wideColumns = 116

    private let plan: DemoPlan
    private let greeting: DemoGreeting
    private var screen = Screen()

    init(_ plan: DemoPlan, _ greeting: DemoGreeting) {
        self.plan = plan
        self.greeting = greeting
    }

    var intervalMilliseconds: Int { 250 }

    mutating func begin() { screen.open() }

    mutating func show(_ frame: DemoFrame, _ watcher: TopicWatcher) {
        _ = watcher.takeLines()
        let size = Screen.size
        let lines = watcher.withState { compose(frame, $0, size.rows, size.columns) }
        screen.draw(lines)
    }

    mutating func end() { screen.close() }

    private func compose(
        _ frame: DemoFrame,
        _ state: borrowing DemoState,
        _ rows: Int,
        _ columns: Int
    ) -> [StyledLine] {
        let head = LiveHead(plan: plan, greeting: greeting, frame: frame).lines(columns)
        let alerts = LiveEvents(now: frame.plantTime, columns: columns)
        let left = max(0, rows - head.count)
        // Half of what is left for figures, the rest for what happened.
        let figureRows = max(3, min(left / 2, 16))
        let figures = self.figures(state, figureRows, columns)
        let eventRows = max(0, left - figures.count)
        let dispatchRows = min(max(3, eventRows / 3), state.dispatch.count + 2)
        let alertRows = max(0, eventRows - dispatchRows - 1)
        var lines = head + figures
        lines += alerts.alerts(state, rows: alertRows)
        lines += alerts.dispatch(state, rows: dispatchRows)
        lines.append(alerts.footer(state, frame))
        return lines
    }

    /// Lines, what is above them and machines; beside or below them the losses of the worst line.
    private func figures(
        _ state: borrowing DemoState,
        _ rows: Int,
        _ columns: Int
    ) -> [StyledLine] {
        let isWide = columns >= Self.wideColumns
        let width = isWide ? columns / 2 - 1 : columns
        let figures = LiveFigures(width: width)
        let waterfall = LiveWaterfall(width: width)
        let worst = state.oee.worstLine
        let tableRows = isWide ? rows : rows - rows / 3
        let levels = figures.levels(state, rows: tableRows < 8 ? 0 : min(tableRows / 4, 3))
        let lineRows = (tableRows - levels.count + 1) / 2
        let lines = figures.lines(state, rows: lineRows) + levels
        let tables = lines + figures.machines(state, rows: tableRows - lines.count)
        guard isWide else { return tables + waterfall.lines(worst, rows: rows - tables.count) }
        let losses = waterfall.lines(worst, rows: rows)
        return (0..<max(tables.count, losses.count)).map { row in
            var line = row < tables.count ? tables[row] : StyledLine()
            line.pad(to: width + 2)
            if row < losses.count { line.add(losses[row]) }
            return line
        }
    }
}
