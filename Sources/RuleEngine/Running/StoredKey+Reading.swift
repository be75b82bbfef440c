import Records

// Reading trusts nothing: every byte that a key could not have written is an error.

extension StoredKey {
    /// Reads a key of a rule with so many key fields and such cells.
    init(
        from reader: inout StateReader,
        keyFieldCount: Int,
        cells: [StateCell],
        equipmentCount: Int
    ) throws(StateError) {
        self.init()
        slot.alert = try reader.read()
        slot.equipment = Int32(try reader.readIndex(below: equipmentCount))
        let flags = try reader.read(UInt8.self)
        guard flags & ~Flag.all == 0 else { throw reader.invalid("unknown flags of a key") }
        let armed = try reader.read(UInt8.self)
        slot.isSuppressed = flags & Flag.suppressed != 0
        slot.main.episode = try Self.episode(&reader)
        slot.missing.episode = try Self.episode(&reader)
        slot.lastEvent = try reader.read()
        slot.source.topic = try reader.read()
        slot.source.partition = try reader.read()
        slot.source.offset = try reader.read()
        try readTimers(armed, &reader)
        memory.values.reserveCapacity(keyFieldCount)
        for _ in 0..<keyFieldCount { memory.values.append(try RuleValue(from: &reader)) }
        memory.equipmentName = try reader.readText()
        if flags & Flag.main != 0 { try readMain(&reader) }
        if flags & Flag.missing != 0 {
            slot.missing = try Self.record(&reader, episode: slot.missing.episode)
            guard slot.missing.isOpen else { throw reader.invalid("missing data that is pending") }
            missingTitle = try reader.readText()
        }
        if Self.isAcknowledged(slot) { memory.acknowledgedBy = try reader.readText() }
        memory.cells.reserveCapacity(cells.count)
        for cell in cells { memory.cells.append(try StateCell(like: cell, from: &reader)) }
    }

    private mutating func readTimers(
        _ armed: UInt8,
        _ reader: inout StateReader
    ) throws(StateError) {
        for kind in 0..<8 where armed & 1 << UInt8(kind) != 0 {
            let due: Int64 = try reader.read()
            // Every event settles what was due before it. A timer from long ago would also repeat
            // its alert until it had caught up with the present.
            guard due >= slot.lastEvent, due != KeySlot.unarmed else {
                throw reader.invalid("a timer that is due before the last event of its key")
            }
            slot.due[kind] = due
        }
    }

    private mutating func readMain(_ reader: inout StateReader) throws(StateError) {
        slot.main = try Self.record(&reader, episode: slot.main.episode)
        if slot.main.state == .pending { slot.pendingSince = try reader.read() }
        slot.lastMatch = try reader.read()
        memory.title = try reader.readText()
        memory.evidence = try reader.readList(elementByteCount: NamedValue.byteCountMin)
    }

    private static func episode(_ reader: inout StateReader) throws(StateError) -> UInt32 {
        let episode: UInt32 = try reader.read()
        // Half of the range is left, so that the episodes to come cannot trap.
        guard episode <= UInt32.max / 2 else { throw reader.invalid("an episode of \(episode)") }
        return episode
    }

    private static func record(
        _ reader: inout StateReader,
        episode: UInt32
    ) throws(StateError) -> AlertRecord {
        var record = AlertRecord()
        record.episode = episode
        // Cleared and closed are only published; a key is never found in them.
        guard let state = AlertState(rawValue: try reader.read()),
            state == .pending || state == .active || state == .acknowledged
        else { throw reader.invalid("an alert in a state that does not last") }
        record.state = state
        guard record.isOpen else { return record }
        guard let severity = RuleSeverity(rawValue: try reader.read()) else {
            throw reader.invalid("an unknown severity")
        }
        record.severity = severity
        record.raisedAt = try reader.read()
        record.acknowledgedAt = try reader.read()
        record.isClearing = try reader.readBool()
        if record.isClearing { record.clearingSince = try reader.read() }
        return record
    }
}
