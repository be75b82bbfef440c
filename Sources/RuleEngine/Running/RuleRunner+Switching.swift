import Records

// Going on with another set of rules. Rules of the same kin keep their keys where they are; the alerts
// of all others are closed like those of rules that a snapshot knew and the present set does not.

extension RuleRunner {
    /// Whether a snapshot of the keys is on its way; a change of the set spoils it.
    public var isCapturing: Bool { capture != nil }

    /// Goes on with another set from here on.
    ///
    /// A rule keeps what it remembers and what it has open when it is there under the same name with
    /// the same words; other parameters and another mode do not matter. When it goes into shadow or
    /// comes out of it, its open alerts are closed where they were published. What rules that were
    /// changed, removed or switched off left open is closed with that reason. Lua is loaded at the next
    /// match. A snapshot of the keys that was on its way is given up.
    ///
    /// O(rules + keys + timers); nothing is compiled.
    public mutating func change(
        to set: RuleSet,
        plans: [String: FieldPlan],
        at time: EventTime,
        outputs: inout RuleOutputs
    ) {
        capture = nil
        var old = RuleRunner(set: set, plans: plans, limits: limits)
        swap(&self, &old)
        let places = places(of: old)
        for slot in old.keys.slots.indices where old.keys[slot].isUsed {
            let rule = Int(old.keys[slot].rule)
            guard places[rule] >= 0 else { continue }
            if (old.set.rules[rule].mode == .shadow) != (set.rules[places[rule]].mode == .shadow) {
                old.closeForMode(slot, time, &outputs)
            }
        }
        orphans = old.takeOrphans(places, set)
        keys = old.keys
        evictedKeyCount = old.evictedKeyCount
        keys.renumber(places, ruleCount: set.rules.count)
        for (rule, place) in places.enumerated() where place >= 0 {
            bindings[place].counters = old.bindings[rule].counters
            bindings[place].quarantine = old.bindings[rule].quarantine
            bindings[place].lastFailure = old.bindings[rule].lastFailure
        }
        takeTimers(&old.timers)
        for slot in keys.slots.indices where keys[slot].isUsed { noteOpen(slot, false) }
        closeOrphans(at: time, outputs: &outputs)
    }

    /// The place that each rule of another runner has here, -1 for those that do not go on.
    private func places(of old: borrowing RuleRunner) -> [Int] {
        var present: [String: Int] = [:]
        for (place, rule) in set.rules.enumerated() where bindings[place].topic >= 0 {
            present[rule.id] = place
        }
        return old.set.rules.indices.map { rule in
            guard old.bindings[rule].topic >= 0, let place = present[old.set.rules[rule].id],
                set.rules[place].kin == old.set.rules[rule].kin
            else { return -1 }
            return place
        }
    }

    /// Closes what a key has open; its rule goes on elsewhere.
    private mutating func closeForMode(
        _ slot: Int,
        _ time: EventTime,
        _ outputs: inout RuleOutputs
    ) {
        for lane in [AlertLane.main, .missing] where keys[slot][lane].isOpen {
            let end = max(time.nanoseconds, keys[slot][lane].raisedAt)
            finish(slot, lane, end, "mode-changed", as: .closed, nil, &outputs)
        }
    }

    /// Takes out the keys of rules that do not go on, with what is left to say about them.
    private mutating func takeOrphans(_ places: [Int], _ next: RuleSet) -> [OrphanedRule] {
        var found = places.indices.map { rule in
            var orphan = OrphanedRule(
                card: RuleCard(set.rules[rule]),
                counters: bindings[rule].counters,
                quarantine: bindings[rule].quarantine
            )
            orphan.reason = reason(set.rules[rule].id, next)
            return orphan
        }
        for slot in keys.slots.indices where keys[slot].isUsed {
            let rule = Int(keys[slot].rule)
            guard places[rule] < 0 else { continue }
            let title =
                keys[slot].missing.isOpen ? missingTitle(set.rules[rule], keys.memories[slot]) : ""
            found[rule].take(
                StoredKey(slot: keys[slot], memory: keys.memories[slot], missingTitle: title)
            )
            keys.remove(slot)
        }
        for rule in found.indices { found[rule].settle() }
        return orphans
            + found.indices.filter { places[$0] < 0 && found[$0].openCount > 0 }
            .map { found[$0] }
    }

    private func reason(_ id: String, _ next: RuleSet) -> String {
        switch next.mode(of: id) {
        case nil: "rule-removed"
        case .off?: "rule-off"
        case .live?, .shadow?: "rule-changed"
        }
    }

    /// Takes over the timers of keys that go on. Equal times go by rule, so each gets its new number.
    private mutating func takeTimers(_ old: inout [TimerHeap]) {
        swap(&timers, &old)
        for equipment in timers.indices {
            var heap = TimerHeap()
            swap(&heap, &timers[equipment])
            heap.replace { entry in
                guard isValid(entry) else { return nil }
                var entry = entry
                entry.rule = keys[Int(entry.slot)].rule
                return entry
            }
            swap(&heap, &timers[equipment])
        }
    }
}
