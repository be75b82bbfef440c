/// The terminal's second screen, drawn line by line: only lines that changed are written.
struct Screen {
    private var shown: [String] = []
    private var size = (rows: 0, columns: 0)

    /// Rows and columns at this moment.
    static var size: (rows: Int, columns: Int) { (Terminal.rows, Terminal.columns) }

    /// Goes to the second screen and hides the cursor.
    mutating func open() { Terminal.write("\u{1b}[?1049h\u{1b}[?25l\u{1b}[2J") }

    /// Shows these lines, the first at the top; what does not fit is left out.
    mutating func draw(_ lines: [StyledLine]) {
        let size = Self.size
        var text = "\u{1b}[?2026h"
        if size != self.size {
            text += "\u{1b}[2J"
            shown = []
            self.size = size
        }
        let wanted = lines.prefix(size.rows).map { $0.text(columns: size.columns) }
        for (row, line) in wanted.enumerated() where row >= shown.count || shown[row] != line {
            text += "\u{1b}[\(row + 1);1H\(line)\u{1b}[K"
        }
        for row in wanted.indices.endIndex..<max(shown.count, wanted.count) {
            text += "\u{1b}[\(row + 1);1H\u{1b}[K"
        }
        shown = wanted
        Terminal.write(text + "\u{1b}[?2026l")
    }

    /// Goes back to the first screen, which is as it was.
    mutating func close() { Terminal.write("\u{1b}[?25h\u{1b}[?1049l") }
}
