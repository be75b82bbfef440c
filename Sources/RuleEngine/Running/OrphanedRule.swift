import Records

/// A rule of a snapshot that does not run any more, with what it left open.
struct OrphanedRule {
    var card: RuleCard
    var counters: RuleCounters
    var quarantine: Quarantine
    /// Keys with an open alert, oldest use first; behind them the key used last when the rule is in
    /// quarantine, because it says where that happened.
    var keys: [StoredKey] = []
    /// `rule-changed` or `rule-removed`.
    var reason = ""

    /// How many alerts there are to close.
    var openCount: Int {
        keys.reduce(quarantine.isLocked && !keys.isEmpty ? 1 : 0) {
            $0 + ($1.slot.main.isOpen ? 1 : 0) + ($1.slot.missing.isOpen ? 1 : 0)
        }
    }
}

extension OrphanedRule {
    /// Writes it like a rule that runs, marked as an orphan.
    func write(to writer: inout StateWriter) {
        writer.write(card)
        writer.write(counters)
        writer.write(quarantine)
        writer.write(count: keys.count)
        for key in keys {
            StoredKey.write(key.slot, key.memory, missingTitle: key.missingTitle, to: &writer)
        }
    }

    /// Reads the keys behind a card and keeps those that something is left to say about.
    mutating func readKeys(
        from reader: inout StateReader,
        equipmentCount: Int
    ) throws(StateError) {
        let cells = card.cellKinds.compactMap { StateCell.Kind(rawValue: $0) }
            .map { StateCell(emptyOf: $0) }
        let count = try reader.readCount(elementByteCount: StoredKey.byteCountMin)
        for position in 0..<count {
            var key = try StoredKey(
                from: &reader,
                keyFieldCount: card.keyFields.count,
                cells: cells,
                equipmentCount: equipmentCount
            )
            key.memory.cells = []
            let isLast = position == count - 1
            guard key.slot.main.isOpen || key.slot.missing.isOpen || isLast && quarantine.isLocked
            else { continue }
            keys.append(key)
        }
        // What the rule remembered is gone; its cells are not written again.
        card.cellKinds = []
        card.isOrphan = true
    }
}
