import Records

/// One shift of one day, in universal time: `[start, end)`.
///
/// Plant models expand local shift patterns to these before they arrive here, so a night shift over a
/// clock change simply is 7 or 9 hours long.
@frozen
public struct ShiftInterval: BitwiseCopyable, Hashable, Sendable {
    /// Where the shift begins (inclusive).
    public var start: EventTime
    /// Where the shift ends (exclusive).
    public var end: EventTime
    /// Which shift of the pattern it is, from 0; names belong to the plant model.
    public var shiftIndex: Int32
    /// The site day it counts for, as days since 1970-01-01.
    public var localDay: Int32

    /// A shift.
    @inlinable
    public init(start: EventTime, end: EventTime, shiftIndex: Int32 = 0, localDay: Int32 = 0) {
        self.start = start
        self.end = end
        self.shiftIndex = shiftIndex
        self.localDay = localDay
    }
}

/// A stretch of a shift that nobody plans to produce in: a break, a meeting, planned cleaning.
@frozen
public struct PlannedStop: BitwiseCopyable, Hashable, Sendable {
    /// Where the stop begins (inclusive).
    public var start: EventTime
    /// Where the stop ends (exclusive).
    public var end: EventTime

    /// A planned stop.
    @inlinable
    public init(start: EventTime, end: EventTime) {
        self.start = start
        self.end = end
    }
}

/// What is wrong with a calendar; the message names the interval.
public enum CalendarError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A shift or planned stop that does not end after it starts.
    case empty(start: EventTime)
    /// Two shifts that share time.
    case overlap(first: EventTime, second: EventTime)
    /// A site day that does not begin where the one before it ends.
    case gap(before: EventTime)

    /// A sentence for the person who wrote the calendar.
    public var description: String {
        switch self {
        case .empty(let start):
            "The interval that starts at \(start.nanoseconds) ns does not end later; give it an end."
        case .gap(let start):
            "The site day that starts at \(start.nanoseconds) ns does not begin where the day before "
                + "it ends; make them meet."
        case .overlap(let first, let second):
            "The shift that starts at \(second.nanoseconds) ns begins before the one of "
                + "\(first.nanoseconds) ns has ended; make them meet or leave a gap."
        }
    }
}
