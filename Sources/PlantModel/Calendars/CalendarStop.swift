import Records

/// Time that a calendar takes out of the planned production time, in UTC.
public struct CalendarStop: Sendable, Hashable {
    /// First moment of the stop.
    public var start: EventTime
    /// First moment after the stop.
    public var end: EventTime
    /// Why, such as `break`.
    public var reason: String

    /// A stop; `end` is after `start`.
    public init(start: EventTime, end: EventTime, reason: String) {
        self.start = start
        self.end = end
        self.reason = reason
    }
}
