extension TopicContract {
    /// The contract for people, as `takt topics describe` prints it: lines of text with a trailing
    /// newline.
    public func describe(prefix: String = "") -> String {
        var lines = ["\(prefix)\(name) (\(direction.rawValue))", "  \(meaning)", ""]
        lines.append("  key         \(key)")
        lines.append("  partitions  \(partitions), family \(family)")
        lines.append("  retention   \(retentionText), cleanup \(cleanupPolicy)")
        lines.append("  evolution   \(evolution)")
        if !fields.isEmpty {
            lines += ["", "  fields (* is required)"]
            let width = fields.map(\.name.count).max() ?? 0
            for field in fields { lines += field.lines(nameWidth: width) }
        }
        if !requiredAny.isEmpty {
            lines.append("    at least one of \(requiredAny.joined(separator: ", "))")
        }
        if !headers.isEmpty {
            lines += ["", "  headers"]
            let width = headers.map(\.name.count).max() ?? 0
            for header in headers {
                lines.append("    \(padded(header.name, width))  \(header.meaning)")
            }
        }
        if !samples.isEmpty {
            lines += ["", "  samples"]
            for sample in samples {
                lines.append("    \(sample.name)")
                lines.append("      \(String(decoding: sample.value, as: UTF8.self))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// How long records are kept, in words.
    private var retentionText: String {
        guard retentionMilliseconds >= 0 else { return "for ever" }
        let hours = retentionMilliseconds / 3_600_000
        return hours % 24 == 0 ? "\(hours / 24) days" : "\(hours) hours"
    }
}

extension FieldContract {
    /// One line with name, type and unit, one with the meaning.
    fileprivate func lines(nameWidth: Int) -> [String] {
        let unitText = unit.map { $0 == "1" ? "" : ", \($0)" } ?? ""
        let wordText = words.isEmpty ? "" : ": \(words.joined(separator: " | "))"
        return [
            "  \(isRequired ? "*" : " ") \(padded(name, nameWidth))  \(typeText)\(unitText)\(wordText)",
            "    \(padded("", nameWidth))  \(meaning)",
        ]
    }
}

private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}
