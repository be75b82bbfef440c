import Records

// Time that passes without an event of the key.

extension RuleRunner {
    /// Fires what is due for one equipment up to and including its progress, in the order of due
    /// time, rule
    /// and key. Progress never goes back; an earlier one does nothing.
    public mutating func advance(equipment: Int, progress: EventTime, outputs: inout RuleOutputs) {
        guard equipment < timers.count else { return }
        while let first = timers[equipment].first, first.due <= progress.nanoseconds {
            guard let entry = timers[equipment].pop() else { return }
            let slot = Int(entry.slot)
            guard isValid(entry) else { continue }
            fire(slot, entry.kind, entry.due, &outputs)
        }
    }

    /// The earliest time at which `advance` would have something to do for an equipment, or nil.
    public func nextDue(equipment: Int) -> EventTime? {
        guard equipment < timers.count else { return nil }
        return timers[equipment].first.map { EventTime(nanoseconds: $0.due) }
    }

    func isValid(_ entry: TimerEntry) -> Bool {
        let slot = Int(entry.slot)
        return keys[slot].isUsed && keys[slot].alert == entry.alert
            && keys[slot].due[Int(entry.kind.rawValue)] == entry.due
    }

    mutating func arm(_ slot: Int, _ kind: TimerKind, _ due: EventTime) {
        keys[slot].due[Int(kind.rawValue)] = due.nanoseconds
        keys[slot].earliestDue = min(keys[slot].earliestDue, due.nanoseconds)
        let equipment = Int(keys[slot].equipment)
        if timers[equipment].isCrowded {
            var heap = TimerHeap()
            swap(&heap, &timers[equipment])
            heap.compact { isValid($0) }
            swap(&heap, &timers[equipment])
        }
        timers[equipment].push(
            TimerEntry(
                due: due.nanoseconds,
                rule: keys[slot].rule,
                slot: Int32(slot),
                alert: keys[slot].alert,
                kind: kind
            )
        )
    }

    mutating func disarm(_ slot: Int, _ kind: TimerKind) {
        keys[slot].due[Int(kind.rawValue)] = KeySlot.unarmed
    }

    /// What was due for this key before its next event happens first, whenever progress is told.
    mutating func settle(_ slot: Int, before time: Int64, _ outputs: inout RuleOutputs) {
        while keys[slot].earliestDue < time {
            var due = KeySlot.unarmed
            var next = TimerKind.hold
            for kind in TimerKind.allCases where keys[slot].due[Int(kind.rawValue)] < due {
                due = keys[slot].due[Int(kind.rawValue)]
                next = kind
            }
            keys[slot].earliestDue = due
            guard due < time else { return }
            fire(slot, next, due, &outputs)
        }
    }

    private mutating func fire(
        _ slot: Int,
        _ kind: TimerKind,
        _ due: Int64,
        _ outputs: inout RuleOutputs
    ) {
        willChange(slot)
        let wasOpen = keys[slot].isOpen
        disarm(slot, kind)
        switch kind {
        case .hold: raiseIfHeld(slot, due, &outputs)
        case .clearHold: clearIfHeld(slot, due, &outputs)
        case .clearAfter: fireQuiet(slot, due, &outputs)
        case .missing: fireMissing(slot, due, &outputs)
        case .repeatMain: fireRepeat(slot, .main, due, &outputs)
        case .repeatMissing: fireRepeat(slot, .missing, due, &outputs)
        case .escalateMain: fireEscalation(slot, .main, due, &outputs)
        case .escalateMissing: fireEscalation(slot, .missing, due, &outputs)
        case .shelveMain: unhold(slot, .main, .shelved, due, "unshelved", nil, &outputs)
        case .shelveMissing: unhold(slot, .missing, .shelved, due, "unshelved", nil, &outputs)
        case .realarmMain: fireRealarm(slot, .main, due, &outputs)
        case .realarmMissing: fireRealarm(slot, .missing, due, &outputs)
        }
        noteOpen(slot, wasOpen)
    }

    private mutating func fireQuiet(_ slot: Int, _ due: Int64, _ outputs: inout RuleOutputs) {
        let quiet = set.rules[Int(keys[slot].rule)].clearAfterNanoseconds
        let end = EventTime(nanoseconds: keys[slot].lastMatch).advanced(byNanoseconds: quiet)
        guard keys[slot].main.isRaised else { return }
        if end.nanoseconds > due {
            arm(slot, .clearAfter, end)
        } else {
            self.end(slot, .main, due, "quiet", &outputs)
        }
    }

    private mutating func fireMissing(_ slot: Int, _ due: Int64, _ outputs: inout RuleOutputs) {
        guard let missing = set.rules[Int(keys[slot].rule)].missing else { return }
        let end = EventTime(nanoseconds: keys[slot].lastEvent).advanced(
            byNanoseconds: missing.afterNanoseconds
        )
        if end.nanoseconds > due {
            arm(slot, .missing, end)
        } else if keys[slot].isSuppressed {
            // A machine in maintenance owes no data; ask again later.
            arm(
                slot,
                .missing,
                EventTime(nanoseconds: due).advanced(byNanoseconds: missing.afterNanoseconds)
            )
        } else if !keys[slot].missing.isRaised {
            raise(slot, .missing, missing.severity, due, "missing", &outputs)
        }
    }

    private mutating func fireRepeat(
        _ slot: Int,
        _ lane: AlertLane,
        _ due: Int64,
        _ outputs: inout RuleOutputs
    ) {
        // Somebody who acknowledged has heard it.
        guard keys[slot][lane].state == .active else { return }
        publish(slot, lane, previous: .active, due, "repeat", &outputs)
        armRepeat(slot, lane, due)
    }

    private mutating func fireEscalation(
        _ slot: Int,
        _ lane: AlertLane,
        _ due: Int64,
        _ outputs: inout RuleOutputs
    ) {
        guard keys[slot][lane].state == .active,
            let escalation = set.rules[Int(keys[slot].rule)].escalation,
            keys[slot][lane].severity < escalation.severity
        else { return }
        keys[slot][lane].severity = escalation.severity
        publish(slot, lane, previous: .active, due, "escalated", &outputs)
    }

    /// Somebody took it on, and the condition still holds: it is announced again.
    private mutating func fireRealarm(
        _ slot: Int,
        _ lane: AlertLane,
        _ due: Int64,
        _ outputs: inout RuleOutputs
    ) {
        guard keys[slot][lane].state == .acknowledged else { return }
        announce(slot, lane, previous: .acknowledged, due, "re-alarm", nil, &outputs)
    }
}
