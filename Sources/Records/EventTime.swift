/// A point in time of the plant: nanoseconds since 1970-01-01T00:00:00 UTC, leap seconds ignored.
///
/// Covers the years 1678 to 2261. Time always arrives as an argument; nothing below the engine reads
/// a clock. Durations are plain `Int64` nanoseconds and say so in their names.
@frozen
public struct EventTime: BitwiseCopyable, Hashable, Comparable, Sendable {
    /// Nanoseconds since the Unix epoch; negative before 1970.
    public var nanoseconds: Int64

    /// A time from nanoseconds since the Unix epoch.
    @inlinable
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// A time from milliseconds since the Unix epoch, clamped to the representable range.
    @inlinable
    public init(milliseconds: Int64) {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        nanoseconds = overflow ? (milliseconds < 0 ? .min : .max) : product
    }

    /// Earlier than every real time; the progress of a key that has not been seen.
    public static let distantPast = EventTime(nanoseconds: .min)

    /// Later than every real time; closes everything that is open.
    public static let distantFuture = EventTime(nanoseconds: .max)

    /// Whole milliseconds since the Unix epoch, rounded down.
    @inlinable
    public var milliseconds: Int64 {
        let quotient = nanoseconds / 1_000_000
        return nanoseconds % 1_000_000 < 0 ? quotient - 1 : quotient
    }

    @inlinable
    public static func < (a: EventTime, b: EventTime) -> Bool { a.nanoseconds < b.nanoseconds }

    /// Nanoseconds from `b` to `a`, saturating at the ends of the range.
    @inlinable
    public static func - (a: EventTime, b: EventTime) -> Int64 {
        let (difference, overflow) = a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
        return overflow ? (a.nanoseconds < 0 ? .min : .max) : difference
    }

    /// This time moved by a number of nanoseconds, saturating at the ends of the range.
    @inlinable
    public func advanced(byNanoseconds duration: Int64) -> EventTime {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(duration)
        return EventTime(nanoseconds: overflow ? (duration < 0 ? .min : .max) : sum)
    }
}

/// Lengths of time in nanoseconds, for places where a bare number would not say its unit.
public enum Nanoseconds {
    /// One microsecond.
    public static let microsecond: Int64 = 1_000
    /// One millisecond.
    public static let millisecond: Int64 = 1_000_000
    /// One second.
    public static let second: Int64 = 1_000_000_000
    /// One minute.
    public static let minute: Int64 = 60_000_000_000
    /// One hour.
    public static let hour: Int64 = 3_600_000_000_000
    /// Twenty-four hours.
    public static let day: Int64 = 86_400_000_000_000
}
