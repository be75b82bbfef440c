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
        for position in 0..<windows.slots.count {
            var slot = windows.slots[position]
            guard windows.isPublished(slot.end) else { return }
            let isChanged = slot.end > changedFrom && slot.end >= graceFrom
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
                slot.revision += 1
                emit(record(windows.kind, slot, slot.end, totals, calendar))
            }
            windows.slots[position] = slot
        }
    }

    /// Lets go of windows that take no more corrections, and of history that no window needs.
    mutating func forget(_ calendar: ShiftCalendar) {
        guard
            minutes.hasPublished || hours.hasPublished || shifts.hasPublished || days.hasPublished
        else { return }
        let now = progress == .distantFuture ? newest : progress
        let dropBefore = now.advanced(byNanoseconds: -settings.retentionNanoseconds)
        _ = minutes.drop(sealedBefore: dropBefore)
        _ = hours.drop(sealedBefore: dropBefore)
        _ = shifts.drop(sealedBefore: dropBefore)
        _ = days.drop(sealedBefore: dropBefore)
        let graceFrom = now.advanced(byNanoseconds: -settings.late.graceNanoseconds)
        var correctable = min(
            minutes.oldestStart(endingAtOrAfter: graceFrom, calendar),
            min(
                hours.oldestStart(endingAtOrAfter: graceFrom, calendar),
                shifts.oldestStart(endingAtOrAfter: graceFrom, calendar)
            )
        )
        // Days are open for so long that they would take what the windows inside them do not.
        if correctable == .distantFuture {
            correctable = days.oldestStart(endingAtOrAfter: graceFrom, calendar)
        }
        let live = min(
            minutes.oldestStart(endingAtOrAfter: .distantPast, calendar),
            min(
                hours.oldestStart(endingAtOrAfter: .distantPast, calendar),
                min(
                    shifts.oldestStart(endingAtOrAfter: .distantPast, calendar),
                    days.oldestStart(endingAtOrAfter: .distantPast, calendar)
                )
            )
        )
        correctableFrom = max(correctableFrom, correctable)
        states.trim(before: live)
        while let oldest = counts.entries.first, oldest.time <= live { counts.dropOldest() }
    }
}

extension WindowSlots {
    /// Where the oldest window begins that ends at or after a time, or the first unpublished one.
    func oldestStart(endingAtOrAfter time: EventTime, _ calendar: ShiftCalendar) -> EventTime {
        for position in 0..<slots.count {
            let window = self.window(at: position)
            guard window.end >= time else { continue }
            return min(window.start, nextWindow(calendar)?.start ?? .distantFuture)
        }
        if let next = nextWindow(calendar) { return next.start }
        return .distantFuture
    }
}
