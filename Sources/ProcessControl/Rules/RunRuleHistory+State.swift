import Records

extension RunRuleHistory: Persistent {
    /// Writes the newest statistic and the lanes of bits: 32 bytes.
    public func write(to writer: inout StateWriter) {
        writer.write(previous)
        sides.write(to: &writer)
        zones.write(to: &writer)
        steps.write(to: &writer)
    }

    /// Reads a history. All bits are possible, so only missing bytes are an error.
    public init(from reader: inout StateReader) throws(StateError) {
        // −0 would compare wrongly; adding zero makes it +0.
        previous = try reader.readDouble() + 0
        sides = try BitLanes(from: &reader)
        zones = try BitLanes(from: &reader)
        steps = try BitLanes(from: &reader)
    }
}

extension BitLanes: Persistent {
    func write(to writer: inout StateWriter) { writer.write(word) }

    init(from reader: inout StateReader) throws(StateError) { word = try reader.read() }
}
