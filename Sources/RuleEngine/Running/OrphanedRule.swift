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
    // The key used last, while keys are being read.
    private var last: StoredKey?

    init(card: RuleCard, counters: RuleCounters, quarantine: Quarantine) {
        self.card = card
        self.counters = counters
        self.quarantine = quarantine
    }

    /// How many alerts there are to close.
    var openCount: Int {
        keys.reduce(quarantine.isLocked && !keys.isEmpty ? 1 : 0) {
            $0 + ($1.slot.main.isOpen ? 1 : 0) + ($1.slot.missing.isOpen ? 1 : 0)
        }
    }
}

extension OrphanedRule {
    /// Writes it like the head of a rule that runs, marked as an orphan, with its keys.
    func write(to writer: inout StateWriter) {
        writer.write(card)
        writer.write(counters)
        writer.write(quarantine)
        writer.write(count: keys.count)
        for key in keys {
            StoredKey.write(key.slot, key.memory, missingTitle: key.missingTitle, to: &writer)
        }
    }

    /// Reads the keys behind the card of a rule that was an orphan already. Where their equipment had
    /// its place then is of no interest any more.
    mutating func readKeys(from reader: inout StateReader) throws(StateError) {
        let count = try reader.readCount(elementByteCount: StoredKey.byteCountMin)
        for position in 0..<count {
            try readKey(from: &reader, use: UInt64(position), equipmentCount: Int(Int32.max))
        }
    }

    /// Reads a key and keeps it if something is left to say about it.
    mutating func readKey(
        from reader: inout StateReader,
        use: UInt64,
        equipmentCount: Int
    ) throws(StateError) {
        var key = try StoredKey(
            from: &reader,
            keyFieldCount: card.keyFields.count,
            cells: card.cellKinds.compactMap { StateCell.Kind(rawValue: $0) }
                .map { StateCell(emptyOf: $0) },
            equipmentCount: equipmentCount
        )
        key.slot.use = use
        take(key)
    }

    /// Keeps a key if something is left to say about it.
    mutating func take(_ stored: StoredKey) {
        var key = stored
        key.memory.cells = []
        if key.slot.main.isOpen || key.slot.missing.isOpen { keys.append(key) }
        if last.map({ $0.slot.use <= key.slot.use }) ?? true { last = key }
    }

    /// All keys were read: sorts them, and gives up what the rule remembered.
    mutating func settle() {
        if quarantine.isLocked, let last, !last.slot.main.isOpen, !last.slot.missing.isOpen {
            keys.append(last)
        }
        keys.sort { $0.slot.use < $1.slot.use }
        last = nil
        // Its cells are not written again.
        card.cellKinds = []
        card.isOrphan = true
    }
}
