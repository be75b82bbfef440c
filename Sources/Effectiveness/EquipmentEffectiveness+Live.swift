import Records

extension EquipmentEffectiveness {
    /// Shows the open windows as they stand at `through`, as provisional records.
    ///
    /// The last state is taken to go on until `through`. At most `limit` windows of each kind, oldest
    /// first; windows that begin at or after `through` are left out.
    public func showOpen(
        through: EventTime,
        calendar: ShiftCalendar,
        limit: Int = 4,
        emit: (OEEWindowRecord) -> Void
    ) {
        Self.show(minutes, states, counts, settings, through, calendar, limit, emit)
        Self.show(hours, states, counts, settings, through, calendar, limit, emit)
        Self.show(shifts, states, counts, settings, through, calendar, limit, emit)
    }

    private static func show(
        _ windows: borrowing WindowSlots,
        _ states: borrowing StateHistory,
        _ counts: borrowing CountHistory,
        _ settings: EffectivenessSettings,
        _ through: EventTime,
        _ calendar: ShiftCalendar,
        _ limit: Int,
        _ emit: (OEEWindowRecord) -> Void
    ) {
        var next = windows.nextWindow(calendar)
        var shown = 0
        var segment = CoverSegment()
        while let window = next, window.start < through, shown < limit {
            let position = windows.position(start: window.start)
            let slot =
                position.map { windows.slots[$0] }
                ?? WindowSlot(start: window.start, end: window.end)
            let until = min(through, window.end)
            let totals = evaluate(
                slot,
                through: until,
                known: until,
                states,
                counts,
                settings,
                calendar,
                &segment
            )
            emit(record(windows.kind, slot, until, totals, calendar))
            next = windows.window(endingAfter: window.end, calendar)
            shown += 1
        }
    }

    /// Where the oldest window begins that has not been published; nil before the first event.
    public func oldestOpenStart(calendar: ShiftCalendar) -> EventTime? {
        let starts = [
            minutes.nextWindow(calendar)?.start, hours.nextWindow(calendar)?.start,
            shifts.nextWindow(calendar)?.start,
        ]
        return starts.compactMap { $0 }.filter { $0 <= newest }.min()
    }

    /// From when events must be read again after a restart so that every open window comes out the
    /// same; nil when no window is open. Not a hot call.
    public func restartPoint(calendar: ShiftCalendar) -> RestartPoint? {
        guard let start = oldestOpenStart(calendar: calendar) else { return nil }
        let state = states.lastPosition(atOrBefore: start)
        var reading = counts.base.given == 0 ? EventTime.distantFuture : counts.base.time
        for position in 0..<counts.entries.count where counts.entries[position].time <= start {
            let entry = counts.entries[position]
            if entry.sample.kind == .counter { reading = entry.time }
        }
        return RestartPoint(
            states: state >= 0 ? min(start, states.entries[state].time) : start,
            counts: min(start, reading),
            window: start
        )
    }
}

/// From when events of each kind are needed to rebuild what is open.
public struct RestartPoint: BitwiseCopyable, Hashable, Sendable {
    /// The state in effect where the oldest open window begins.
    public var states: EventTime
    /// The counter readings in effect there.
    public var counts: EventTime
    /// Where that window begins; enough for everything else.
    public var window: EventTime

    /// A restart point.
    public init(states: EventTime, counts: EventTime, window: EventTime) {
        self.states = states
        self.counts = counts
        self.window = window
    }
}
