import Records

extension Books: Persistent {
    /// Writes all six figures.
    public func write(to writer: inout StateWriter) {
        for figure in [read, counted, late, deadLettered, ignored, duplicates] {
            writer.write(Int64(figure))
        }
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        self.init()
        read = Int(try reader.read(Int64.self))
        counted = Int(try reader.read(Int64.self))
        late = Int(try reader.read(Int64.self))
        deadLettered = Int(try reader.read(Int64.self))
        ignored = Int(try reader.read(Int64.self))
        duplicates = Int(try reader.read(Int64.self))
    }
}

extension TopicLedger: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(fromOffset ?? -1)
        writer.write(toOffset)
        writer.write(books)
        writer.write(isAtEnd)
        writer.write(readThrough)
        writer.write(newestStamp)
    }

    init(from reader: inout StateReader) throws(StateError) {
        let from: Int64 = try reader.read()
        fromOffset = from < 0 ? nil : from
        toOffset = try reader.read()
        books = try Books(from: &reader)
        isAtEnd = try reader.readBool()
        readThrough = try reader.readTime()
        newestStamp = try reader.read()
    }
}
