import Records

// States leave their history into the windows that are still live: many at a time, oldest first.
extension EquipmentEffectiveness {
    /// Lets the oldest quarter of the states go, so that the work is done once for many; false when a
    /// window it needs has no room and nothing could go.
    mutating func makeStateRoom(_ calendar: ShiftCalendar) -> Bool {
        let capacity = states.entries.capacity
        return foldStates(
            keeping: capacity - max(capacity / 4, 1),
            through: .distantPast,
            calendar
        )
    }

    /// Folds the oldest states into the live windows while more than `keeping` are held, or the second
    /// began at or before `through`. Whether any could go.
    mutating func foldStates(
        keeping count: Int,
        through: EventTime,
        _ calendar: ShiftCalendar
    ) -> Bool {
        var pieces: [CoveredPiece] = []
        if count < .max { pieces.reserveCapacity(states.entries.count - count + 8) }
        var hasMade = false
        var reservedThrough = EventTime.distantPast
        while states.entries.count > 1,
            states.entries.count > count || states.entries[1].time <= through
        {
            guard let piece = states.pieceToFold else {
                states.dropOldest(foldedPiece: false)
                hasMade = true
                continue
            }
            // Before the first state ever, time is unknown and leaves together with that state.
            let lead = leadTime(before: piece, calendar)
            if piece.end > reservedThrough {
                guard reserve(from: lead.start, to: piece.end, calendar) else { break }
                reservedThrough = reservedEnd(behind: piece.end, calendar)
            }
            cover(lead, calendar, &pieces)
            cover(piece, calendar, &pieces)
            states.dropOldest(foldedPiece: true)
            hasMade = true
        }
        fold(pieces)
        return hasMade
    }

    /// The time without a state between the oldest live window, or what was folded, and a piece.
    private func leadTime(before piece: StatePiece, _ calendar: ShiftCalendar) -> StatePiece {
        var lead = states.plain(piece.start, piece.start, .unknown)
        if states.foldedThrough < piece.start {
            lead.start = min(max(states.foldedThrough, liveStart(calendar)), piece.start)
        }
        return lead
    }

    private mutating func reserve(
        from start: EventTime,
        to end: EventTime,
        _ calendar: ShiftCalendar
    ) -> Bool {
        let dropBefore = progress.advanced(byNanoseconds: -settings.retentionNanoseconds)
        return minutes.reserve(from: start, to: end, dropBefore, calendar)
            && hours.reserve(from: start, to: end, dropBefore, calendar)
            && shifts.reserve(from: start, to: end, dropBefore, calendar)
            && days.reserve(from: start, to: end, dropBefore, calendar)
    }

    /// Up to where everything has its slots when everything before a time has.
    private func reservedEnd(behind time: EventTime, _ calendar: ShiftCalendar) -> EventTime {
        min(
            min(
                minutes.reservedEnd(behind: time, calendar),
                hours.reservedEnd(behind: time, calendar)
            ),
            min(
                shifts.reservedEnd(behind: time, calendar),
                days.reservedEnd(behind: time, calendar)
            )
        )
    }

    /// Cuts a piece where the calendar says something else.
    mutating func cover(
        _ piece: StatePiece,
        _ calendar: ShiftCalendar,
        _ pieces: inout [CoveredPiece]
    ) {
        guard piece.start < piece.end else { return }
        var segment = segment
        calendar.cut(from: piece.start, to: piece.end, last: &segment) { start, end, cover in
            pieces.append(CoveredPiece(piece: piece, start: start, end: end, cover: cover))
        }
        self.segment = segment
    }

    /// Adds pieces that leave the history to all live windows.
    private mutating func fold(_ pieces: [CoveredPiece]) {
        if pieces.isEmpty { return }
        minutes.fold(pieces)
        hours.fold(pieces)
        shifts.fold(pieces)
        days.fold(pieces)
    }
}

/// A part of a piece of state that the calendar says one thing about.
struct CoveredPiece: BitwiseCopyable {
    var piece: StatePiece
    var start: EventTime
    var end: EventTime
    var cover: Cover
}

extension WindowSlots {
    /// Where the oldest window begins that still takes anything in.
    func liveStart(_ calendar: ShiftCalendar) -> EventTime {
        min(
            slots.isEmpty ? .distantFuture : slots.window(at: 0).start,
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
        if slots.newest >= 0 {
            let last = slots.window(at: slots.newest)
            if last.start <= start && end <= last.end { return true }
        }
        var window = nextWindow(calendar)
        while let next = window, next.start < end {
            if next.end > start, reserve(next, sealedBefore: dropBefore) == nil { return false }
            window = self.window(endingAfter: next.end, calendar)
        }
        return true
    }

    /// Up to where windows have their slots, or have had their turn, when those before a time have.
    func reservedEnd(behind time: EventTime, _ calendar: ShiftCalendar) -> EventTime {
        guard let publishedThrough, let next = nextWindow(calendar) else { return .distantFuture }
        if time <= publishedThrough { return publishedThrough }
        if time <= next.start { return next.start }
        guard slots.newest >= 0 else { return time }
        let newest = slots.window(at: slots.newest)
        return newest.start < time && time <= newest.end ? newest.end : time
    }

    /// Adds pieces of state, in their order, to the live windows they touch. O(windows + pieces).
    mutating func fold(_ pieces: [CoveredPiece]) {
        var place = 0
        var first = 0
        while place < slots.end, first < pieces.count {
            let window = slots.window(at: place)
            while first < pieces.count, pieces[first].end <= window.start { first += 1 }
            if first < pieces.count, pieces[first].start < window.end {
                slots.update(at: place) { $0.fold(pieces[first...]) }
            }
            place = slots.next(after: place)
        }
    }
}

extension WindowSlot {
    /// Adds what of the pieces lies in the window.
    mutating func fold(_ pieces: ArraySlice<CoveredPiece>) {
        for each in pieces {
            if each.start >= end { return }
            let from = max(each.start, start)
            let to = min(each.end, end)
            if from < to { folded.add(each.piece, from: from, to: to, each.cover) }
        }
    }
}
