import Records
import Windows

// Histories are made empty from the settings, which take their memory, and then filled again. They
// are sorted, which the searches in them rely on, so anything unsorted is refused.

extension StateHistory {
    /// Writes the entries held: 20 bytes and 17 for each.
    func write(to writer: inout StateWriter) {
        writer.write(foldedThrough)
        writer.write(frozenThrough)
        writer.write(count: entries.count)
        for position in 0..<entries.count { entries[position].write(to: &writer) }
    }

    /// Fills an empty history; an error when more was written than this one keeps.
    mutating func restore(from reader: inout StateReader) throws(StateError) {
        foldedThrough = try reader.readTime()
        frozenThrough = try reader.readTime()
        let count = try reader.readCount(limit: entries.capacity, elementByteCount: 17)
        for _ in 0..<count {
            let entry = try StateEntry(from: &reader)
            if let last = entries.last, !last.isOrdered(before: entry) {
                throw reader.invalid("states out of order")
            }
            _ = entries.append(entry)
        }
    }
}

extension StateEntry: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(time)
        writer.write(sequence)
        writer.write(category.rawValue)
    }

    init(from reader: inout StateReader) throws(StateError) {
        time = try reader.readTime()
        sequence = try reader.read()
        category = try reader.readCase()
    }
}

extension CountHistory {
    /// Writes the entries held: 37 bytes, 8 for each running counter, and 43 to 83 for each entry.
    func write(to writer: inout StateWriter) {
        base.write(to: &writer)
        writer.write(frozenThrough)
        writer.write(sequenceMax)
        writer.write(derivesGoodFrom)
        writer.write(count: entries.count)
        for position in 0..<entries.count {
            entries.read(at: position) { $0.write(to: &writer) }
        }
    }

    /// Fills an empty history; an error when more was written than this one keeps.
    mutating func restore(from reader: inout StateReader) throws(StateError) {
        base = try CounterReadings(from: &reader)
        frozenThrough = try reader.readTime()
        sequenceMax = try reader.read(in: -1...(.max), "a sequence number")
        derivesGoodFrom = try reader.readTime()
        let count = try reader.readCount(limit: entries.capacity, elementByteCount: 43)
        for position in 0..<count {
            let entry = try CountEntry(from: &reader)
            if let last = entries.last, last.isOrdered(before: entry) != true {
                throw reader.invalid("counts out of order")
            }
            insert(entry, at: position)
        }
    }
}
