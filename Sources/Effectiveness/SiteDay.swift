import Records

/// One production day of a site, in universal time: `[start, end)`; 23 or 25 hours at clock changes.
@frozen
public struct SiteDay: BitwiseCopyable, Hashable, Sendable {
    /// Where the day begins (inclusive).
    public var start: EventTime
    /// Where the day ends (exclusive).
    public var end: EventTime
    /// Its date as days since 1970-01-01.
    public var localDay: Int32

    /// A day.
    @inlinable
    public init(start: EventTime, end: EventTime, localDay: Int32) {
        self.start = start
        self.end = end
        self.localDay = localDay
    }
}

extension ShiftCalendar {
    /// The production day that holds a time. O(log days).
    public func day(at time: EventTime) -> SiteDay {
        guard let first = days.first, let last = days.last else {
            return Self.day(at: time, countedFrom: EventTime(nanoseconds: 0), localDay: 0)
        }
        if time < first.start {
            return Self.day(at: time, countedFrom: first.start, localDay: first.localDay)
        }
        if time >= last.end {
            return Self.day(at: time, countedFrom: last.end, localDay: last.localDay &+ 1)
        }
        var low = 0
        var high = days.count - 1
        while low < high {
            let middle = (low + high) / 2
            if days[middle].end > time { high = middle } else { low = middle + 1 }
        }
        return days[low]
    }

    /// The date of the production day that holds a time.
    func localDay(at time: EventTime) -> Int32 { day(at: time).localDay }

    /// Days of 24 hours, for times the calendar does not speak of.
    private static func day(
        at time: EventTime,
        countedFrom origin: EventTime,
        localDay: Int32
    ) -> SiteDay {
        let distance = time - origin
        let quotient = distance / Nanoseconds.day
        let index = distance % Nanoseconds.day < 0 ? quotient - 1 : quotient
        let start = origin.advanced(byNanoseconds: index * Nanoseconds.day)
        return SiteDay(
            start: start,
            end: start.advanced(byNanoseconds: Nanoseconds.day),
            localDay: localDay &+ Int32(truncatingIfNeeded: index)
        )
    }

    static func contiguous(_ days: [SiteDay]) throws(CalendarError) -> [SiteDay] {
        let sorted = days.sorted { $0.start < $1.start }
        for (position, day) in sorted.enumerated() {
            if day.end <= day.start { throw .empty(start: day.start) }
            guard position > 0, sorted[position - 1].end != day.start else { continue }
            throw .gap(before: day.start)
        }
        return sorted
    }
}
