/// Durations as people write them: `30s`, `1m30s`, `200us`, `2h`, `1d`.
enum DurationText {
    private static let units: [(String, Int64)] = [
        ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
        ("m", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
    ]

    /// Nanoseconds of a text, or nil when it is not a positive duration up to 366 days.
    static func parse(_ text: String) -> Int64? {
        var rest = text.utf8[...]
        var total: Int64 = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { $0 >= 0x61 && $0 <= 0x7a }
            rest = rest.dropFirst(letters.count)
            guard digits.count <= 12, let count = Int64(String(decoding: digits, as: UTF8.self)),
                let unit = units.first(where: { $0.0 == String(decoding: letters, as: UTF8.self) })
            else { return nil }
            let (part, overflow) = count.multipliedReportingOverflow(by: unit.1)
            guard !overflow, part <= 366 * 86_400_000_000_000 - total else { return nil }
            total += part
        }
        return total
    }

    /// The shortest text that `parse` reads back.
    static func text(_ nanoseconds: Int64) -> String {
        guard nanoseconds != 0 else { return "0s" }
        var rest = nanoseconds
        var result = ""
        for (name, size) in units.reversed() where rest >= size {
            result += "\(rest / size)\(name)"
            rest %= size
        }
        return result
    }
}
