/// The text of one file of a rules folder.
public struct RuleSource: Sendable, Equatable {
    /// Path as people see it, such as `rules/thermal/over_temperature.lua`.
    public var path: String
    /// The bytes of the file.
    public var bytes: [UInt8]

    /// A file with a path and its text.
    public init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

    /// A file with a path and its bytes.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Line and column of a byte, both from 1, and the text of that line.
    func place(_ offset: Int) -> (line: Int, column: Int, text: String) {
        let offset = min(max(0, offset), bytes.count)
        let line = bytes[..<offset].count(where: { $0 == 0x0a }) + 1
        let start = bytes[..<offset].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        return (line, offset - start + 1, text(from: start))
    }

    /// The text of a line, from 1.
    func lineText(_ line: Int) -> String {
        var start = 0
        for _ in 1..<max(1, line) {
            guard let end = bytes[start...].firstIndex(of: 0x0a) else { return "" }
            start = end + 1
        }
        return text(from: start)
    }

    private func text(from start: Int) -> String {
        let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    func diagnostic(_ code: String, _ message: String, at offset: Int, length: Int = 1)
        -> RuleDiagnostic
    {
        diagnostic(.error, code, message, at: offset, length: length)
    }

    func diagnostic(_ code: String, _ message: String, line: Int) -> RuleDiagnostic {
        diagnostic(.error, code, message, line: line)
    }

    func diagnostic(
        _ severity: RuleDiagnostic.Severity,
        _ code: String,
        _ message: String,
        at offset: Int,
        length: Int = 1
    ) -> RuleDiagnostic {
        let place = place(offset)
        return RuleDiagnostic(
            severity: severity,
            code: code,
            message: message,
            file: path,
            line: place.line,
            column: place.column,
            length: length,
            sourceLine: place.text
        )
    }

    func diagnostic(
        _ severity: RuleDiagnostic.Severity,
        _ code: String,
        _ message: String,
        line: Int
    ) -> RuleDiagnostic {
        RuleDiagnostic(
            severity: severity,
            code: code,
            message: message,
            file: path,
            line: line,
            column: 0,
            length: 1,
            sourceLine: line > 0 ? lineText(line) : ""
        )
    }
}
