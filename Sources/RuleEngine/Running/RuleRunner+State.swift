import Records

// A runner as bytes: one section per rule that did anything, each with a card that says whose it is.
//
//     number of rules
//     card, counters, quarantine, number of keys, keys from the one used longest ago
//     card, …
//
// Rules are known by name and text, never by their place in the set, because the set may be another
// one when the bytes are read. Not written, because it follows from the rest: slots, heaps of timers,
// counts of open keys. Not written, because no result depends on it: the number of the last event,
// which only tells events within one call apart, and Lua interpreters, which are made at the next
// match from the same text.

extension RuleRunner {
    /// Writes everything that future outputs depend on. O(keys); allocates nothing per quiet key.
    public func write(to writer: inout StateWriter) {
        writer.write(count: bindings.indices.count { isWorthWriting($0) } + orphans.count)
        for orphan in orphans { orphan.write(to: &writer) }
        for rule in bindings.indices where isWorthWriting(rule) {
            writer.write(RuleCard(set.rules[rule]))
            writer.write(bindings[rule].counters)
            writer.write(bindings[rule].quarantine)
            writer.write(count: keys.count(rule: rule))
            keys.forEachFromOldest(rule: rule) { slot in
                StoredKey.write(
                    keys.slots[slot],
                    keys.memories[slot],
                    missingTitle: keys.slots[slot].missing.isOpen
                        ? missingTitle(set.rules[rule], keys.memories[slot]) : "",
                    to: &writer
                )
            }
        }
    }

    private func isWorthWriting(_ rule: Int) -> Bool {
        keys.count(rule: rule) > 0 || bindings[rule].counters != RuleCounters()
    }

    /// Takes over what another runner wrote, of whatever set of rules it ran. Once, on a fresh runner.
    ///
    /// Rules with the same name and text get all their keys back and behave like those of the other
    /// runner in every respect. The others start anew; what they left open is kept until
    /// `closeOrphans`. Equipment must have the indices it had. After an error the runner is of no use.
    public mutating func restore(
        from reader: inout StateReader,
        equipmentCount: Int
    ) throws(StateError) -> RestoredRules {
        precondition(
            keys.slots.isEmpty && orphans.isEmpty,
            "only a fresh runner can take over what another one wrote"
        )
        while timers.count < equipmentCount { timers.append(TimerHeap()) }
        var places: [String: Int] = [:]
        for (index, rule) in set.rules.enumerated() where bindings[index].topic >= 0 {
            places[rule.id] = index
        }
        var restored = RestoredRules()
        var isTaken = Array(repeating: false, count: set.rules.count)
        for _ in 0..<(try reader.readCount(elementByteCount: RuleCard.byteCountMin)) {
            let card = try RuleCard(from: &reader)
            let counters = try RuleCounters(from: &reader)
            let quarantine = try Quarantine(from: &reader)
            let place = places[card.id]
            if let place, !card.isOrphan, set.rules[place].version == card.version {
                guard !isTaken[place] else { throw reader.invalid("the same rule twice") }
                isTaken[place] = true
                bindings[place].counters = counters
                bindings[place].quarantine = quarantine
                try readKeys(of: place, card, &reader, equipmentCount)
                continue
            }
            var orphan = OrphanedRule(card: card, counters: counters, quarantine: quarantine)
            orphan.reason = place == nil ? "rule-removed" : "rule-changed"
            if !card.isOrphan, place == nil { restored.removedRules.append(card.id) }
            if !card.isOrphan, place != nil { restored.changedRules.append(card.id) }
            try orphan.readKeys(from: &reader, equipmentCount: equipmentCount)
            if orphan.openCount > 0 { orphans.append(orphan) }
        }
        restored.keyCount = keys.count
        restored.orphanCount = orphanCount
        return restored
    }

    private mutating func readKeys(
        of rule: Int,
        _ card: RuleCard,
        _ reader: inout StateReader,
        _ equipmentCount: Int
    ) throws(StateError) {
        let definition = set.rules[rule]
        guard card == RuleCard(definition) else { throw reader.invalid("a rule of another shape") }
        let cells = definition.cells.map(\.initial)
        let count = try reader.readCount(elementByteCount: StoredKey.byteCountMin)
        for _ in 0..<count {
            let key = try StoredKey(
                from: &reader,
                keyFieldCount: definition.keyFields.count,
                cells: cells,
                equipmentCount: equipmentCount
            )
            let due = key.slot.due
            guard let slot = keys.restore(key, rule: rule) else {
                throw reader.invalid("the same key twice")
            }
            noteOpen(slot, false)
            for kind in TimerKind.allCases where due[Int(kind.rawValue)] != KeySlot.unarmed {
                arm(slot, kind, EventTime(nanoseconds: due[Int(kind.rawValue)]))
            }
        }
    }
}
