extension NameTable {
    /// Writes the names in the order of their indices.
    public func write(to writer: inout StateWriter) {
        writer.write(count: count)
        for index in 0..<count {
            unsafe withName(index) { unsafe writer.write(bytes: $0) }
        }
    }

    /// Reads what `write` wrote into a table for at most `countLimit` names. More names than that, or
    /// one twice, are errors.
    public init(countLimit: Int, from reader: inout StateReader) throws(StateError) {
        self.init(countLimit: countLimit)
        let written = try reader.readCount(limit: countLimit, elementByteCount: 4)
        for index in 0..<written {
            guard intern(try reader.readText()) == index else {
                throw reader.invalid("a name twice")
            }
        }
    }
}
