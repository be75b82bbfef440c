import Foundation

/// A comma-separated file of the test data: rows by column name.
struct ReferenceTable {
    let columns: [String]
    let rows: [[String: String]]

    init(_ name: String) throws {
        guard let folder = Bundle.module.url(forResource: "Data", withExtension: nil) else {
            throw CocoaError(.fileNoSuchFile)
        }
        let text = try String(
            contentsOf: folder.appendingPathComponent("\(name).csv"),
            encoding: .utf8
        )
        var lines = text.split(whereSeparator: \.isNewline).map(Self.fields)
        let header = lines.removeFirst()
        columns = header
        rows = lines.map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    /// The fields of one line; a quoted field may contain commas.
    private static func fields(_ line: Substring) -> [String] {
        var fields = [""]
        var quoted = false
        for character in line {
            switch character {
            case "\"": quoted.toggle()
            case "," where !quoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}

extension [String: String] {
    /// The number in a column; the test data have one wherever this is asked.
    func number(_ column: String) -> Double { self[column].flatMap(Double.init) ?? .nan }
}

/// Whether two numbers agree to a relative error.
func agree(_ a: Double, _ b: Double, within relative: Double) -> Bool {
    a == b || abs(a - b) <= relative * max(abs(a), abs(b))
}
