/// A table for people: a header, rows, columns as wide as their widest cell.
struct TableText {
    /// On which side a column's cells stand.
    enum Side { case left, right }

    private let header: [String]
    private let sides: [Side]
    private var rows: [[String]] = []

    /// A table without rows. Columns named in `right` are flush right, for numbers.
    init(_ header: [String], right: Set<String> = []) {
        self.header = header
        sides = header.map { right.contains($0) ? .right : .left }
    }

    /// True without rows.
    var isEmpty: Bool { rows.isEmpty }

    /// Adds a row; missing cells are empty.
    mutating func add(_ cells: [String]) {
        precondition(cells.count <= header.count, "A row has at most as many cells as the header.")
        let missing = header.count - cells.count
        rows.append(cells.map(TableText.oneLine) + Array(repeating: "", count: missing))
    }

    /// The table, a line each, the last one with its end.
    var text: String {
        let widths = header.indices.map { column in
            ([header] + rows).map { TableText.width($0[column]) }.max() ?? 0
        }
        let lines = ([header] + rows).enumerated().map { index, row in
            let cells = row.indices.map { pad(row[$0], widths[$0], sides[$0]) }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return index == 0 ? Style.bold(line) : line
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func pad(_ cell: String, _ width: Int, _ side: Side) -> String {
        let space = String(repeating: " ", count: max(0, width - TableText.width(cell)))
        return side == .left ? cell + space : space + cell
    }

    /// Columns that a text takes on a terminal, for the scripts that names and units are written in.
    static func width(_ text: String) -> Int { text.count }

    /// Control characters, which could end a line or move the cursor, become dots.
    static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.value < 0x20 || (0x7f...0x9f).contains($0.value) ? "·" : $0
                }
            )
        )
    }
}
