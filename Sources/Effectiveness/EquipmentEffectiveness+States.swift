import Records

extension EquipmentEffectiveness {
    /// Takes a state in; it lasts until the next one. About 20 ns when in order.
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
            guard makeStateRoom(calendar) else { return .full }
            position = states.insertionPosition(for: entry) ?? 0
        }
        if time < states.frozenThrough { return .tooLate }
        _ = states.entries.insert(entry, at: position)
        include(time)
        // A new state may end the stop before it, or let it go on, which changes all of that stop.
        var before = position - 1
        while before >= 0 && states.entries[before].time == time { before -= 1 }
        let from = before >= 0 ? states.runStart(at: before) : time
        return note(at: time, inWindowEndingAfter: time, changedFrom: from, calendar: calendar)
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

    /// Lets the oldest state go, folding its time into the live windows; false when a window it needs
    /// has no room.
    private mutating func makeStateRoom(_ calendar: ShiftCalendar) -> Bool {
        guard let piece = states.pieceToFold else {
            states.dropOldest()
            return true
        }
        // Before the first state ever, time is unknown; it leaves together with that state.
        let lead = states.plain(states.foldedThrough, piece.start, .unknown)
        let whole = states.plain(states.foldedThrough, piece.end, .unknown)
        let dropBefore = progress.advanced(byNanoseconds: -settings.retentionNanoseconds)
        guard Self.reserve(whole, in: &minutes, dropBefore, calendar),
            Self.reserve(whole, in: &hours, dropBefore, calendar),
            Self.reserve(whole, in: &shifts, dropBefore, calendar)
        else { return false }
        Self.fold(lead, piece, into: &minutes, calendar)
        Self.fold(lead, piece, into: &hours, calendar)
        Self.fold(lead, piece, into: &shifts, calendar)
        states.dropOldest()
        return true
    }

    /// Makes slots for the unpublished windows a piece touches.
    private static func reserve(
        _ piece: StatePiece,
        in windows: inout WindowSlots,
        _ dropBefore: EventTime,
        _ calendar: ShiftCalendar
    ) -> Bool {
        var window = windows.nextWindow(calendar)
        while let next = window, next.start < piece.end {
            if next.end > piece.start,
                windows.reserve(next, sealedBefore: dropBefore) == nil
            {
                return false
            }
            window = windows.window(endingAfter: next.end, calendar)
        }
        return true
    }

    private static func fold(
        _ lead: StatePiece,
        _ piece: StatePiece,
        into windows: inout WindowSlots,
        _ calendar: ShiftCalendar
    ) {
        var position = windows.slots.count - 1
        while position >= 0 && windows.slots[position].end > lead.start {
            windows.slots.update(at: position) { slot in
                let (start, end) = (slot.start, slot.end)
                slot.folded.add(lead, from: start, to: end, calendar: calendar)
                slot.folded.add(piece, from: start, to: end, calendar: calendar)
            }
            position -= 1
        }
    }
}
