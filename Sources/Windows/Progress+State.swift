import Records

extension Progress: Persistent {
    /// Writes both times: 16 bytes.
    @inlinable
    public func write(to writer: inout StateWriter) {
        writer.write(newest)
        writer.write(time)
    }

    /// Reads a progress; any two times are one.
    @inlinable
    public init(from reader: inout StateReader) throws(StateError) {
        newestTime = try reader.readTime()
        reachedTime = try reader.readTime()
    }
}
