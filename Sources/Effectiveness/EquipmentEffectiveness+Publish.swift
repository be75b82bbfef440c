import Records

extension EquipmentEffectiveness {
    /// Moves progress to at least `time` and publishes what is due: revisions first, then the windows
    /// that progress has passed, by their end.
    ///
    /// Returns false when `limit` records were not enough; call again then. Call it when `isDue`, and
    /// with each clock tick for idle equipment (`.distantPast` moves nothing). `.distantFuture`
    /// closes every window that began before the newest event, its last state going on to the end. `emit` must not use this value.
    @discardableResult
    public mutating func advance(
        to time: EventTime,
        calendar: ShiftCalendar,
        limit: Int = 4_096,
        emit: (OEEWindowRecord) -> Void
    ) -> Bool {
        settleTally()
        tally.end()
        progressOfEvents.advance(to: time)
        revise(calendar, emit)
        var published = 0
        while let due = nextDue(calendar) {
            if published == limit { return false }
            publish(due, calendar, emit)
            published += 1
        }
        forget(calendar)
        return true
    }

    /// The kind of the window that ends first and has been passed, nil when none has.
    private mutating func nextDue(_ calendar: ShiftCalendar) -> OEEWindowKind? {
        var due: OEEWindowKind?
        nextEnd = .distantFuture
        let candidates = (
            minutes.nextWindow(calendar), hours.nextWindow(calendar), shifts.nextWindow(calendar),
            days.nextWindow(calendar)
        )
        if let window = candidates.0 { take(window, .minute, &due) }
        if let window = candidates.1 { take(window, .hour, &due) }
        if let window = candidates.2 { take(window, .shift, &due) }
        if let window = candidates.3 { take(window, .day, &due) }
        return due
    }

    private mutating func take(
        _ window: PlantWindow,
        _ kind: OEEWindowKind,
        _ due: inout OEEWindowKind?
    ) {
        // At the end of all time only windows that an event has reached are closed.
        if progress == .distantFuture && window.start >= newest { return }
        guard window.end < nextEnd else { return }
        nextEnd = window.end
        due = progress > window.end ? kind : nil
    }

    /// Publishes the next window of a kind.
    private mutating func publish(
        _ kind: OEEWindowKind,
        _ calendar: ShiftCalendar,
        _ emit: (OEEWindowRecord) -> Void
    ) {
        switch kind {
        case .minute:
            Self.publish(&minutes, states, counts, settings, progress, calendar, &segment, emit)
        case .hour:
            Self.publish(&hours, states, counts, settings, progress, calendar, &segment, emit)
        case .shift:
            Self.publish(&shifts, states, counts, settings, progress, calendar, &segment, emit)
        case .day:
            Self.publish(&days, states, counts, settings, progress, calendar, &segment, emit)
        }
    }

    private static func publish(
        _ windows: inout WindowSlots,
        _ states: borrowing StateHistory,
        _ counts: borrowing CountHistory,
        _ settings: EffectivenessSettings,
        _ progress: EventTime,
        _ calendar: ShiftCalendar,
        _ segment: inout CoverSegment,
        _ emit: (OEEWindowRecord) -> Void
    ) {
        guard let window = windows.nextWindow(calendar) else { return }
        let dropBefore = progress.advanced(byNanoseconds: -settings.retentionNanoseconds)
        let isKept = window.end >= dropBefore
        let place =
            isKept
            ? windows.reserve(window, sealedBefore: dropBefore)
            : windows.place(start: window.start)
        var slot =
            place.map { windows.slots.slot(at: $0) }
            ?? WindowSlot(start: window.start, end: window.end)
        // Judged by what is known at the end of the window, never by what happened to arrive since.
        let totals = evaluate(
            slot,
            through: slot.end,
            known: slot.end,
            states,
            counts,
            settings,
            calendar,
            &segment
        )
        slot.fingerprint = totals.fingerprint
        slot.isUndecided = totals[.undecided] > 0
        windows.publishedThrough = window.end
        windows.hasPublished = true
        if settings.publishes(totals) {
            slot.revision = 1
            emit(record(windows.kind, slot, slot.end, totals, calendar))
        }
        guard let place else { return }
        if slot.isUndecided { windows.undecidedCount += 1 }
        windows.slots.replace(at: place, with: slot)
    }
}
