import Records

extension HampelWindow: Persistent {
    /// Writes the readings held, oldest first: 2 bytes and 8 for each. Their order of size follows
    /// from them. O(readings), allocates nothing itself.
    public func write(to writer: inout StateWriter) {
        writer.write(length)
        writer.write(count)
        let values = values.span
        // Only a full window has its oldest reading anywhere but in the first slot.
        for slot in Int(oldest)..<Int(count) { writer.write(values[slot]) }
        for slot in 0..<Int(oldest) { writer.write(values[slot]) }
    }

    /// Reads a window, by taking its readings in again; O(readings²) byte moves in the worst case.
    ///
    /// - Throws: `StateError` for more readings than a window has, or one that is not finite.
    public init(from reader: inout StateReader) throws(StateError) {
        self.init()
        length = try reader.read(in: 0...UInt8(Self.countMax), "a window length")
        for _ in 0..<(try reader.read(in: 0...length, "a count of readings")) {
            let value = try reader.readDouble()
            guard value.isFinite else { throw reader.invalid("a reading of \(value)") }
            add(value, length: Int(length))
        }
    }
}
