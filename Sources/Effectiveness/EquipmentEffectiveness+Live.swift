import Records

extension EquipmentEffectiveness {
    /// Shows the open windows as they stand at `through`, as provisional records.
    ///
    /// The last state is taken to go on until `through`. At most `limit` windows of each kind, oldest
    /// first; windows that begin at or after `through` are left out.
    public mutating func showOpen(
        through: EventTime,
        calendar: ShiftCalendar,
        limit: Int = 4,
        emit: (OEEWindowRecord) -> Void
    ) {
        settleTally()
        Self.show(minutes, states, counts, settings, through, calendar, limit, emit)
        Self.show(hours, states, counts, settings, through, calendar, limit, emit)
        Self.show(shifts, states, counts, settings, through, calendar, limit, emit)
        Self.show(days, states, counts, settings, through, calendar, limit, emit)
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
            let slot =
                windows.place(start: window.start).map { windows.slots.slot(at: $0) }
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
            shifts.nextWindow(calendar)?.start, days.nextWindow(calendar)?.start,
        ]
        return starts.compactMap { $0 }.filter { $0 <= newest }.min()
    }
}
