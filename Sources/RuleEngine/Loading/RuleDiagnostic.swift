/// Something that `rules check` says about a file: what is wrong, where, and what to do.
public struct RuleDiagnostic: Sendable, Equatable {
    /// How bad it is. A set with an error is refused as a whole.
    public enum Severity: String, Sendable {
        /// The set cannot be used.
        case error
        /// Worth a look; the set can be used.
        case warning
    }

    /// How bad it is.
    public var severity: Severity
    /// A stable code such as `E203`; documentation anchors are made of it.
    public var code: String
    /// What is wrong and what to do, in a sentence without a full stop.
    public var message: String
    /// Path relative to the rules folder's parent, such as `rules/thermal/oven.lua`.
    public var file: String
    /// Line, from 1; 0 when it concerns the whole file.
    public var line: Int
    /// Column in bytes, from 1; 0 when only the line is known.
    public var column: Int
    /// How many bytes are meant, at least 1.
    public var length: Int
    /// The text of the line, for the excerpt.
    public var sourceLine: String

    /// The message with its place, and the line with carets under what is meant.
    public var text: String {
        var place = file
        if line > 0 { place += ":\(line)" }
        if column > 0 { place += ":\(column)" }
        var result = "\(place): \(severity.rawValue)[\(code)]: \(message)\n"
        guard line > 0, !sourceLine.isEmpty else { return result }
        let number = String(repeating: " ", count: max(0, 5 - String(line).count)) + String(line)
        result += "\(number) | \(Self.harmless(sourceLine))\n"
        if column > 0 { result += "      | \(caretLine)\n" }
        return result
    }

    private var caretLine: String {
        // Tabs stay tabs so that the carets stand under their word in any terminal.
        let before = sourceLine.utf8.prefix(column - 1).compactMap { byte -> Character? in
            if byte == 0x09 { return "\t" }
            return byte & 0xc0 == 0x80 ? nil : " "
        }
        let meant = sourceLine.utf8.dropFirst(column - 1).prefix(length)
        let count = meant.count { $0 & 0xc0 != 0x80 }
        return String(before) + String(repeating: "^", count: max(1, count))
    }

    /// The line with a mark for what a terminal would act upon instead of showing it.
    private static func harmless(_ line: String) -> String {
        String(
            String.UnicodeScalarView(
                line.unicodeScalars.map { scalar in
                    let isControl = scalar.value < 0x20 && scalar != "\t" || scalar.value == 0x7f
                    return isControl || RuleLoader.isHidden(scalar) ? "\u{FFFD}" : scalar
                }
            )
        )
    }

    /// One JSON object with the same content.
    public var json: String {
        "{\"severity\":\(quoted(severity.rawValue)),\"code\":\(quoted(code)),"
            + "\"message\":\(quoted(message)),\"file\":\(quoted(file)),"
            + "\"line\":\(line),\"column\":\(column),\"length\":\(length)}"
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
