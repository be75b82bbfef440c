/// Sizes as people write them: `65536`, `64KiB`, `1MiB`, `2GiB`.
public enum SizeText {
    private static let units: [(name: String, bytes: Int64)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1), ("", 1),
    ]

    /// Bytes of a text, or nil when it is not a size.
    public static func bytes(_ text: String) -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count)
        guard let number = Int64(digits), let scale = units.first(where: { $0.name == unit }) else {
            return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: scale.bytes)
        return overflow ? nil : product
    }

    /// A size in its largest whole unit.
    public static func text(_ bytes: Int64) -> String {
        let unit = units.first { bytes >= $0.bytes && bytes % $0.bytes == 0 }
        guard let unit, unit.bytes > 1 else { return String(bytes) }
        return "\(bytes / unit.bytes)\(unit.name)"
    }
}
