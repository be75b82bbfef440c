/// Comma-separated text after RFC 4180: quoted fields may hold commas, line ends and doubled quotes.
struct CSVText {
    /// One row and the line it begins on.
    struct Row {
        let line: Int
        let cells: [String]
    }

    /// The rows; empty lines are passed over.
    let rows: [Row]

    /// Reads a text; nil when a quote is never closed.
    init?(_ text: String) {
        var rows: [Row] = []
        var cells: [String] = []
        var cell = ""
        var isQuoted = false
        var line = 1
        var first = 1
        var scalars = text.unicodeScalars.makeIterator()
        var ahead = scalars.next()
        func end() {
            cells.append(cell)
            if cells != [""] { rows.append(Row(line: first, cells: cells)) }
            (cells, cell) = ([], "")
        }
        while let scalar = ahead {
            ahead = scalars.next()
            if scalar == "\n" { line += 1 }
            switch scalar {
            case "\"" where isQuoted && ahead == "\"":
                cell.unicodeScalars.append(scalar)
                ahead = scalars.next()
            case "\"" where isQuoted || cell.isEmpty: isQuoted.toggle()
            case "," where !isQuoted:
                cells.append(cell)
                cell = ""
            case "\r" where !isQuoted && ahead == "\n": break
            case "\n" where !isQuoted:
                end()
                first = line
            default: cell.unicodeScalars.append(scalar)
            }
        }
        if isQuoted { return nil }
        if !cell.isEmpty || !cells.isEmpty { end() }
        self.rows = rows
    }
}
