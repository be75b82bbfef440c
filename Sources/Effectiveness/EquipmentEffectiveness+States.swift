import Records

extension EquipmentEffectiveness {
    /// Takes a state in; it lasts until the next one.
    ///
    /// The same state again is not a new stop. Late states are put where they belong.
    /// - Parameters:
    ///   - category: what the state counts as.
    ///   - time: when it began.
    ///   - sequence: the producer's number of the message, −1 when it sends none.
    ///   - calendar: the calendar of the equipment.
    public mutating func apply(
        state category: LossCategory,
        at time: EventTime,
        sequence: Int64 = -1,
        calendar: ShiftCalendar
    ) -> Acceptance {
        let entry = StateEntry(time: time, sequence: sequence, category: category)
        if time < correctableFrom { return adopt(entry, calendar) }
        guard var position = states.insertionPosition(for: entry) else { return .duplicate }
        if states.entries.isFull {
            let before = states.entries.count
            guard makeStateRoom(calendar) else { return .full }
            position = max(position - (before - states.entries.count), 0)
            // Behind an older state at the beginning only when the one that left came right after it,
            // at its own time, and so would have replaced it at once.
            if position == 0, let first = states.entries.first, first.isOrdered(before: entry) {
                return .tooLate
            }
        }
        if time < states.frozenThrough { return .tooLate }
        _ = states.entries.insert(entry, at: position)
        include(time, calendar)
        if time >= progress {
            observe(time)
            return .onTime
        }
        // A late state may end the stop before it, or let it go on, which changes all of that stop.
        var before = position - 1
        while before >= 0 && states.entries[before].time == time { before -= 1 }
        let from = before >= 0 ? states.runStart(at: before) : time
        return noteLate(inWindowEndingAfter: time, changedFrom: from, calendar: calendar)
    }

    /// A state from before the windows that take corrections: when nothing newer is known it is the
    /// state those windows began with.
    private mutating func adopt(_ late: StateEntry, _ calendar: ShiftCalendar) -> Acceptance {
        if let last = states.entries.last, last.time >= late.time { return .tooLate }
        if states.entries.isFull && !makeStateRoom(calendar) { return .full }
        var entry = late
        entry.time = correctableFrom
        _ = states.entries.append(entry)
        changedFrom = min(changedFrom, correctableFrom)
        return .tooLate
    }
}
