import Records

/// When a group of machines is scheduled: a weekly pattern of shifts in one time zone, with breaks,
/// exceptional days and planned stops.
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
    let shifts: [ShiftPattern]
    /// The shifts of exceptional days, in place of those of the weekday; empty when closed.
    let exceptions: [LocalDate: [ShiftPattern]]
    let stops: [CalendarStop]

    /// The names of the weekly shifts, in the order of the file.
    public var shiftNames: [String] {
        var seen: Set<String> = []
        return shifts.map(\.name).filter { seen.insert($0).inserted }
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
            let pattern = exceptions[date] ?? shifts.filter { $0.days.contains(date.weekday) }
            for shift in pattern { body(shift, date) }
            date = date.advanced(by: 1)
        }
    }
}
