import Records

// Raising, ending and publishing alerts, and what operators tell us about them.

/// What an operator asks for.
public enum AlertCommand: String, Sendable {
    /// Somebody takes care of it.
    case acknowledge
    /// It is over, whatever the condition says; a condition that still holds raises it anew.
    case close
}

/// What became of a command.
public enum AlertCommandOutcome: Sendable, Equatable {
    /// It was carried out; a transition says so.
    case applied
    /// No rule of this task knows the alert; it may belong to another task, or its key made room.
    case unknownAlert
    /// The alert is known and is not open.
    case notOpen
    /// Somebody had acknowledged it before.
    case alreadyAcknowledged
}

extension RuleRunner {
    /// Carries out what an operator asks for. `time` is the event time of the command.
    public mutating func command(
        alert: UInt64,
        _ command: AlertCommand,
        by: String,
        why: String = "",
        time: EventTime,
        outputs: inout RuleOutputs
    ) -> AlertCommandOutcome {
        let lane: AlertLane
        let slot: Int
        if let found = keys.find(alert) {
            (slot, lane) = (found, .main)
        } else if let found = keys.find(alert ^ KeySlot.missingMark) {
            (slot, lane) = (found, .missing)
        } else {
            return .unknownAlert
        }
        willChange(slot)
        let wasOpen = keys[slot].isOpen
        defer { noteOpen(slot, wasOpen) }
        guard keys[slot][lane].isOpen else { return .notOpen }
        let note = by + (why.isEmpty ? "" : ": " + why)
        switch command {
        case .acknowledge:
            guard keys[slot][lane].state == .active else { return .alreadyAcknowledged }
            keys[slot][lane].state = .acknowledged
            keys[slot][lane].acknowledgedAt = time.nanoseconds
            keys.memories[slot].acknowledgedBy = by
            publish(
                slot,
                lane,
                previous: .active,
                time.nanoseconds,
                "acknowledged by " + note,
                &outputs
            )
        case .close:
            end(slot, lane, time.nanoseconds, "closed by " + note, as: .closed, &outputs)
        }
        return .applied
    }

    mutating func raise(
        _ slot: Int,
        _ lane: AlertLane,
        _ severity: RuleSeverity,
        _ time: Int64,
        _ reason: String,
        _ outputs: inout RuleOutputs
    ) {
        let previous = keys[slot][lane].state
        keys[slot][lane].state = .active
        keys[slot][lane].severity = severity
        keys[slot][lane].isClearing = false
        keys[slot][lane].episode += 1
        keys[slot][lane].raisedAt = time
        keys[slot][lane].acknowledgedAt = KeySlot.unarmed
        publish(slot, lane, previous: previous, time, reason, &outputs)

        let rule = set.rules[Int(keys[slot].rule)]
        let now = EventTime(nanoseconds: time)
        armRepeat(slot, lane, time)
        if let escalation = rule.escalation {
            let kind: TimerKind = lane == .main ? .escalateMain : .escalateMissing
            arm(slot, kind, now.advanced(byNanoseconds: escalation.afterNanoseconds))
        }
        if lane == .main, rule.clearAfterNanoseconds > 0 {
            arm(slot, .clearAfter, now.advanced(byNanoseconds: rule.clearAfterNanoseconds))
        }
    }

    mutating func armRepeat(_ slot: Int, _ lane: AlertLane, _ time: Int64) {
        let after = set.rules[Int(keys[slot].rule)].repeatAfterNanoseconds
        guard after > 0 else { return }
        let kind: TimerKind = lane == .main ? .repeatMain : .repeatMissing
        arm(slot, kind, EventTime(nanoseconds: time).advanced(byNanoseconds: after))
    }

    /// Ends an open alert: publishes that it is cleared, and is ready for the next episode.
    mutating func end(
        _ slot: Int,
        _ lane: AlertLane,
        _ time: Int64,
        _ reason: String,
        as state: AlertState = .cleared,
        _ outputs: inout RuleOutputs
    ) {
        let previous = keys[slot][lane].state
        keys[slot][lane].state = state
        publish(slot, lane, previous: previous, time, reason, &outputs)
        keys[slot][lane].state = .normal
        keys[slot][lane].isClearing = false
        let kinds: [TimerKind] =
            lane == .main
            ? [.clearHold, .clearAfter, .repeatMain, .escalateMain]
            : [.repeatMissing, .escalateMissing]
        for kind in kinds { disarm(slot, kind) }
    }

    mutating func publish(
        _ slot: Int,
        _ lane: AlertLane,
        previous: AlertState,
        _ time: Int64,
        _ reason: String,
        _ outputs: inout RuleOutputs
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
            reason: reason
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
