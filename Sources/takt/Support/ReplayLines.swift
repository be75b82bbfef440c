import Codecs
import Records

/// Reads files of replay lines, `{"topic", "key", "value"}` or as `kcat -J` writes them, as records.
struct ReplayLines: ~Copyable {
    /// One line.
    struct Line {
        let topic: String
        let key: [UInt8]?
        let value: [UInt8]?
        let timestampMilliseconds: Int64
    }

    private var input: InputFiles
    private var bytes: [UInt8] = []
    private var position = 0
    private var lineNumber = 0
    private var isAtEnd = false

    init(_ paths: [String]) throws(Failure) { input = try InputFiles(paths) }

    /// The next record, or nil at the end. Empty lines are passed over; others have to be records.
    mutating func next() throws(Failure) -> Line? {
        while let range = try nextLine() {
            lineNumber += 1
            let line = Array(bytes[range])
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
            return try Self.parse(line, number: lineNumber)
        }
        return nil
    }

    private mutating func nextLine() throws(Failure) -> Range<Int>? {
        var searched = position
        while true {
            if let end = bytes[searched...].firstIndex(of: 0x0A) {
                defer { position = end + 1 }
                return position..<end
            }
            guard !isAtEnd else { return nil }
            searched = bytes.count - position
            bytes.removeFirst(position)
            position = 0
            let before = bytes.count
            try input.read(into: &bytes)
            isAtEnd = bytes.count == before
        }
    }

    private static func parse(_ line: [UInt8], number: Int) throws(Failure) -> Line {
        guard let document = try? JSONDocument(parsing: line), let topic = document.string("topic")
        else {
            throw Failure(
                "Line \(number) is no replay line. Expected an object with \"topic\", \"key\" and "
                    + "\"value\", as `takt replay` and `kcat -J` write them."
            )
        }
        return Line(
            topic: topic,
            key: document.string("key").map { Array($0.utf8) },
            value: value(document),
            timestampMilliseconds: Int64(
                document.int("timestamp") ?? document.int("ts") ?? -1
            )
        )
    }

    private static func value(_ document: borrowing JSONDocument) -> [UInt8]? {
        if let text = document.string("value_base64") { return Base64.decode(Array(text.utf8)) }
        for name in ["value", "payload"] {
            guard let member = document.member(name) else { continue }
            switch member.kind {
            case .string: return member.string.map { Array($0.utf8) }
            case .null: return nil
            default: return member.compactBytes
            }
        }
        return nil
    }
}
