/// Name, unit, default and range of one limit, and what it is for.
public struct LimitDescription: Sendable {
    /// How a limit is written in the file.
    public enum Unit: Sendable {
        /// A length of time with its unit, such as `5s`.
        case duration
        /// A size such as `64KiB`, or a number of bytes.
        case bytes
        /// A whole number.
        case count
    }

    /// Name under `limits`.
    public let name: String
    /// How it is written.
    public let unit: Unit
    /// Smallest and largest value: nanoseconds, bytes or a count.
    public let range: ClosedRange<Int64>
    /// What it bounds, in one sentence.
    public let meaning: String
    /// Where it sits.
    public let keyPath: WritableKeyPath<Limits, Int64> & Sendable

    init(
        _ name: String,
        _ keyPath: WritableKeyPath<Limits, Int64> & Sendable,
        _ unit: Unit,
        _ range: ClosedRange<Int64>,
        _ meaning: String
    ) {
        self.name = name
        self.keyPath = keyPath
        self.unit = unit
        self.range = range
        self.meaning = meaning
    }

    /// The default value.
    public var defaultValue: Int64 { Limits()[keyPath: keyPath] }

    /// A value as it is written in the file.
    public func text(_ value: Int64) -> String {
        switch unit {
        case .duration: DurationText.text(value)
        case .bytes: SizeText.text(value)
        case .count: String(value)
        }
    }
}
