import Records

// What keeps an alert quiet: the state of its machine, shelving, being out of service.
//
// The condition is tracked all the while. When the last of the three ends, the alert is announced
// (again) if its condition holds, and is over if it does not (ISA-18.2, transitions out of G, H, I).

extension RuleRunner {
    /// A quiet alert's condition has held for long enough. The topic learns that it was suppressed; a
    /// person who shelved it knows.
    mutating func track(
        _ slot: Int,
        _ lane: AlertLane,
        _ severity: RuleSeverity,
        _ time: Int64,
        _ outputs: inout RuleOutputs
    ) {
        let previous = keys[slot].standing(lane)
        keys[slot][lane].state = .active
        keys[slot][lane].isPending = false
        keys[slot][lane].severity = severity
        keys[slot][lane].isClearing = false
        if keys[slot][lane].mark == .none { keys[slot][lane].raisedAt = time }
        armQuiet(slot, lane, time)
        guard !keys[slot][lane].isHeld, !keys[slot][lane].isSuppressed else { return }
        keys[slot][lane].isSuppressed = true
        publish(slot, lane, previous: previous, time, "suppressed", &outputs)
    }

    /// A quiet alert's condition is gone.
    mutating func trackEnd(
        _ slot: Int,
        _ lane: AlertLane,
        _ time: Int64,
        _ outputs: inout RuleOutputs
    ) {
        keys[slot][lane].state = .normal
        keys[slot][lane].isClearing = false
        if keys[slot][lane].mark == .open { keys[slot][lane].mark = .over }
        disarmAll(slot, lane)
        guard keys[slot][lane].isShelved, keys[slot][lane].isOneShot else { return }
        unhold(slot, lane, .shelved, time, "unshelved", nil, &outputs)
    }

    /// From now on an alert is quiet: what a person still had to say about it is not asked any more.
    private mutating func quiet(_ slot: Int, _ lane: AlertLane) {
        let state = keys[slot][lane].state
        if state.waitsForPerson {
            keys[slot][lane].state = .normal
            keys[slot][lane].mark = .over
        } else if state == .acknowledged {
            keys[slot][lane].state = .active
        }
        keys[slot][lane].acknowledgedAt = KeySlot.unarmed
        silence(slot, lane)
    }

    /// What is left of an earlier episode is not told as if it were part of the present.
    private mutating func forgetPast(_ slot: Int, _ lane: AlertLane) {
        guard keys[slot][lane].isQuiet else { return }
        let rule = set.rules[Int(keys[slot].rule)]
        keys[slot][lane].raisedAt = 0
        keys[slot][lane].severity =
            lane == .main ? rule.severity : rule.missing?.severity ?? rule.severity
        guard lane == .main else { return }
        keys[slot].lastMatch = .min
        let key = keys.memories[slot].key(rule.keyFields)
        keys.memories[slot].title = rule.title.render { name in
            key.first { $0.name == name }?.value
        }
        keys.memories[slot].evidence = []
        keys.memories[slot].detailCount = 0
        keys.memories[slot].sources = []
    }

    /// An operator quiets an alert, or says anew for how long.
    mutating func hold(
        _ slot: Int,
        _ hold: AlertHold,
        _ time: Int64,
        _ reason: String,
        _ audit: AlertAudit,
        _ outputs: inout RuleOutputs
    ) {
        let lane = hold.lane
        let previous = keys[slot].standing(lane)
        forgetPast(slot, lane)
        quiet(slot, lane)
        keys[slot][lane].isSuppressed = false
        keys.memories[slot].holds.removeAll { $0.lane == lane && $0.kind == hold.kind }
        keys.memories[slot].holds.append(hold)
        switch hold.kind {
        case .shelved:
            keys[slot][lane].isShelved = true
            keys[slot][lane].isOneShot = hold.isOneShot
            arm(
                slot,
                lane == .main ? .shelveMain : .shelveMissing,
                EventTime(nanoseconds: hold.until)
            )
        case .outOfService: keys[slot][lane].isOutOfService = true
        }
        publish(slot, lane, previous: previous, time, reason, &outputs, audit: audit)
    }

    /// What an operator said about an alert does not keep it quiet any more.
    mutating func unhold(
        _ slot: Int,
        _ lane: AlertLane,
        _ kind: AlertHold.Kind,
        _ time: Int64,
        _ reason: String,
        _ audit: AlertAudit?,
        _ outputs: inout RuleOutputs
    ) {
        let previous = keys[slot].standing(lane)
        keys.memories[slot].holds.removeAll { $0.lane == lane && $0.kind == kind }
        switch kind {
        case .shelved:
            keys[slot][lane].isShelved = false
            keys[slot][lane].isOneShot = false
            disarm(slot, lane == .main ? .shelveMain : .shelveMissing)
        case .outOfService: keys[slot][lane].isOutOfService = false
        }
        if keys[slot].isSuppressed, !keys[slot][lane].isHeld {
            // The machine's state goes on keeping it quiet, which is news if there is anything to say.
            let record = keys[slot][lane]
            keys[slot][lane].isSuppressed = record.isRaised || record.mark != .none
        }
        resume(slot, lane, previous: previous, time, reason, audit, &outputs)
    }

    /// Something that kept an alert quiet is over: announces it, ends it, or says what quiets it now.
    private mutating func resume(
        _ slot: Int,
        _ lane: AlertLane,
        previous: AlertState,
        _ time: Int64,
        _ reason: String,
        _ audit: AlertAudit?,
        _ outputs: inout RuleOutputs
    ) {
        let record = keys[slot][lane]
        if keys[slot].isQuiet(lane) {
            guard keys[slot].standing(lane) != previous else { return }
            publish(slot, lane, previous: previous, time, reason, &outputs, audit: audit)
        } else if record.isRaised {
            if record.mark != .open { beginEpisode(slot, lane, time) }
            let isClearing = record.isClearing
            announce(slot, lane, previous: previous, time, reason, audit, &outputs)
            keys[slot][lane].isClearing = isClearing
        } else {
            keys[slot][lane].state = record.mark == .none ? .normal : .cleared
            publish(slot, lane, previous: previous, time, reason, &outputs, audit: audit)
            keys[slot][lane].reset()
        }
    }

    /// The machine of a key has gone into a state that suppresses the rule, or out of it. A key with
    /// nothing to suppress says nothing.
    mutating func setSuppressed(
        _ slot: Int,
        _ isSuppressed: Bool,
        _ time: Int64,
        _ outputs: inout RuleOutputs
    ) {
        guard keys[slot].isSuppressed != isSuppressed else { return }
        keys[slot].isSuppressed = isSuppressed
        for lane in [AlertLane.main, .missing] where !keys[slot][lane].isHeld {
            if isSuppressed, keys[slot][lane].isOpen {
                let previous = keys[slot].standing(lane)
                quiet(slot, lane)
                keys[slot][lane].isSuppressed = true
                publish(slot, lane, previous: previous, time, "suppressed", &outputs)
            } else if !isSuppressed, keys[slot][lane].isSuppressed {
                keys[slot][lane].isSuppressed = false
                resume(slot, lane, previous: .suppressed, time, "unsuppressed", nil, &outputs)
            }
        }
    }

    /// The machine has gone into another state; keys of rules that it suppresses, or did, hear of it
    /// at once. O(keys of the machine) when any rule asks for states.
    public mutating func machineChanged(_ context: EventContext, outputs: inout RuleOutputs) {
        let time = context.time
        guard bindings.contains(where: { !$0.suppressed.isEmpty && $0.topic >= 0 }) else { return }
        for slot in keys.keys(equipment: context.equipment) {
            let rule = Int(keys[slot].rule)
            guard !bindings[rule].suppressed.isEmpty, time.nanoseconds >= keys[slot].lastEvent
            else { continue }
            let isSuppressed = unsafe isSuppressed(
                rule,
                context.machineState,
                context.machineCategory
            )
            guard isSuppressed != keys[slot].isSuppressed else { continue }
            willChange(slot)
            settle(slot, before: time.nanoseconds, &outputs)
            let wasOpen = keys[slot].isOpen
            keys[slot].source = context.source
            setSuppressed(slot, isSuppressed, time.nanoseconds, &outputs)
            noteOpen(slot, wasOpen)
        }
    }
}
