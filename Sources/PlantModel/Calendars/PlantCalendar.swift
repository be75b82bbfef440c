import Records

/// When a group of machines is scheduled: a pattern of shifts by weekday or rotation in one time zone,
/// with breaks, exceptional days and planned stops.
///
/// A plain value; every method may be called on any thread. Wall-clock hours are kept across
/// changes of the clocks, so a shift from 22:00 to 06:00 lasts 7 or 9 hours on those nights.
public struct PlantCalendar: Sendable, Hashable {
    /// The longest range that one call expands.
    public static let rangeNanosecondsLimit = 3660 * Nanoseconds.day

    /// Name in the plant file.
    public let name: String
    /// The clock on the wall of these machines.
    public let clock: LocalClock
    /// Seconds after midnight at which the production day begins.
    let dayStart: Int
    /// The days after which the pattern repeats; nil for a week.
    let rotation: Rotation?
    let shifts: [ShiftPattern]
    /// The shifts of exceptional days, in place of those of the weekday; empty when closed.
    var exceptions: [LocalDate: [ShiftPattern]]
    let stops: [CalendarStop]

    /// The names of the shifts, in the order of the file, those of exceptional days last by day.
    public var shiftNames: [String] {
        var seen: Set<String> = []
        let exceptional = exceptions.sorted { $0.key < $1.key }.flatMap(\.value)
        return (shifts + exceptional).map(\.name).filter { seen.insert($0).inserted }
    }

    /// The production days that touch `from ..< to`, whole, by start: 23 or 25 hours long when the
    /// clocks change.
    public func days(from: EventTime, to: EventTime) -> [PlantDay] {
        clock.days(from: from, to: to, dayStart: dayStart)
    }

    /// The shifts that touch `from ..< to`, whole, by start. Costs a few microseconds a day.
    public func expand(from: EventTime, to: EventTime) -> [ShiftSpan] {
        var spans: [ShiftSpan] = []
        forEachShift(from: from, to: to) { shift, date in
            let span = span(shift, date)
            if span.start < to, span.end > from, span.start < span.end { spans.append(span) }
        }
        return spans.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    }

    /// The breaks and planned stops that touch `from ..< to`, whole, by start. They may overlap.
    public func plannedStops(from: EventTime, to: EventTime) -> [CalendarStop] {
        var found = stops
        forEachShift(from: from, to: to) { shift, date in
            for pause in shift.breaks {
                found.append(
                    CalendarStop(
                        start: clock.time(date, secondsOfDay: pause.start),
                        end: clock.time(date, secondsOfDay: pause.end),
                        reason: pause.reason
                    )
                )
            }
        }
        return found.filter { $0.start < to && $0.end > from && $0.start < $0.end }
            .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    }

    /// The shift at a time, or nil outside of all shifts.
    public func shift(at time: EventTime) -> ShiftSpan? {
        expand(from: time, to: time.advanced(byNanoseconds: 1)).first
    }

    /// The production day at a time.
    public func localDay(at time: EventTime) -> LocalDate {
        let (date, seconds) = clock.local(time)
        return seconds < dayStart ? date.advanced(by: -1) : date
    }

    private func span(_ shift: ShiftPattern, _ date: LocalDate) -> ShiftSpan {
        ShiftSpan(
            start: clock.time(date, secondsOfDay: shift.start),
            end: clock.time(date, secondsOfDay: shift.end),
            name: shift.name,
            localDay: shift.start < dayStart ? date.advanced(by: -1) : date
        )
    }

    private func forEachShift(
        from: EventTime,
        to: EventTime,
        _ body: (ShiftPattern, LocalDate) -> Void
    ) {
        guard from < to else { return }
        precondition(
            to - from <= Self.rangeNanosecondsLimit,
            "A shift calendar expands at most ten years at once."
        )
        // A shift lasts at most a day, so one that touches the range starts at most two days
        // before.
        var date = clock.local(from).date.advanced(by: -2)
        let last = clock.local(to).date.advanced(by: 1)
        while date <= last {
            for shift in pattern(on: date) { body(shift, date) }
            date = date.advanced(by: 1)
        }
    }

    /// The shifts that start on a day.
    func pattern(on date: LocalDate) -> [ShiftPattern] {
        exceptions[date] ?? ordinaryPattern(on: date)
    }

    /// The shifts that would start on a day if it were no exceptional one.
    func ordinaryPattern(on date: LocalDate) -> [ShiftPattern] {
        let day = rotation?.index(of: date) ?? date.weekday
        return shifts.filter { $0.days.contains(day) }
    }
}
