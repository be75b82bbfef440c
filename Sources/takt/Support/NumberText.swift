import Glibc
import Records

/// Numbers as people read them.
enum NumberText {
    /// A whole number with its thousands apart: `1,234,567`.
    static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return value < 0 ? "-" + result : result
    }

    /// A number with so many digits behind the point.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite else { return "–" }
        let scale = pow(10, Double(digits))
        guard abs(value) < 1e15 / scale else { return String(value) }
        let whole = Int((abs(value) * scale).rounded())
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard digits > 0 else { return sign + String(whole) }
        let fraction = String(whole % Int(scale))
        let zeros = String(repeating: "0", count: digits - fraction.count)
        return "\(sign)\(whole / Int(scale)).\(zeros)\(fraction)"
    }

    /// A number with about four digits that count, for axes and limits.
    static func short(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let size = abs(value)
        if size == 0 { return "0" }
        if size >= 1e6 || size < 1e-4 { return scientific(value) }
        let digits = max(0, 3 - Int(log10(size).rounded(.down)))
        return fixed(value, min(digits, 6))
    }

    /// A number with the digits that tell apart values which differ by a hundredth of a spread.
    static func short(_ value: Double, spread: Double) -> String {
        let size = max(abs(value), spread)
        guard value.isFinite, spread > 0, size < 1e6, spread > 1e-9 else { return short(value) }
        return fixed(value, min(max(0, 2 - Int(log10(spread).rounded(.down))), 9))
    }

    private static func scientific(_ value: Double) -> String {
        let exponent = Int(log10(abs(value)).rounded(.down))
        return fixed(value / pow(10, Double(exponent)), 2) + "e\(exponent)"
    }

    /// A size in a unit that fits: `12.3 MiB`.
    static func bytes(_ count: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = Double(count)
        var unit = 0
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return unit == 0 ? "\(count) B" : "\(fixed(value, 1)) \(units[unit])"
    }

    /// A length of time in its two largest units: `2h 5m`, `12s`, `340ms`.
    static func duration(nanoseconds: Int64) -> String {
        guard nanoseconds >= 0 else { return "-" + duration(nanoseconds: -max(nanoseconds, -.max)) }
        if nanoseconds < Nanoseconds.second { return "\(nanoseconds / Nanoseconds.millisecond)ms" }
        let units: [(String, Int64)] = [
            ("d", Nanoseconds.day), ("h", Nanoseconds.hour), ("m", Nanoseconds.minute),
            ("s", Nanoseconds.second),
        ]
        var rest = nanoseconds
        var parts: [String] = []
        for (name, length) in units where rest >= length {
            parts.append("\(rest / length)\(name)")
            rest %= length
        }
        return parts.prefix(2).joined(separator: " ")
    }

    /// `1 topic`, `2 topics`.
    static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
    }
}
