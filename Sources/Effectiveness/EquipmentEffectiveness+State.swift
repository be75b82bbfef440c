import Records
import Windows

// Neither settings nor calendar are part of the state: both come from the plant file. What the
// calendar said last (`segment`) is only kept to save asking, and is asked again.
extension EquipmentEffectiveness {
    /// Writes what future records depend on and the settings do not say.
    ///
    /// 117 bytes for equipment that has not been heard of; otherwise 17 for each state kept, 8 for each
    /// delta known, 43 to 83 for each counter reading and about 80 for each live window. O(what is held), allocates nothing
    /// itself.
    public mutating func write(to writer: inout StateWriter) {
        settleTally()
        progressOfEvents.write(to: &writer)
        writer.write(changedFrom)
        writer.write(correctableFrom)
        writer.write(earliest)
        writer.write(nextEnd)
        states.write(to: &writer)
        counts.write(to: &writer)
        minutes.write(to: &writer)
        hours.write(to: &writer)
        shifts.write(to: &writer)
        days.write(to: &writer)
    }

    /// Reads the effectiveness of an equipment; memory is taken as the settings say.
    ///
    /// - Throws: `StateError` for bytes that no equipment writes, and when more states, counts or
    ///   windows were kept than these settings have room for.
    public init(
        settings: EffectivenessSettings,
        from reader: inout StateReader
    ) throws(StateError) {
        self.init(settings: settings)
        progressOfEvents = try Progress(from: &reader)
        changedFrom = try reader.readTime()
        correctableFrom = try reader.readTime()
        earliest = try reader.readTime()
        nextEnd = try reader.readTime()
        try states.restore(from: &reader)
        try counts.restore(from: &reader)
        try minutes.restore(from: &reader, earliest: earliest)
        try hours.restore(from: &reader, earliest: earliest)
        try shifts.restore(from: &reader, earliest: earliest)
        try days.restore(from: &reader, earliest: earliest)
    }
}
