import Records

/// When equipment is planned to produce: shifts and planned stops in universal time, sorted.
///
/// A value to share between any number of machines and threads, which copies as one reference; looking
/// up is a binary search. Time outside every shift is unscheduled, also after the last one: extend a
/// calendar before it ends.
public struct ShiftCalendar: Sendable {
    private final class Content: Sendable {
        let shifts: [ShiftInterval]
        let plannedStops: [PlannedStop]
        let days: [SiteDay]
        let isAlways: Bool
        let fingerprint: UInt64

        init(_ shifts: [ShiftInterval], _ stops: [PlannedStop], _ days: [SiteDay], isAlways: Bool) {
            self.shifts = shifts
            plannedStops = stops
            self.days = days
            self.isAlways = isAlways
            fingerprint = ShiftCalendar.fingerprint(shifts, stops) ^ (isAlways ? 1 : 0)
        }
    }

    private let content: Content

    /// The shifts, sorted, without overlap.
    public var shifts: [ShiftInterval] { content.shifts }
    /// The planned stops, sorted, merged where they touched.
    public var plannedStops: [PlannedStop] { content.plannedStops }
    /// The production days of the site, sorted, one after the other; empty for days of universal time.
    public var days: [SiteDay] { content.days }
    /// Whether all time is planned, for equipment without shifts.
    public var isAlways: Bool { content.isAlways }
    /// Tells calendars apart, for answers that are kept.
    var fingerprint: UInt64 { content.fingerprint }

    /// A calendar of shifts, planned stops and days in any order.
    ///
    /// Days follow one another without a gap; before the first and after the last one, days are 24
    /// hours of universal time long, counted from there.
    public init(
        shifts: [ShiftInterval],
        plannedStops: [PlannedStop] = [],
        days: [SiteDay] = []
    ) throws(CalendarError) {
        content = Content(
            try Self.sorted(shifts),
            try Self.merged(plannedStops),
            try Self.contiguous(days),
            isAlways: false
        )
    }

    /// All 24 hours are planned and there are no shift windows; planned stops still count.
    public static func always(
        plannedStops: [PlannedStop],
        days: [SiteDay] = []
    ) throws(CalendarError) -> ShiftCalendar {
        ShiftCalendar(alwaysWith: try merged(plannedStops), try contiguous(days))
    }

    /// All 24 hours are planned and there are no shift windows.
    public static let always = ShiftCalendar(alwaysWith: [], [])

    private init(alwaysWith stops: [PlannedStop], _ days: [SiteDay]) {
        content = Content([], stops, days, isAlways: true)
    }

    private static func fingerprint(_ shifts: [ShiftInterval], _ stops: [PlannedStop]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ time: EventTime) {
            hash = (hash ^ UInt64(bitPattern: time.nanoseconds)) &* 0xFF51_AFD7_ED55_8CCD
            hash ^= hash >> 29
        }
        for shift in shifts {
            mix(shift.start)
            mix(shift.end)
        }
        mix(.distantFuture)
        for stop in stops {
            mix(stop.start)
            mix(stop.end)
        }
        return hash
    }

    /// The first shift that ends after a time, nil when none does. O(log shifts).
    public func firstShift(endingAfter time: EventTime) -> ShiftInterval? {
        let index = firstShiftIndex(endingAfter: time)
        return index < shifts.count ? shifts[index] : nil
    }

    /// The shift that holds a time, nil outside every shift. O(log shifts).
    public func shift(at time: EventTime) -> ShiftInterval? {
        firstShift(endingAfter: time).flatMap { $0.start <= time ? $0 : nil }
    }

    func firstShiftIndex(endingAfter time: EventTime) -> Int {
        var low = 0
        var high = shifts.count
        while low < high {
            let middle = (low + high) / 2
            if shifts[middle].end > time { high = middle } else { low = middle + 1 }
        }
        return low
    }

    func firstStopIndex(endingAfter time: EventTime) -> Int {
        var low = 0
        var high = plannedStops.count
        while low < high {
            let middle = (low + high) / 2
            if plannedStops[middle].end > time { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static func sorted(_ shifts: [ShiftInterval]) throws(CalendarError) -> [ShiftInterval] {
        let sorted = shifts.sorted { $0.start < $1.start }
        for (position, shift) in sorted.enumerated() {
            if shift.end <= shift.start { throw .empty(start: shift.start) }
            if position > 0, sorted[position - 1].end > shift.start {
                throw .overlap(first: sorted[position - 1].start, second: shift.start)
            }
        }
        return sorted
    }

    private static func merged(_ stops: [PlannedStop]) throws(CalendarError) -> [PlannedStop] {
        var merged: [PlannedStop] = []
        for stop in stops.sorted(by: { $0.start < $1.start }) {
            if stop.end <= stop.start { throw .empty(start: stop.start) }
            if let last = merged.last, last.end >= stop.start {
                merged[merged.count - 1].end = max(last.end, stop.end)
            } else {
                merged.append(stop)
            }
        }
        return merged
    }
}
