import Records

/// One key as a snapshot holds it.
///
///     alert, equipment, flags, timers that are armed, episodes, last event, source
///     when each armed timer is due
///     values, name of the equipment
///     main alert, title and evidence       unless it is normal
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
    static let byteCountMin = 50

    enum Flag {
        static let suppressed: UInt8 = 1
        static let main: UInt8 = 2
        static let missing: UInt8 = 4
        static let all: UInt8 = 7
    }

    /// Writes a key where it lies; nothing is copied or allocated.
    static func write(
        _ slot: KeySlot,
        _ memory: KeyMemory,
        missingTitle: String,
        to writer: inout StateWriter
    ) {
        var flags: UInt8 = slot.isSuppressed ? Flag.suppressed : 0
        if slot.main.state != .normal { flags |= Flag.main }
        if slot.missing.isOpen { flags |= Flag.missing }
        var armed: UInt8 = 0
        for kind in 0..<8 where slot.due[kind] != KeySlot.unarmed { armed |= 1 << UInt8(kind) }
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
        for kind in 0..<8 where armed & 1 << UInt8(kind) != 0 { writer.write(slot.due[kind]) }
        for value in memory.values { writer.write(value) }
        writer.write(memory.equipmentName)
        if flags & Flag.main != 0 {
            write(slot.main, to: &writer)
            if slot.main.state == .pending { writer.write(slot.pendingSince) }
            writer.write(slot.lastMatch)
            writer.write(memory.title)
            writer.write(list: memory.evidence)
        }
        if flags & Flag.missing != 0 {
            write(slot.missing, to: &writer)
            writer.write(missingTitle)
        }
        if isAcknowledged(slot) { writer.write(memory.acknowledgedBy) }
        for cell in memory.cells { cell.write(to: &writer) }
    }

    private static func write(_ record: AlertRecord, to writer: inout StateWriter) {
        writer.write(record.state.rawValue)
        guard record.isOpen else { return }
        writer.write(record.severity.rawValue)
        writer.write(record.raisedAt)
        writer.write(record.acknowledgedAt)
        writer.write(record.isClearing)
        if record.isClearing { writer.write(record.clearingSince) }
    }

    /// Whether the name of whoever acknowledged will be published again.
    static func isAcknowledged(_ slot: KeySlot) -> Bool {
        slot.main.isOpen && slot.main.acknowledgedAt != KeySlot.unarmed
            || slot.missing.isOpen && slot.missing.acknowledgedAt != KeySlot.unarmed
    }
}
