import Records

/// One key as a snapshot holds it.
///
///     alert, equipment, flags, timers that are armed, episodes, last event, source
///     when each armed timer is due
///     values, name of the equipment
///     checks of flapping                   if any of them found the alert raised
///     who keeps an alert quiet             if somebody does
///     lots that are held                   if there are some
///     records that led to it               if there are some
///     main alert, title and evidence       unless there is nothing to it
///     alert of missing data and its title  if it is open
///     who acknowledged                     if somebody did
///     cells
///
/// What is left over from an earlier episode is not written: the next one sets it anew. Most keys are
/// quiet, and this halves them.
struct StoredKey {
    var slot = KeySlot()
    var memory = KeyMemory()
    /// The title of the alert of missing data, which only the rule itself could render.
    var missingTitle = ""

    /// The least that a key takes.
    static let byteCountMin = 51

    enum Flag {
        static let suppressed: UInt8 = 1
        static let main: UInt8 = 2
        static let missing: UInt8 = 4
        static let checks: UInt8 = 8
        static let holds: UInt8 = 16
        static let lots: UInt8 = 32
        static let sources: UInt8 = 64
        static let all: UInt8 = 127
    }

    enum RecordFlag {
        static let pending: UInt8 = 1
        static let clearing: UInt8 = 2
        static let suppressed: UInt8 = 4
        static let all: UInt8 = 7
    }

    /// Writes a key where it lies; nothing is copied or allocated.
    static func write(
        _ slot: KeySlot,
        _ memory: KeyMemory,
        missingTitle: String,
        to writer: inout StateWriter
    ) {
        let flags = flags(slot, memory)
        var armed: UInt16 = 0
        for kind in 0..<16 where slot.due[kind] != KeySlot.unarmed { armed |= 1 << UInt16(kind) }
        writer.write(slot.alert)
        writer.write(slot.equipment)
        writer.write(flags)
        writer.write(armed)
        writer.write(slot.main.episode)
        writer.write(slot.missing.episode)
        writer.write(slot.lastEvent)
        writer.write(slot.source.topic)
        writer.write(slot.source.partition)
        writer.write(slot.source.offset)
        for kind in 0..<16 where armed & 1 << UInt16(kind) != 0 { writer.write(slot.due[kind]) }
        for value in memory.values { writer.write(value) }
        writer.write(memory.equipmentName)
        if flags & Flag.checks != 0 {
            writer.write(slot.flapBits)
            writer.write(slot.isFlapping)
        }
        if flags & Flag.holds != 0 { writer.write(list: memory.holds) }
        if flags & Flag.lots != 0 {
            writer.write(count: memory.lots.count)
            for lot in memory.lots { writer.write(lot) }
        }
        if flags & Flag.sources != 0 {
            writer.write(count: memory.sources.count)
            for source in memory.sources {
                writer.write(source.topic)
                writer.write(source.partition)
                writer.write(source.offset)
            }
        }
        if flags & Flag.main != 0 {
            write(slot.main, to: &writer)
            if slot.main.isPending { writer.write(slot.pendingSince) }
            writer.write(slot.lastMatch)
            writer.write(memory.title)
            writer.write(list: memory.evidence)
            writer.write(count: memory.detailCount)
        }
        if flags & Flag.missing != 0 {
            write(slot.missing, to: &writer)
            writer.write(missingTitle)
        }
        if isAcknowledged(slot) { writer.write(memory.acknowledgedBy) }
        for cell in memory.cells { cell.write(to: &writer) }
    }

    private static func flags(_ slot: KeySlot, _ memory: KeyMemory) -> UInt8 {
        var flags: UInt8 = slot.isSuppressed ? Flag.suppressed : 0
        let isChecked = slot.flapBits != 0 || slot.isFlapping
        // When it comes to rest, the topic hears of the last episode once more.
        if !slot.main.isQuiet || isChecked { flags |= Flag.main }
        if slot.missing.isOpen { flags |= Flag.missing }
        if isChecked { flags |= Flag.checks }
        if !memory.holds.isEmpty { flags |= Flag.holds }
        if !memory.lots.isEmpty { flags |= Flag.lots }
        if !memory.sources.isEmpty { flags |= Flag.sources }
        return flags
    }

    private static func write(_ record: AlertRecord, to writer: inout StateWriter) {
        var flags: UInt8 = record.isPending ? RecordFlag.pending : 0
        if record.isClearing { flags |= RecordFlag.clearing }
        if record.isSuppressed { flags |= RecordFlag.suppressed }
        writer.write(record.state.rawValue)
        writer.write(record.mark.rawValue)
        writer.write(flags)
        writer.write(record.severity.rawValue)
        writer.write(record.raisedAt)
        writer.write(record.acknowledgedAt)
        if record.isClearing { writer.write(record.clearingSince) }
    }

    /// Whether the name of whoever acknowledged will be published again.
    static func isAcknowledged(_ slot: KeySlot) -> Bool {
        slot.main.isOpen && slot.main.acknowledgedAt != KeySlot.unarmed
            || slot.missing.isOpen && slot.missing.acknowledgedAt != KeySlot.unarmed
    }
}
