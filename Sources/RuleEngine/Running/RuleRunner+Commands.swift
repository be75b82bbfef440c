import Records

// What operators tell us about alerts.

extension RuleRunner {
    /// Carries out what an operator asks for.
    ///
    /// An alert that was never raised is found by rule and key, and gets a key of its own; everything
    /// else needs the alert's identity only.
    ///
    /// - Parameters:
    ///   - equipment: The engine's index of the machine and its name, for an alert that is new.
    ///   - time: Event time of the command.
    ///   - source: Where its record stands.
    public mutating func command(
        alert: UInt64,
        _ order: AlertOrder,
        equipment: (index: Int, name: String),
        time: EventTime,
        source: SourcePosition,
        outputs: inout RuleOutputs
    ) -> AlertCommandOutcome {
        if let lack = lack(order) { return .lacks(lack) }
        guard let (slot, lane) = find(alert) ?? makeKey(alert, order, equipment, time, &outputs)
        else { return .unknownAlert }
        // An event of the key may be newer than the operator's clock.
        let now = max(time.nanoseconds, keys[slot].lastEvent)
        willChange(slot)
        settle(slot, before: now, &outputs)
        let wasOpen = keys[slot].isOpen
        defer { noteOpen(slot, wasOpen) }
        if let episode = order.episode, episode != keys[slot][lane].episode {
            return .otherEpisode(keys[slot][lane].episode)
        }
        if let refusal = refusal(slot, lane, order, now) { return refusal }
        keys[slot].source = source
        carryOut(order, slot, lane, now, &outputs)
        return .applied
    }

    private func find(_ alert: UInt64) -> (slot: Int, lane: AlertLane)? {
        if let slot = keys.find(alert) { return (slot, .main) }
        return keys.find(alert ^ KeySlot.missingMark).map { ($0, .missing) }
    }

    /// What an order does not say and must.
    private func lack(_ order: AlertOrder) -> String? {
        if order.by.isEmpty { return "'by': who gives the command" }
        switch order.command {
        case .shelve:
            if order.why.isEmpty { return "'why': for what reason it is shelved" }
            if order.until == nil { return "'until': when it comes back" }
        case .outOfService:
            if order.why.isEmpty { return "'why': for what reason it is out of service" }
            if order.workOrder.isEmpty { return "'work_order': under which it is out of service" }
        default: break
        }
        return nil
    }

    /// Why an order does not fit the state in which the alert is; nil when it does.
    private func refusal(_ slot: Int, _ lane: AlertLane, _ order: AlertOrder, _ now: Int64)
        -> AlertCommandOutcome?
    {
        let record = keys[slot][lane]
        let standing = keys[slot].standing(lane)
        switch order.command {
        case .acknowledge, .close, .reset:
            if keys[slot].isQuiet(lane), record.isOpen { return .isQuiet(standing) }
            if record.mark == .none { return .notOpen }
            if order.command == .acknowledge, record.acknowledgedAt != KeySlot.unarmed {
                return .alreadyAcknowledged
            }
            if order.command == .reset, record.state != .latched,
                record.state != .latchedAcknowledged
            {
                return .notIn(.latched)
            }
        case .shelve:
            guard let until = order.until, until.nanoseconds > now else {
                return .lacks("an 'until' later than its newest event")
            }
            guard until - EventTime(nanoseconds: now) <= AlertOrder.shelvingNanosecondsMax else {
                return .lacks("an 'until' within 30 days; take it out of service for longer")
            }
        case .unshelve: if !record.isShelved { return .notIn(.shelved) }
        case .inService: if !record.isOutOfService { return .notIn(.outOfService) }
        case .release: if keys.memories[slot].lots.isEmpty { return .holdsNoLot }
        case .outOfService: break
        }
        return nil
    }

    private mutating func carryOut(
        _ order: AlertOrder,
        _ slot: Int,
        _ lane: AlertLane,
        _ now: Int64,
        _ outputs: inout RuleOutputs
    ) {
        let audit = AlertAudit(order)
        let words = [
            AlertCommand.acknowledge: "acknowledged", .shelve: "shelved", .unshelve: "unshelved",
            .close: "closed",
        ]
        let word = words[order.command] ?? order.command.rawValue
        let reason = "\(word) by \(order.by)" + (order.why.isEmpty ? "" : ": \(order.why)")
        var hold = AlertHold(
            lane: lane,
            kind: .outOfService,
            by: order.by,
            why: order.why,
            since: now
        )
        switch order.command {
        case .acknowledge: acknowledge(slot, lane, now, reason, audit, &outputs)
        case .close: finish(slot, lane, now, reason, as: .closed, audit, &outputs)
        case .reset: reset(slot, lane, now, reason, audit, &outputs)
        case .shelve:
            hold.kind = .shelved
            hold.until = order.until?.nanoseconds ?? now
            hold.isOneShot = order.isOneShot
            self.hold(slot, hold, now, reason, audit, &outputs)
        case .outOfService:
            hold.workOrder = order.workOrder
            self.hold(slot, hold, now, reason, audit, &outputs)
        case .unshelve: unhold(slot, lane, .shelved, now, reason, audit, &outputs)
        case .inService: unhold(slot, lane, .outOfService, now, reason, audit, &outputs)
        case .release: release(slot, now, reason, &outputs)
        }
    }

    private mutating func acknowledge(
        _ slot: Int,
        _ lane: AlertLane,
        _ time: Int64,
        _ reason: String,
        _ audit: AlertAudit,
        _ outputs: inout RuleOutputs
    ) {
        let previous = keys[slot][lane].state
        keys[slot][lane].acknowledgedAt = time
        keys.memories[slot].acknowledgedBy = audit.by
        switch previous {
        case .returned: finish(slot, lane, time, reason, as: .cleared, audit, &outputs)
        case .latched:
            keys[slot][lane].state = .latchedAcknowledged
            publish(slot, lane, previous: previous, time, reason, &outputs, audit: audit)
        default:
            keys[slot][lane].state = .acknowledged
            publish(slot, lane, previous: previous, time, reason, &outputs, audit: audit)
            let after = set.rules[Int(keys[slot].rule)].realarmNanoseconds
            guard after > 0 else { return }
            let kind: TimerKind = lane == .main ? .realarmMain : .realarmMissing
            arm(slot, kind, EventTime(nanoseconds: time).advanced(byNanoseconds: after))
        }
    }

    /// A reset does not acknowledge (ISA-18.2, E to D).
    private mutating func reset(
        _ slot: Int,
        _ lane: AlertLane,
        _ time: Int64,
        _ reason: String,
        _ audit: AlertAudit,
        _ outputs: inout RuleOutputs
    ) {
        guard keys[slot][lane].state == .latched else {
            return finish(slot, lane, time, reason, as: .cleared, audit, &outputs)
        }
        keys[slot][lane].state = .returned
        publish(slot, lane, previous: .latched, time, reason, &outputs, audit: audit)
    }

    /// Frees the lots that the rule holds for this key.
    private mutating func release(
        _ slot: Int,
        _ time: Int64,
        _ reason: String,
        _ outputs: inout RuleOutputs
    ) {
        let rule = Int(keys[slot].rule)
        for lot in keys.memories[slot].lots {
            var change = dispatchChange("release", slot, EventTime(nanoseconds: time))
            change.lot = lot
            change.reason = reason
            emit(.dispatch(change), rule: rule, &outputs)
        }
        keys.memories[slot].lots = []
    }

    // MARK: Alerts that do not exist yet

    /// The key of an alert that was never raised, so that it can be quieted before it is.
    private mutating func makeKey(
        _ alert: UInt64,
        _ order: AlertOrder,
        _ equipment: (index: Int, name: String),
        _ time: EventTime,
        _ outputs: inout RuleOutputs
    ) -> (slot: Int, lane: AlertLane)? {
        guard order.command == .shelve || order.command == .outOfService,
            let rule = set.rules.firstIndex(where: { $0.id == order.rule }),
            bindings[rule].topic >= 0, order.key.count == set.rules[rule].keyFields.count
        else { return nil }
        let names = set.rules[rule].keyFields
        guard let place = names.firstIndex(of: "equipment"), order.key[place] == equipment.name
        else { return nil }
        for (lane, identity) in [(AlertLane.main, alert), (.missing, alert ^ KeySlot.missingMark)] {
            let key = AlertIdentity.values(of: identity, rule: order.rule, texts: order.key)
            guard let key else { continue }
            return (insertKey(rule, identity, equipment, key, time, &outputs), lane)
        }
        return nil
    }
}
