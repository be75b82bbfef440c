import CPlatform

/// One line on standard error that says how far long work has come; nothing when that is no terminal.
struct ProgressLine {
    private let isShown: Bool
    private var lastShown: Int64 = 0
    private var isOnScreen = false

    /// A line; `isQuiet` never shows it.
    init(isQuiet: Bool = false) { isShown = Terminal.isErrorTerminal && !isQuiet }

    /// Shows the text, at most five times a second. The text is only made when it is shown.
    mutating func show(_ text: () -> String) {
        guard isShown else { return }
        let now = platform_monotonic_nanoseconds()
        guard now - lastShown >= 200_000_000 else { return }
        lastShown = now
        isOnScreen = true
        Terminal.writeError("\r\u{1b}[K" + text().prefix(max(20, Terminal.columns - 1)))
    }

    /// Takes the line away.
    mutating func end() {
        guard isOnScreen else { return }
        isOnScreen = false
        Terminal.writeError("\r\u{1b}[K")
    }
}
