import Records

/// Lengths of time as people write them: `500ms`, `1.2s`, `30s`, `5m`, `1h30m`, `1d`.
public enum DurationText {
    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("d", Nanoseconds.day), ("h", Nanoseconds.hour), ("m", Nanoseconds.minute),
        ("s", Nanoseconds.second), ("ms", Nanoseconds.millisecond),
        ("us", Nanoseconds.microsecond), ("ns", 1),
    ]

    /// Nanoseconds of a text, or nil when it is not a length of time. A number needs a unit, except
    /// `0`; fractions are rounded to whole nanoseconds; several parts add up (`1h30m`).
    public static func nanoseconds(_ text: String) -> Int64? {
        if text == "0" { return 0 }
        var rest = Substring(text)
        var sum: Int64 = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit = rest.dropFirst(digits.count).prefix { $0.isASCII && $0.isLetter }
            guard let scale = units.first(where: { $0.name == unit })?.nanoseconds,
                let part = scaled(digits, scale)
            else { return nil }
            let (next, overflow) = sum.addingReportingOverflow(part)
            guard !overflow else { return nil }
            sum = next
            rest = rest.dropFirst(digits.count + unit.count)
        }
        return sum
    }

    /// A length of time in its largest units, exactly: `90_000_000_000` becomes `1m30s`.
    public static func text(_ nanoseconds: Int64) -> String {
        guard nanoseconds > 0 else { return nanoseconds == 0 ? "0s" : "\(nanoseconds)ns" }
        var rest = nanoseconds
        var text = ""
        for unit in units where rest >= unit.nanoseconds {
            text += "\(rest / unit.nanoseconds)\(unit.name)"
            rest %= unit.nanoseconds
        }
        return text
    }

    private static func scaled(_ digits: Substring, _ scale: Int64) -> Int64? {
        if let whole = Int64(digits) {
            let (product, overflow) = whole.multipliedReportingOverflow(by: scale)
            return overflow ? nil : product
        }
        guard digits.first != ".", digits.last != ".", let value = Double(digits) else {
            return nil
        }
        let product = (value * Double(scale)).rounded()
        return product.isFinite && product < 9e18 ? Int64(product) : nil
    }
}
