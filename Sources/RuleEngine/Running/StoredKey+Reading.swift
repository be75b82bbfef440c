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
        let armed = try reader.read(UInt16.self)
        guard armed >> UInt16(TimerKind.allCases.count) == 0 else {
            throw reader.invalid("an unknown kind of timer")
        }
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
        if flags & Flag.checks != 0 {
            slot.flapBits = try reader.read()
            slot.isFlapping = try reader.readBool()
            guard slot.flapBits & ~AlertFlap.mask == 0 else {
                throw reader.invalid("more checks of an alert than are kept")
            }
        }
        if flags & Flag.holds != 0 { try readHolds(&reader) }
        if flags & Flag.lots != 0 { try readLots(&reader) }
        if flags & Flag.sources != 0 { try readSources(&reader) }
        if flags & Flag.main != 0 { try readMain(&reader) }
        if flags & Flag.missing != 0 {
            try readRecord(.missing, &reader)
            guard slot.missing.isOpen, !slot.missing.isPending, !slot.missing.isClearing else {
                throw reader.invalid("missing data that is pending")
            }
            missingTitle = try reader.readText()
        }
        guard !slot.main.isHeld || flags & Flag.main != 0,
            !slot.missing.isHeld || flags & Flag.missing != 0
        else { throw reader.invalid("a quiet alert that nothing is said about") }
        if Self.isAcknowledged(slot) { memory.acknowledgedBy = try reader.readText() }
        memory.cells.reserveCapacity(cells.count)
        for cell in cells { memory.cells.append(try StateCell(like: cell, from: &reader)) }
    }

    private mutating func readTimers(
        _ armed: UInt16,
        _ reader: inout StateReader
    ) throws(StateError) {
        for kind in 0..<16 where armed & 1 << UInt16(kind) != 0 {
            let due: Int64 = try reader.read()
            // Every event settles what was due before it. A timer from long ago would also repeat
            // its alert until it had caught up with the present.
            guard due >= slot.lastEvent, due != KeySlot.unarmed else {
                throw reader.invalid("a timer that is due before the last event of its key")
            }
            slot.due[kind] = due
        }
    }

    private mutating func readSources(_ reader: inout StateReader) throws(StateError) {
        let count = try reader.readCount(elementByteCount: 16)
        guard (1...KeyMemory.sourceCountMax).contains(count) else {
            throw reader.invalid("more records of an alert than are kept")
        }
        for _ in 0..<count {
            memory.sources.append(
                SourcePosition(
                    topic: try reader.read(),
                    partition: try reader.read(),
                    offset: try reader.read()
                )
            )
        }
    }

    private mutating func readLots(_ reader: inout StateReader) throws(StateError) {
        let count = try reader.readCount(elementByteCount: 4)
        guard (1...KeyMemory.lotCountMax).contains(count) else {
            throw reader.invalid("more lots than a key remembers")
        }
        for _ in 0..<count { memory.lots.append(try reader.readText()) }
    }

    private mutating func readHolds(_ reader: inout StateReader) throws(StateError) {
        memory.holds = try reader.readList(elementByteCount: AlertHold.byteCountMin)
        for hold in memory.holds {
            switch hold.kind {
            case .shelved:
                let timer: TimerKind = hold.lane == .main ? .shelveMain : .shelveMissing
                guard !slot[hold.lane].isShelved, slot.due[Int(timer.rawValue)] == hold.until,
                    hold.until != KeySlot.unarmed
                else { throw reader.invalid("a shelved alert that does not come back") }
                slot[hold.lane].isShelved = true
                slot[hold.lane].isOneShot = hold.isOneShot
            case .outOfService:
                guard !slot[hold.lane].isOutOfService else {
                    throw reader.invalid("an alert that is out of service twice")
                }
                slot[hold.lane].isOutOfService = true
            }
        }
    }

    private mutating func readMain(_ reader: inout StateReader) throws(StateError) {
        try readRecord(.main, &reader)
        if slot.main.isPending { slot.pendingSince = try reader.read() }
        slot.lastMatch = try reader.read()
        memory.title = try reader.readText()
        memory.evidence = try reader.readList(elementByteCount: NamedValue.byteCountMin)
        memory.detailCount = try reader.readCount(
            limit: memory.evidence.count,
            elementByteCount: 0
        )
    }

    private static func episode(_ reader: inout StateReader) throws(StateError) -> UInt32 {
        let episode: UInt32 = try reader.read()
        // Half of the range is left, so that the episodes to come cannot trap.
        guard episode <= UInt32.max / 2 else { throw reader.invalid("an episode of \(episode)") }
        return episode
    }

    private mutating func readRecord(
        _ lane: AlertLane,
        _ reader: inout StateReader
    ) throws(StateError) {
        guard let state = AlertState(rawValue: try reader.read()), state.isLasting,
            let mark = AlertRecord.Episode(rawValue: try reader.read())
        else { throw reader.invalid("an alert in a state that does not last") }
        let flags: UInt8 = try reader.read()
        guard flags & ~RecordFlag.all == 0 else {
            throw reader.invalid("unknown flags of an alert")
        }
        guard let severity = RuleSeverity(rawValue: try reader.read()) else {
            throw reader.invalid("an unknown severity")
        }
        slot[lane].state = state
        slot[lane].mark = mark
        slot[lane].isPending = flags & RecordFlag.pending != 0
        slot[lane].isClearing = flags & RecordFlag.clearing != 0
        slot[lane].isSuppressed = flags & RecordFlag.suppressed != 0
        slot[lane].severity = severity
        slot[lane].raisedAt = try reader.read()
        slot[lane].acknowledgedAt = try reader.read()
        if slot[lane].isClearing { slot[lane].clearingSince = try reader.read() }
        let isQuiet = slot.isQuiet(lane)
        let fits =
            isQuiet
            ? state == .normal || state == .active
            : mark == (state == .normal ? AlertRecord.Episode.none : .open)
        guard fits, isQuiet || !slot[lane].isSuppressed else {
            throw reader.invalid("an alert that is quiet and is not")
        }
    }
}
