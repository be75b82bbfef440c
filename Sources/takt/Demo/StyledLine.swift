/// One line of a screen: pieces of text with styles, cut and padded by what is visible.
struct StyledLine: Equatable {
    private var pieces: [(text: String, style: Style?)] = []
    /// Columns it takes.
    private(set) var width = 0

    init() {}

    init(_ text: String, _ style: Style? = nil) { add(text, style) }

    /// Appends text. Control characters become dots, so that no record can move the cursor.
    mutating func add(_ text: String, _ style: Style? = nil) {
        let clean = TableText.oneLine(text)
        pieces.append((clean, style))
        width += TableText.width(clean)
    }

    /// Appends text in a column of so many places, cut or padded.
    mutating func add(_ text: String, width: Int, _ style: Style? = nil, right: Bool = false) {
        let clean = Self.cut(TableText.oneLine(text), width)
        let space = String(repeating: " ", count: max(0, width - TableText.width(clean)))
        add(right ? space + clean : clean + space, style)
    }

    /// Appends spaces up to a column.
    mutating func pad(to column: Int) {
        if width < column { add(String(repeating: " ", count: column - width)) }
    }

    /// Appends the pieces of another line.
    mutating func add(_ other: StyledLine) {
        pieces += other.pieces
        width += other.width
    }

    /// The line with its styles, at most so many columns wide.
    func text(columns: Int) -> String {
        var left = columns
        var result = ""
        for piece in pieces where left > 0 {
            let cut = Self.cut(piece.text, left)
            left -= TableText.width(cut)
            result += piece.style?(cut) ?? cut
        }
        return result
    }

    static func == (a: StyledLine, b: StyledLine) -> Bool {
        a.width == b.width
            && a.pieces.elementsEqual(b.pieces) { $0.text == $1.text && $0.style == $1.style }
    }

    /// A text cut to so many places, with a sign that something is missing.
    static func cut(_ text: String, _ width: Int) -> String {
        guard TableText.width(text) > width else { return text }
        return width > 1 ? text.prefix(width - 1) + "…" : String(text.prefix(max(width, 0)))
    }
}
