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
        self.init(
            time: try reader.readTime(),
            sequence: try reader.read(in: -1...Self.sequenceLimit, "a sequence number"),
            category: try reader.readCase()
        )
    }
}

extension CountHistory {
    /// Writes what is held: 29 bytes, 8 for each key, and with counters 21 more, 8 for each running
    /// counter, and 43 to 83 for each reading.
    func write(to writer: inout StateWriter) {
        writer.write(newestDelta)
        writer.write(sequenceMax)
        writer.write(derivesGoodFrom)
        writer.write(count: keys.count)
        for position in 0..<keys.count { writer.write(keys[position]) }
        writer.write(counters != nil)
        counters?.write(to: &writer)
    }

    /// Fills an empty history; an error when more was written than this one keeps.
    mutating func restore(from reader: inout StateReader) throws(StateError) {
        newestDelta = try reader.readTime()
        sequenceMax = try reader.read(in: -1...(.max), "a sequence number")
        derivesGoodFrom = try reader.readTime()
        for _ in 0..<(try reader.readCount(limit: keys.capacity, elementByteCount: 8)) {
            keys.push(try reader.read())
        }
        if try reader.readBool() { try takeCounters().restore(from: &reader) }
    }
}

extension CounterTrack {
    func write(to writer: inout StateWriter) {
        base.write(to: &writer)
        writer.write(frozenThrough)
        writer.write(count: entries.count)
        for position in 0..<entries.count {
            entries.read(at: position) { $0.write(to: &writer) }
        }
    }

    /// Fills an empty track; an error when more was written than this one keeps.
    func restore(from reader: inout StateReader) throws(StateError) {
        base = try CounterReadings(from: &reader)
        frozenThrough = try reader.readTime()
        let count = try reader.readCount(limit: entries.capacity, elementByteCount: 43)
        for _ in 0..<count {
            let entry = try CountEntry(from: &reader)
            guard entry.sample.kind == .counter else { throw reader.invalid("a delta") }
            if let last = entries.last, last.isOrdered(before: entry) != true {
                throw reader.invalid("readings out of order")
            }
            _ = entries.append(entry)
        }
    }
}
