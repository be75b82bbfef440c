/// A comma-separated file with a header: columns by name, rows by line.
///
/// RFC 4180: quoted fields may hold commas, line ends and doubled quotes. Semicolons and tabs separate,
/// too, whichever the header has first.
struct CSVTable {
    let columns: [String]
    /// Fields of each row, as many as there are columns, and the line it begins on.
    let rows: [(line: Int, fields: [String])]

    /// Parses a whole file; `name` is what sentences call it.
    init(_ text: String, name: String) throws(Failure) {
        var records = CSVTable.records(text, separator: CSVTable.separator(text))
        guard let header = records.first else {
            throw Failure("\(name) is empty. It needs a header and a row for each reading.")
        }
        records.removeFirst()
        columns = header.fields.map { CSVTable.trimmed($0) }
        for record in records where record.fields.count != columns.count {
            throw Failure(
                "Line \(record.line) of \(name) has \(record.fields.count) fields, but the header "
                    + "has \(columns.count)."
            )
        }
        rows = records
    }

    /// The place of a column; a sentence with the names that exist when there is none.
    func index(of column: String) throws(Failure) -> Int {
        guard let index = columns.firstIndex(of: column) else {
            throw Failure(
                "There is no column \(column); there are: \(columns.joined(separator: ", "))."
            )
        }
        return index
    }

    /// The place of a column that may not have been asked for.
    func index(ofChosen column: String?) throws(Failure) -> Int? {
        guard let column else { return nil }
        return try index(of: column)
    }

    private static func separator(_ text: String) -> Character {
        let header = text.prefix { !$0.isNewline }
        return header.first { $0 == "," || $0 == ";" || $0 == "\t" } ?? ","
    }

    private static func records(
        _ text: String,
        separator: Character
    ) -> [(line: Int, fields: [String])] {
        var records: [(line: Int, fields: [String])] = []
        var fields = [""]
        var (line, start, isQuoted) = (1, 1, false)
        func finish() {
            if fields != [""] { records.append((start, fields)) }
            fields = [""]
        }
        for character in text {
            if character.isNewline { line += 1 }
            switch character {
            case "\"":
                // A doubled quote inside quotes opens them again and stands for one.
                if !isQuoted, fields[fields.count - 1].hasSuffix("\u{0}") {
                    fields[fields.count - 1].removeLast()
                    fields[fields.count - 1].append("\"")
                }
                if isQuoted { fields[fields.count - 1].append("\u{0}") }
                isQuoted.toggle()
            case separator where !isQuoted: fields.append("")
            case _ where character.isNewline && !isQuoted:
                finish()
                start = line
            default: fields[fields.count - 1].append(character)
            }
        }
        finish()
        return records.map { record in
            (record.line, record.fields.map { $0.filter { $0 != "\u{0}" } })
        }
    }

    static func trimmed(_ text: String) -> String {
        var slice = Substring(text)
        while slice.first?.isWhitespace == true { slice.removeFirst() }
        while slice.last?.isWhitespace == true { slice.removeLast() }
        return String(slice)
    }
}
