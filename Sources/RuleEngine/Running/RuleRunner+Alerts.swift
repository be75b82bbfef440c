import Records

// Raising, ending and publishing alerts.
//
//                  raise                        acknowledge
//   normal ───────────────────────▶ active ───────────────────▶ acknowledged
//      ▲                              │  ▲       re-alarm            │
//      │ the condition is gone        │  └─────────────────────────── │
//      ├──────────────────────────────┤                              │
//      │ acknowledge   returned ◀─────┤ ack = "required"             │
//      │ acknowledge    ▲ reset       │                              │
//      │             latched ◀────────┘ latch = true                 │
//      │ reset          │ acknowledge                                │
//      └── latched_acknowledged ◀────────────────────────────────────┘
//
// Whatever keeps an alert quiet lies above this: see RuleRunner+Quiet.

extension RuleRunner {
    /// The condition has held for long enough. Announces it, unless something keeps the alert quiet.
    mutating func raise(
        _ slot: Int,
        _ lane: AlertLane,
        _ severity: RuleSeverity,
        _ time: Int64,
        _ reason: String,
        _ outputs: inout RuleOutputs
    ) {
        guard !keys[slot].isQuiet(lane) else {
            return track(slot, lane, severity, time, &outputs)
        }
        let previous = keys[slot].standing(lane)
        beginEpisode(slot, lane, time)
        keys[slot][lane].severity = severity
        announce(slot, lane, previous: previous, time, reason, nil, &outputs)
        armQuiet(slot, lane, time)
    }

    mutating func beginEpisode(_ slot: Int, _ lane: AlertLane, _ time: Int64) {
        keys[slot][lane].episode += 1
        keys[slot][lane].raisedAt = time
        bindings[Int(keys[slot].rule)].counters.alerts += 1
    }

    /// Says that an alert is active, for the first time or again, and arms what follows from that.
    mutating func announce(
        _ slot: Int,
        _ lane: AlertLane,
        previous: AlertState,
        _ time: Int64,
        _ reason: String,
        _ audit: AlertAudit?,
        _ outputs: inout RuleOutputs
    ) {
        keys[slot][lane].state = .active
        keys[slot][lane].isPending = false
        keys[slot][lane].mark = .open
        keys[slot][lane].isClearing = false
        keys[slot][lane].acknowledgedAt = KeySlot.unarmed
        publish(slot, lane, previous: previous, time, reason, &outputs, audit: audit)
        armRepeat(slot, lane, time)
        guard let escalation = set.rules[Int(keys[slot].rule)].escalation else { return }
        let kind: TimerKind = lane == .main ? .escalateMain : .escalateMissing
        let due = EventTime(nanoseconds: time).advanced(byNanoseconds: escalation.afterNanoseconds)
        arm(slot, kind, due)
    }

    /// From a raise on, silence of the condition clears.
    mutating func armQuiet(_ slot: Int, _ lane: AlertLane, _ time: Int64) {
        let after = set.rules[Int(keys[slot].rule)].clearAfterNanoseconds
        guard lane == .main, after > 0 else { return }
        arm(slot, .clearAfter, EventTime(nanoseconds: time).advanced(byNanoseconds: after))
    }

    mutating func armRepeat(_ slot: Int, _ lane: AlertLane, _ time: Int64) {
        let after = set.rules[Int(keys[slot].rule)].repeatAfterNanoseconds
        guard after > 0 else { return }
        let kind: TimerKind = lane == .main ? .repeatMain : .repeatMissing
        arm(slot, kind, EventTime(nanoseconds: time).advanced(byNanoseconds: after))
    }

    /// The condition of a raised alert is gone: the alert ends, or waits for a person.
    mutating func end(
        _ slot: Int,
        _ lane: AlertLane,
        _ time: Int64,
        _ reason: String,
        _ outputs: inout RuleOutputs
    ) {
        guard !keys[slot].isQuiet(lane) else {
            return trackEnd(slot, lane, time, &outputs)
        }
        let rule = set.rules[Int(keys[slot].rule)]
        let previous = keys[slot][lane].state
        let next: AlertState =
            if rule.isLatching {
                previous == .active ? .latched : .latchedAcknowledged
            } else if rule.needsAcknowledgement, previous == .active {
                .returned
            } else {
                .cleared
            }
        guard next != .cleared else {
            return finish(slot, lane, time, reason, as: .cleared, nil, &outputs)
        }
        keys[slot][lane].state = next
        keys[slot][lane].isClearing = false
        disarmAll(slot, lane)
        publish(slot, lane, previous: previous, time, reason, &outputs)
    }

    /// Ends whatever the topic says of an alert, and is ready for the next episode.
    mutating func finish(
        _ slot: Int,
        _ lane: AlertLane,
        _ time: Int64,
        _ reason: String,
        as state: AlertState,
        _ audit: AlertAudit?,
        _ outputs: inout RuleOutputs
    ) {
        let previous = keys[slot].standing(lane)
        keys[slot][lane].isSuppressed = false
        keys[slot][lane].isShelved = false
        keys[slot][lane].isOutOfService = false
        keys.memories[slot].holds.removeAll { $0.lane == lane }
        disarm(slot, lane == .main ? .shelveMain : .shelveMissing)
        keys[slot][lane].state = state
        publish(slot, lane, previous: previous, time, reason, &outputs, audit: audit)
        keys[slot][lane].reset()
        if lane == .main { keys.memories[slot].sources = [] }
        disarmAll(slot, lane)
    }

    /// Nothing that follows from an alert being active happens any more.
    mutating func disarmAll(_ slot: Int, _ lane: AlertLane) {
        if lane == .main {
            disarm(slot, .clearHold)
            disarm(slot, .clearAfter)
        }
        silence(slot, lane)
    }

    /// Nothing reminds of the alert any more, while its condition is tracked.
    mutating func silence(_ slot: Int, _ lane: AlertLane) {
        disarm(slot, lane == .main ? .repeatMain : .repeatMissing)
        disarm(slot, lane == .main ? .escalateMain : .escalateMissing)
        disarm(slot, lane == .main ? .realarmMain : .realarmMissing)
    }

    mutating func publish(
        _ slot: Int,
        _ lane: AlertLane,
        previous: AlertState,
        _ time: Int64,
        _ reason: String,
        _ outputs: inout RuleOutputs,
        audit: AlertAudit? = nil
    ) {
        let index = Int(keys[slot].rule)
        let rule = set.rules[index]
        let memory = keys.memories[slot]
        let transition = AlertTransition(
            rule: rule,
            setHash: set.contentHash,
            slot: keys[slot],
            memory: memory,
            lane: lane,
            missingTitle: missingTitle(rule, memory),
            previous: previous,
            time: EventTime(nanoseconds: time),
            reason: reason,
            audit: audit
        )
        emit(.alert(transition), rule: index, &outputs)
    }

    /// The title of the alert of missing data.
    func missingTitle(_ rule: RuleDefinition, _ memory: KeyMemory) -> String {
        let title = rule.title.render { name in
            zip(rule.keyFields, memory.values).first { $0.0 == name }?.1
        }
        // A rule about nothing but missing data says so in its own words.
        guard rule.when != nil, let missing = rule.missing else { return title }
        return title + ": no data for " + DurationText.text(missing.afterNanoseconds)
    }

    /// Hands an output over; those of rules in shadow mode are reported apart and never published.
    mutating func emit(_ output: RuleOutput, rule: Int, _ outputs: inout RuleOutputs) {
        if set.rules[rule].mode == .shadow {
            bindings[rule].counters.shadowOutputs += 1
            outputs.shadow.append(output)
        } else {
            outputs.items.append(output)
        }
    }
}
