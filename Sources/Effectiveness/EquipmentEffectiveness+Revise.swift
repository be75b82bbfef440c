import Records

extension EquipmentEffectiveness {
    /// Looks again at published windows that a late event or the end of a stop may have changed.
    mutating func revise(_ calendar: ShiftCalendar, _ emit: (OEEWindowRecord) -> Void) {
        guard changedFrom != .distantFuture || undecidedCount > 0 else { return }
        let now = progress == .distantFuture ? newest : progress
        let from = changedFrom
        Self.revise(&minutes, states, counts, settings, now, from, calendar, &segment, emit)
        Self.revise(&hours, states, counts, settings, now, from, calendar, &segment, emit)
        Self.revise(&shifts, states, counts, settings, now, from, calendar, &segment, emit)
        Self.revise(&days, states, counts, settings, now, from, calendar, &segment, emit)
        changedFrom = .distantFuture
    }

    private static func revise(
        _ windows: inout WindowSlots,
        _ states: borrowing StateHistory,
        _ counts: borrowing CountHistory,
        _ settings: EffectivenessSettings,
        _ now: EventTime,
        _ changedFrom: EventTime,
        _ calendar: ShiftCalendar,
        _ segment: inout CoverSegment,
        _ emit: (OEEWindowRecord) -> Void
    ) {
        let graceFrom = now.advanced(byNanoseconds: -settings.late.graceNanoseconds)
        var next = 0
        while next < windows.slots.end {
            let place = next
            next = windows.slots.next(after: place)
            let window = windows.slots.window(at: place)
            guard windows.isPublished(window.end) else { return }
            let isChanged = window.end > changedFrom && window.end >= graceFrom
            guard isChanged || windows.undecidedCount > 0 else { continue }
            var slot = windows.slots.slot(at: place)
            guard isChanged || slot.isUndecided else { continue }
            let totals = evaluate(
                slot,
                through: slot.end,
                known: max(slot.end, now),
                states,
                counts,
                settings,
                calendar,
                &segment
            )
            let isUndecided = totals[.undecided] > 0
            windows.undecidedCount += (isUndecided ? 1 : 0) - (slot.isUndecided ? 1 : 0)
            slot.isUndecided = isUndecided
            let fingerprint = totals.fingerprint
            if fingerprint != slot.fingerprint {
                slot.fingerprint = fingerprint
                if slot.revision > 0 || settings.publishes(totals) {
                    slot.revision += 1
                    emit(record(windows.kind, slot, slot.end, totals, calendar))
                }
            }
            windows.slots.replace(at: place, with: slot)
            next = windows.slots.next(after: place)
        }
    }

    /// Lets go of windows that take no more corrections, and of history that no window needs.
    mutating func forget(_ calendar: ShiftCalendar) {
        guard
            minutes.hasPublished || hours.hasPublished || shifts.hasPublished || days.hasPublished
        else { return }
        let now = progress == .distantFuture ? newest : progress
        let dropBefore = now.advanced(byNanoseconds: -settings.retentionNanoseconds)
        minutes.drop(sealedBefore: dropBefore)
        hours.drop(sealedBefore: dropBefore)
        shifts.drop(sealedBefore: dropBefore)
        days.drop(sealedBefore: dropBefore)
        let graceFrom = now.advanced(byNanoseconds: -settings.late.graceNanoseconds)
        var correctable = min(
            minutes.correctableStart(graceFrom, calendar),
            min(
                hours.correctableStart(graceFrom, calendar),
                shifts.correctableStart(graceFrom, calendar)
            )
        )
        // Days are open for so long that they would take what the windows inside them do not.
        if correctable == .distantFuture {
            correctable = days.correctableStart(graceFrom, calendar)
        }
        correctableFrom = max(correctableFrom, correctable)
        let live = liveStart(calendar)
        states.trim(before: live)
        counts.dropCounters(through: live)
        // What takes no corrections any more needs no history: only days are still open there.
        if correctableFrom < .distantFuture {
            _ = foldStates(keeping: .max, through: correctableFrom, calendar)
        }
    }

    /// Where the oldest window begins that still takes anything in.
    func liveStart(_ calendar: ShiftCalendar) -> EventTime {
        min(
            min(minutes.liveStart(calendar), hours.liveStart(calendar)),
            min(shifts.liveStart(calendar), days.liveStart(calendar))
        )
    }
}

extension WindowSlots {
    /// Where the oldest window begins that takes corrections when those that ended before a time do
    /// not, whether anything was heard of it or not; the distant future without windows of this kind.
    func correctableStart(_ graceFrom: EventTime, _ calendar: ShiftCalendar) -> EventTime {
        guard let next = nextWindow(calendar) else {
            // Behind the last shift.
            return slots.isEmpty ? .distantFuture : slots.window(at: 0).start
        }
        let first = window(endingAfter: graceFrom.advanced(byNanoseconds: -1), calendar)
        return min(next.start, first?.start ?? .distantFuture)
    }
}
