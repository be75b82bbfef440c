import Records

/// One shift on one day, in UTC.
public struct ShiftSpan: Sendable, Hashable {
    /// First moment of the shift.
    public var start: EventTime
    /// First moment after the shift.
    public var end: EventTime
    /// Name of the shift, such as `early`.
    public var name: String
    /// The production day the shift belongs to: the local day it starts on, or the day before when
    /// it starts earlier than the calendar's `day_start`.
    public var localDay: LocalDate

    /// A shift; `end` is after `start`.
    public init(start: EventTime, end: EventTime, name: String, localDay: LocalDate) {
        self.start = start
        self.end = end
        self.name = name
        self.localDay = localDay
    }
}
