import Records

extension RuleRunner {
    /// Takes over the head that another runner wrote, of whatever set of rules it ran. Once, on a fresh
    /// runner; `restoreKeys` follows. After an error the runner is of no use.
    public mutating func restoreHead(from reader: inout StateReader) throws(StateError) -> RuleHead
    {
        precondition(
            keys.slots.isEmpty && orphans.isEmpty,
            "only a fresh runner can take over what another one wrote"
        )
        keys.useCount = try reader.read(in: 0...(1 << 60), "a number of uses")
        var head = RuleHead(slotCount: try reader.readCount(elementByteCount: 1))
        var places: [String: Int] = [:]
        for (index, rule) in set.rules.enumerated() where bindings[index].topic >= 0 {
            places[rule.id] = index
        }
        var isTaken = Array(repeating: false, count: set.rules.count)
        for _ in 0..<(try reader.readCount(elementByteCount: RuleCard.byteCountMin)) {
            let number: Int32 = try reader.read()
            let card = try RuleCard(from: &reader)
            let counters = try RuleCounters(from: &reader)
            let quarantine = try Quarantine(from: &reader)
            let place = places[card.id]
            if let place, !card.isOrphan, set.rules[place].version == card.version {
                guard !isTaken[place] else { throw reader.invalid("the same rule twice") }
                guard card == RuleCard(set.rules[place]) else {
                    throw reader.invalid("a rule of another shape")
                }
                isTaken[place] = true
                bindings[place].counters = counters
                bindings[place].quarantine = quarantine
                head.owners[number] = .rule(place)
                continue
            }
            var orphan = OrphanedRule(card: card, counters: counters, quarantine: quarantine)
            orphan.reason = place == nil ? "rule-removed" : "rule-changed"
            if !card.isOrphan, place == nil { head.restored.removedRules.append(card.id) }
            if !card.isOrphan, place != nil { head.restored.changedRules.append(card.id) }
            if card.isOrphan { try orphan.readKeys(from: &reader) }
            if !card.isOrphan { head.owners[number] = .orphan(orphans.count) }
            orphans.append(orphan)
        }
        return head
    }

    /// Takes over the keys behind a head.
    ///
    /// Rules with the same name and text get all their keys back and behave like those of the other
    /// runner in every respect. The others start anew; what they left open is kept until
    /// `closeOrphans`. Equipment must have the indices it had.
    public mutating func restoreKeys(
        of head: consuming RuleHead,
        from reader: inout StateReader,
        equipmentCount: Int
    ) throws(StateError) -> RestoredRules {
        while timers.count < equipmentCount { timers.append(TimerHeap()) }
        for _ in 0..<head.slotCount {
            guard try reader.readBool() else {
                keys.appendVacancy()
                continue
            }
            guard let owner = head.owners[try reader.read()] else {
                throw reader.invalid("a key of no rule")
            }
            let use = try reader.read(in: 1...max(1, keys.useCount), "a number of a use")
            switch owner {
            case .orphan(let index):
                try orphans[index].readKey(from: &reader, use: use, equipmentCount: equipmentCount)
                keys.appendVacancy()
            case .rule(let rule): try readKey(of: rule, use: use, &reader, equipmentCount)
            }
        }
        keys.sortUses()
        for index in orphans.indices { orphans[index].settle() }
        orphans.removeAll { $0.openCount == 0 }
        head.restored.keyCount = keys.count
        head.restored.orphanCount = orphanCount
        return head.restored
    }

    private mutating func readKey(
        of rule: Int,
        use: UInt64,
        _ reader: inout StateReader,
        _ equipmentCount: Int
    ) throws(StateError) {
        var key = try StoredKey(
            from: &reader,
            keyFieldCount: set.rules[rule].keyFields.count,
            cells: set.rules[rule].cells.map(\.initial),
            equipmentCount: equipmentCount
        )
        key.slot.use = use
        let due = key.slot.due
        let slot = keys.slots.count
        guard keys.append(key, rule: rule) else { throw reader.invalid("the same key twice") }
        noteOpen(slot, false)
        for kind in TimerKind.allCases where due[Int(kind.rawValue)] != KeySlot.unarmed {
            arm(slot, kind, EventTime(nanoseconds: due[Int(kind.rawValue)]))
        }
    }
}

/// What the head of a runner's bytes says about the keys that follow.
public struct RuleHead {
    enum Owner {
        /// A rule of the set, by index.
        case rule(Int)
        /// One that the set does not have any more, by index among the orphans.
        case orphan(Int)
    }

    let slotCount: Int
    /// By the place that the rule had.
    var owners: [Int32: Owner] = [:]
    var restored = RestoredRules()
}
