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
            guard makeStateRoom(calendar) else { return .full }
            position = max(position - 1, 0)
            // Behind an older state at the beginning only when the one that left came right after it,
            // at its own time, and so would have replaced it at once.
            if position == 0, let first = states.entries.first, first.isOrdered(before: entry) {
                return .tooLate
            }
        }
        if time < states.frozenThrough { return .tooLate }
        _ = states.entries.insert(entry, at: position)
        include(time)
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

    /// Lets the oldest state go, folding its time into the live windows; false when a window it needs
    /// has no room.
    private mutating func makeStateRoom(_ calendar: ShiftCalendar) -> Bool {
        guard let piece = states.pieceToFold else {
            states.dropOldest(foldedPiece: false)
            return true
        }
        // Before the first state ever, time is unknown and leaves together with that state.
        var lead = states.plain(piece.start, piece.start, .unknown)
        if states.foldedThrough < piece.start {
            let live = min(
                minutes.liveStart(calendar),
                min(
                    hours.liveStart(calendar),
                    min(shifts.liveStart(calendar), days.liveStart(calendar))
                )
            )
            lead.start = min(max(states.foldedThrough, live), piece.start)
        }
        let start = lead.start
        let dropBefore = progress.advanced(byNanoseconds: -settings.retentionNanoseconds)
        guard minutes.reserve(from: start, to: piece.end, dropBefore, calendar),
            hours.reserve(from: start, to: piece.end, dropBefore, calendar),
            shifts.reserve(from: start, to: piece.end, dropBefore, calendar),
            days.reserve(from: start, to: piece.end, dropBefore, calendar)
        else { return false }
        if lead.start < lead.end { fold(lead, calendar) }
        fold(piece, calendar)
        states.dropOldest(foldedPiece: true)
        return true
    }

    /// Adds a piece that leaves the history to all live windows.
    private mutating func fold(_ piece: StatePiece, _ calendar: ShiftCalendar) {
        var segment = segment
        calendar.cut(from: piece.start, to: piece.end, last: &segment) { start, end, cover in
            minutes.fold(piece, from: start, to: end, cover)
            hours.fold(piece, from: start, to: end, cover)
            shifts.fold(piece, from: start, to: end, cover)
            days.fold(piece, from: start, to: end, cover)
        }
        self.segment = segment
    }
}

extension WindowSlots {
    /// Where the oldest window begins that still takes anything in.
    func liveStart(_ calendar: ShiftCalendar) -> EventTime {
        min(
            slots.isEmpty ? .distantFuture : window(at: 0).start,
            nextWindow(calendar)?.start ?? .distantFuture
        )
    }

    /// Makes slots for the unpublished windows that `[start, end)` touches; false without room.
    mutating func reserve(
        from start: EventTime,
        to end: EventTime,
        _ dropBefore: EventTime,
        _ calendar: ShiftCalendar
    ) -> Bool {
        if isPublished(end) { return true }
        if slots.count > 0 {
            let last = window(at: slots.count - 1)
            if last.start <= start && end <= last.end { return true }
        }
        var window = nextWindow(calendar)
        while let next = window, next.start < end {
            if next.end > start, reserve(next, sealedBefore: dropBefore) == nil { return false }
            window = self.window(endingAfter: next.end, calendar)
        }
        return true
    }

    /// Adds a part of a piece of state to the live windows it touches.
    mutating func fold(
        _ piece: StatePiece,
        from start: EventTime,
        to end: EventTime,
        _ cover: Cover
    ) {
        // Pieces leave the history long after they came: their windows are seldom the newest.
        var position = firstPosition(endingAfter: start)
        while position < slots.count && window(at: position).start < end {
            slots.update(at: position) { slot in
                let from = max(start, slot.start)
                let to = min(end, slot.end)
                if from < to { slot.folded.add(piece, from: from, to: to, cover) }
            }
            position += 1
        }
    }

    /// The position of the first slot that ends after a time, the count when none does. O(log slots).
    private func firstPosition(endingAfter time: EventTime) -> Int {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low + high) / 2
            if window(at: middle).end > time { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
