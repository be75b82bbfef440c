import Records

// The windows of an equipment begin with its first event. That may come late, after others and after
// windows were published: inside the grace period the windows then begin with it all the same.
extension EquipmentEffectiveness {
    mutating func include(_ time: EventTime, _ calendar: ShiftCalendar) {
        if time >= earliest { return }
        let first = earliest
        earliest = time
        if settings.hasMinutes { minutes.include(time) }
        if settings.hasHours { hours.include(time) }
        if settings.hasShifts { shifts.include(time) }
        if settings.hasDays { days.include(time) }
        if first < .distantFuture { extend(back: time, from: first, calendar) }
        // Forces the next advance to find the first window.
        nextEnd = .distantPast
    }

    /// Makes the windows between the new first event and the old one where they do not come by
    /// themselves: where their turn has passed, and where the time they lack was folded already.
    private mutating func extend(
        back time: EventTime,
        from first: EventTime,
        _ calendar: ShiftCalendar
    ) {
        let graceFrom = progress.advanced(byNanoseconds: -settings.late.graceNanoseconds)
        let isFolded = states.foldedThrough > .distantPast
        var pieces: [CoveredPiece] = []
        if isFolded {
            let start = [
                minutes.window(endingAfter: time, calendar),
                hours.window(endingAfter: time, calendar),
                shifts.window(endingAfter: time, calendar),
                days.window(endingAfter: time, calendar),
            ].compactMap { $0?.start }.min()
            cover(states.plain(start ?? time, first, .unknown), calendar, &pieces)
        }
        minutes.extend(back: time, from: first, graceFrom, pieces, calendar)
        hours.extend(back: time, from: first, graceFrom, pieces, calendar)
        shifts.extend(back: time, from: first, graceFrom, pieces, calendar)
        days.extend(back: time, from: first, graceFrom, pieces, calendar)
    }
}

extension WindowSlots {
    /// Makes slots for the windows that end after `time` and before the one that holds `first` begins:
    /// of those that had their turn, the ones that take corrections. `unknown` is what they lack.
    fileprivate mutating func extend(
        back time: EventTime,
        from first: EventTime,
        _ graceFrom: EventTime,
        _ unknown: [CoveredPiece],
        _ calendar: ShiftCalendar
    ) {
        guard publishedThrough != nil, hasPublished || !unknown.isEmpty else { return }
        let from = hasPublished ? max(time, graceFrom.advanced(byNanoseconds: -1)) : time
        let limit = window(endingAfter: first, calendar)?.start ?? first
        var window = window(endingAfter: from, calendar)
        while let next = window, next.end <= min(limit, first) {
            guard let place = reserve(next, sealedBefore: .distantPast) else { return }
            if !unknown.isEmpty { slots.update(at: place) { $0.fold(unknown[...]) } }
            window = self.window(endingAfter: next.end, calendar)
        }
    }
}
