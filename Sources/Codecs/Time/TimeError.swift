/// Why a value is not an event time.
@frozen
public enum TimeError: UInt8, Error, BitwiseCopyable, CaseIterable, Sendable,
    CustomStringConvertible
{
    /// The field is absent or null.
    case missing
    /// Neither text nor a whole number.
    case wrongType
    /// Text that is not RFC 3339.
    case malformed
    /// RFC 3339 but for the offset from UTC at the end.
    case noOffset
    /// A month, day, hour, minute, second or offset that does not exist.
    case noSuchTime
    /// Before the year 1678 or after 2261.
    case outOfRange

    /// The reason as a stable word for headers and metrics.
    public var code: String {
        switch self {
        case .missing: "time-missing"
        case .wrongType: "time-wrong-type"
        case .malformed: "time-malformed"
        case .noOffset: "time-no-offset"
        case .noSuchTime: "time-no-such-time"
        case .outOfRange: "time-out-of-range"
        }
    }

    /// A sentence: what is wrong and what was expected.
    public var description: String {
        let expected =
            "send RFC 3339 such as 2026-03-01T08:15:30.250+01:00, or whole milliseconds since 1970 UTC"
        switch self {
        case .missing: return "The time is missing; \(expected)."
        case .wrongType: return "The time is neither text nor a whole number; \(expected)."
        case .malformed: return "The time is not written as expected; \(expected)."
        case .noOffset: return "The time does not say its offset from UTC; \(expected)."
        case .noSuchTime:
            return "The time names a date or an hour that does not exist; \(expected)."
        case .outOfRange: return "The time is outside the years 1678 to 2261; \(expected)."
        }
    }
}
