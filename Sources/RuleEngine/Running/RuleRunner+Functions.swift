import Records

// Rules with a function: calling it, carrying out what it asked for, and locking it out when it
// fails.

extension RuleRunner {
    mutating func callFunction(
        _ rule: Int,
        _ slot: Int,
        _ event: borrowing EventFields,
        _ context: EventContext,
        _ outputs: inout RuleOutputs
    ) {
        let time = context.time.nanoseconds
        guard !keys[slot].isSuppressed else { return }
        if bindings[rule].quarantine.isLocked, time < bindings[rule].quarantine.until {
            bindings[rule].counters.quarantinedMatches += 1
            return
        }
        bindings[rule].counters.calls += 1
        do {
            let program = try program(rule)
            let result = try program.call(
                event: event,
                equipment: keys.memories[slot].equipmentName,
                time: context.time,
                cells: keys.memories[slot].cells
            )
            keys.memories[slot].cells = result.cells
            keys.memories[slot].note(context.source)
            for action in result.actions { carryOut(action, rule, slot, event, context, &outputs) }
            noteSuccess(rule, context, &outputs)
        } catch {
            noteFailure(rule, error, context, &outputs)
        }
    }

    private mutating func program(_ rule: Int) throws(LuaFailure) -> RuleProgram {
        if let program = programs[rule] { return program }
        let definition = set.rules[rule]
        let made = try RuleProgram(
            rule: definition,
            source: set.sources[definition.sourceIndex],
            plan: topics[bindings[rule].topic].plan
        )
        programs[rule] = made
        return made
    }

    // MARK: Quarantine

    private mutating func noteSuccess(
        _ rule: Int,
        _ context: EventContext,
        _ outputs: inout RuleOutputs
    ) {
        _ = bindings[rule].quarantine.note(failed: false, time: context.time.nanoseconds)
        guard bindings[rule].quarantine.isLocked else { return }
        bindings[rule].quarantine.isLocked = false
        publishQuarantine(rule, .cleared, "released", "", context, &outputs)
    }

    private mutating func noteFailure(
        _ rule: Int,
        _ failure: LuaFailure,
        _ context: EventContext,
        _ outputs: inout RuleOutputs
    ) {
        let time = context.time.nanoseconds
        bindings[rule].counters.callErrors += 1
        bindings[rule].lastFailure = failure.message
        // After a budget is used up nobody knows what the interpreter still holds.
        if failure.isFatal { programs[rule] = nil }
        let isTooMuch = bindings[rule].quarantine.note(failed: true, time: time)
        let wasLocked = bindings[rule].quarantine.isLocked
        guard failure.isFatal || isTooMuch || wasLocked else { return }
        bindings[rule].quarantine.lock(time)
        bindings[rule].counters.quarantines += 1
        if !wasLocked {
            publishQuarantine(rule, .active, "quarantine", failure.message, context, &outputs)
        }
    }

    private func publishQuarantine(
        _ rule: Int,
        _ state: AlertState,
        _ reason: String,
        _ message: String,
        _ context: EventContext,
        _ outputs: inout RuleOutputs
    ) {
        let definition = set.rules[rule]
        let title =
            state == .active
            ? "Rule \(definition.id) is in quarantine: \(message)"
            : "Rule \(definition.id) runs again"
        let transition = AlertTransition(
            quarantineOf: definition,
            setHash: set.contentHash,
            state: state,
            episode: bindings[rule].counters.quarantines,
            title: title,
            reason: reason,
            message: message,
            at: QuarantinePlace(
                equipment: unsafe String(decoding: context.equipmentName, as: UTF8.self),
                equipmentIndex: context.equipment,
                time: context.time,
                source: context.source
            )
        )
        outputs.items.append(.alert(transition))
    }

    // MARK: Actions

    private mutating func carryOut(
        _ action: RuleHost.Action,
        _ rule: Int,
        _ slot: Int,
        _ event: borrowing EventFields,
        _ context: EventContext,
        _ outputs: inout RuleOutputs
    ) {
        func text(_ name: String) -> String {
            action.fields.first { $0.name == name && $0.value != .nothing }?.value.text ?? ""
        }
        switch action.action {
        case .alert: alert(action.fields, rule, slot, event, context, &outputs)
        case .clear:
            let reason = text("reason")
            guard keys[slot].main.isRaised else { return }
            end(
                slot,
                .main,
                context.time.nanoseconds,
                reason.isEmpty ? "cleared" : reason,
                &outputs
            )
        case .log:
            let words = action.fields.map {
                $0.name.isEmpty ? $0.value.text : "\($0.name)=\($0.value.text)"
            }
            let line = RuleLogLine(
                rule: set.rules[rule].id,
                text: String(words.joined(separator: " ").prefix(256)),
                time: context.time
            )
            emit(.log(line), rule: rule, &outputs)
        case .holdLot, .releaseLot, .reroute, .reprioritise, .stop:
            let word = Self.changeNames[action.action] ?? ""
            var change = dispatchChange(word, slot, context.time)
            change.lot = text("lot")
            change.reason = text("reason").isEmpty ? text("why") : text("reason")
            change.from = text("from")
            change.toGroup = text("to_group")
            change.by = action.fields.first { $0.name == "by" }?.value.double
            change.new = text("new")
            change.source = context.source
            noteLot(action.action, change.lot, slot)
            emit(.dispatch(change), rule: rule, &outputs)
        }
    }

    /// A change of a key that says nothing but what it is.
    func dispatchChange(_ word: String, _ slot: Int, _ time: EventTime) -> DispatchChange {
        let definition = set.rules[Int(keys[slot].rule)]
        return DispatchChange(
            change: word,
            rule: definition.id,
            ruleVersion: definition.version,
            alert: keys[slot].alert,
            equipment: keys.memories[slot].equipmentName,
            equipmentIndex: Int(keys[slot].equipment),
            time: time,
            lot: "",
            reason: "",
            from: "",
            toGroup: "",
            by: nil,
            new: "",
            key: keys.memories[slot].key(definition.keyFields),
            source: keys[slot].source
        )
    }

    /// Lots that are held are remembered, so that an operator can release them with the alert.
    private mutating func noteLot(_ action: RuleAction, _ lot: String, _ slot: Int) {
        guard action == .holdLot || action == .releaseLot else { return }
        keys.memories[slot].lots.removeAll { $0 == lot }
        guard action == .holdLot, keys.memories[slot].lots.count < KeyMemory.lotCountMax
        else { return }
        keys.memories[slot].lots.append(lot)
    }

    private static let changeNames: [RuleAction: String] = [
        .holdLot: "hold", .releaseLot: "release", .reroute: "reroute",
        .reprioritise: "reprioritise",
        .stop: "stop",
    ]

    private mutating func alert(
        _ fields: [NamedValue],
        _ rule: Int,
        _ slot: Int,
        _ event: borrowing EventFields,
        _ context: EventContext,
        _ outputs: inout RuleOutputs
    ) {
        let time = context.time.nanoseconds
        func text(_ name: String) -> String? {
            fields.first { $0.name == name && $0.value != .nothing }?.value.text
        }
        let severity = text("severity").flatMap { RuleSeverity($0) } ?? set.rules[rule].severity
        let detail = fields.compactMap { field -> NamedValue? in
            field.name.hasPrefix("detail.")
                ? NamedValue(String(field.name.dropFirst(7)), field.value) : nil
        }
        let isOpen = keys[slot].main.isRaised
        // An alert that is open already says so once; only a new severity is news.
        guard !isOpen || keys[slot].main.severity != severity else { return }
        keys.memories[slot].title = text("title") ?? title(rule, event, context, detail: detail)
        keys.memories[slot].evidence = evidence(rule, event, context) + detail
        keys.memories[slot].detailCount = detail.count
        if isOpen {
            changeSeverity(slot, severity, time, text("reason") ?? "severity", &outputs)
        } else {
            raise(slot, .main, severity, time, text("reason") ?? "condition", &outputs)
        }
    }

    /// A raised alert is worse or better than it was. What is worse than somebody took on is announced
    /// again (ISA-18.2, C to B).
    private mutating func changeSeverity(
        _ slot: Int,
        _ severity: RuleSeverity,
        _ time: Int64,
        _ reason: String,
        _ outputs: inout RuleOutputs
    ) {
        let isWorse = severity > keys[slot].main.severity
        keys[slot].main.severity = severity
        guard !keys[slot].isQuiet(.main) else { return }
        let previous = keys[slot].main.state
        if isWorse, previous == .acknowledged {
            announce(slot, .main, previous: previous, time, reason, nil, &outputs)
        } else {
            publish(slot, .main, previous: previous, time, reason, &outputs)
        }
    }
}
