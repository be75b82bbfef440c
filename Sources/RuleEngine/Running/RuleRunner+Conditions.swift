import Records

// What an event does to one key: hysteresis, hold, missing data.
//
//            when            hold over          clear condition       clear_hold over
//   normal ───────▶ pending ─────────▶ active ────────────────▶ clearing ─────────▶ normal
//      ▲   not when    │                 ▲    clear condition gone   │
//      └───────────────┘                 └───────────────────────────┘
//
// Pending looks at `when` only, clearing at `clears` only: a value between the two thresholds ends
// a
// pending alert and keeps an active one.

extension RuleRunner {
    mutating func handle(
        rule: Int,
        isMatch: Bool,
        isFailed: Bool,
        _ event: borrowing EventFields,
        _ context: EventContext,
        _ outputs: inout RuleOutputs
    ) {
        let isInScope = isMatch || isTrue(bindings[rule].scope, event, context, else: true)
        // A condition that could not be evaluated says nothing, so it clears nothing.
        let isClear = isTrue(
            bindings[rule].clears,
            event,
            context,
            else: isInScope && !isMatch && !isFailed
        )
        let isReset = isTrue(bindings[rule].resets, event, context, else: false)
        guard isInScope || isClear || isReset else { return }

        let alert = identity(rule, event, context)
        let watchesData = set.rules[rule].missing != nil && isInScope
        var found = keys.find(alert)
        if found == nil, isMatch || watchesData {
            found = makeKey(rule, alert, event, context, &outputs)
        }
        guard let slot = found else { return }
        let time = context.time.nanoseconds
        guard time >= keys[slot].lastEvent else {
            bindings[rule].counters.lateEvents += 1
            return
        }
        willChange(slot)
        settle(slot, before: time, &outputs)
        // Timers count what they open and close themselves; this is for what the event does.
        let wasOpen = keys[slot].isOpen
        keys.touch(slot)
        keys[slot].lastEvent = time
        keys[slot].source = context.source
        let isSuppressed = unsafe isSuppressed(
            rule,
            context.machineState,
            context.machineCategory
        )
        if isSuppressed { setSuppressed(slot, true, time, &outputs) }
        if isMatch { keys[slot].lastMatch = time }
        if isMatch, isSuppressed { bindings[rule].counters.suppressed += 1 }

        if watchesData { noteData(rule, slot, time, &outputs) }
        if set.rules[rule].hasFunction {
            if isReset {
                keys.memories[slot].cells = set.rules[rule].cells.map(\.initial)
                keys.memories[slot].sources = []
            }
            // Without `clears` only the function, time or an operator ends its alert.
            if isClear, bindings[rule].clears != nil, !isMatch {
                beginClearing(rule, slot, event, context, &outputs)
            }
            setSuppressed(slot, isSuppressed, time, &outputs)
            if isMatch { callFunction(rule, slot, event, context, &outputs) }
        } else {
            update(
                rule,
                slot,
                isMatch: isMatch,
                isClear: isClear,
                isInScope: isInScope,
                event,
                context,
                &outputs
            )
            // The condition of this event counts when the alert comes back.
            setSuppressed(slot, isSuppressed, time, &outputs)
        }
        noteCheck(slot, time, &outputs)
        noteOpen(slot, wasOpen)
    }

    mutating func isTrue(
        _ range: Range<Int>?,
        _ event: borrowing EventFields,
        _ context: EventContext,
        else fallback: Bool
    ) -> Bool {
        guard let range else { return fallback }
        return predicates.evaluate(range, event: event, context: context) == .yes
    }

    func isSuppressed(
        _ rule: Int,
        _ state: UnsafeRawBufferPointer,
        _ category: UnsafeRawBufferPointer
    ) -> Bool {
        for word in bindings[rule].suppressed {
            if unsafe word.elementsEqual(state) || word.elementsEqual(category) { return true }
        }
        return false
    }

    private mutating func update(
        _ rule: Int,
        _ slot: Int,
        isMatch: Bool,
        isClear: Bool,
        isInScope: Bool,
        _ event: borrowing EventFields,
        _ context: EventContext,
        _ outputs: inout RuleOutputs
    ) {
        let time = context.time.nanoseconds
        if isMatch {
            let isClosed = !keys[slot].main.isRaised
            if isClosed { remember(rule, slot, event, context) }
            if keys[slot].main.isClearing { stopClearing(slot) }
            guard isClosed else { return }
            if !keys[slot].main.isPending {
                keys[slot].main.isPending = true
                keys[slot].pendingSince = time
                let hold = set.rules[rule].holdNanoseconds
                if hold > 0 { arm(slot, .hold, context.time.advanced(byNanoseconds: hold)) }
            }
            raiseIfHeld(slot, time, &outputs)
        } else if keys[slot].main.isPending {
            guard isInScope else { return }
            keys[slot].main.isPending = false
            keys.memories[slot].sources = []
            disarm(slot, .hold)
        } else if keys[slot].main.isRaised {
            if isClear {
                beginClearing(rule, slot, event, context, &outputs)
            } else if keys[slot].main.isClearing {
                stopClearing(slot)
            }
        }
    }

    private mutating func remember(
        _ rule: Int,
        _ slot: Int,
        _ event: borrowing EventFields,
        _ context: EventContext
    ) {
        keys.memories[slot].title = title(rule, event, context)
        keys.memories[slot].evidence = evidence(rule, event, context)
        if !keys[slot].main.isPending { keys.memories[slot].sources = [] }
        keys.memories[slot].note(context.source)
    }

    /// Raises a pending alert whose condition has held for long enough.
    mutating func raiseIfHeld(_ slot: Int, _ time: Int64, _ outputs: inout RuleOutputs) {
        let rule = Int(keys[slot].rule)
        let held = EventTime(nanoseconds: time) - EventTime(nanoseconds: keys[slot].pendingSince)
        guard keys[slot].main.isPending, held >= set.rules[rule].holdNanoseconds else { return }
        disarm(slot, .hold)
        raise(slot, .main, set.rules[rule].severity, time, "condition", &outputs)
    }

    private mutating func beginClearing(
        _ rule: Int,
        _ slot: Int,
        _ event: borrowing EventFields,
        _ context: EventContext,
        _ outputs: inout RuleOutputs
    ) {
        guard keys[slot].main.isRaised else { return }
        let time = context.time.nanoseconds
        keys.memories[slot].evidence = evidence(rule, event, context)
        keys.memories[slot].detailCount = 0
        if !keys[slot].main.isClearing { keys.memories[slot].sources = [] }
        keys.memories[slot].note(context.source)
        if !keys[slot].main.isClearing {
            keys[slot].main.isClearing = true
            keys[slot].main.clearingSince = time
            let hold = set.rules[rule].clearHoldNanoseconds
            if hold > 0 { arm(slot, .clearHold, context.time.advanced(byNanoseconds: hold)) }
        }
        clearIfHeld(slot, time, &outputs)
    }

    mutating func clearIfHeld(_ slot: Int, _ time: Int64, _ outputs: inout RuleOutputs) {
        let record = keys[slot].main
        let held = EventTime(nanoseconds: time) - EventTime(nanoseconds: record.clearingSince)
        guard record.isRaised, record.isClearing else { return }
        guard held >= set.rules[Int(keys[slot].rule)].clearHoldNanoseconds else { return }
        end(slot, .main, time, "cleared", &outputs)
    }

    private mutating func stopClearing(_ slot: Int) {
        keys[slot].main.isClearing = false
        disarm(slot, .clearHold)
    }

    private mutating func noteData(
        _ rule: Int,
        _ slot: Int,
        _ time: Int64,
        _ outputs: inout RuleOutputs
    ) {
        guard let missing = set.rules[rule].missing else { return }
        if keys[slot].missing.isRaised { end(slot, .missing, time, "returned", &outputs) }
        // The timer that is armed looks again when it is due, so data arriving costs no timer.
        if keys[slot].due[Int(TimerKind.missing.rawValue)] == KeySlot.unarmed {
            arm(
                slot,
                .missing,
                EventTime(nanoseconds: time).advanced(byNanoseconds: missing.afterNanoseconds)
            )
        }
    }
}
