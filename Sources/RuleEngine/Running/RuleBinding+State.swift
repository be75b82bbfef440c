import Records

// What a rule has counted. The number of quarantines is published as the episode of their alert; the
// rest is for metrics that should not fall back to nothing when a task moves.

extension RuleCounters: Persistent {
    static let byteCount = 12 * 8
    /// Far more than will ever be counted, and far from where counting on would trap.
    private static let limit: UInt64 = 1 << 60

    private static var fields: [WritableKeyPath<RuleCounters, UInt64>] {
        [
            \.evaluations, \.matches, \.conditionErrors, \.calls, \.callErrors, \.quarantines,
            \.quarantinedMatches, \.lateEvents, \.evictions, \.suppressed, \.shadowOutputs,
            \.alerts,
        ]
    }

    /// Writes every count.
    public func write(to writer: inout StateWriter) {
        for field in Self.fields { writer.write(self[keyPath: field]) }
    }

    /// Reads every count.
    public init(from reader: inout StateReader) throws(StateError) {
        self.init()
        for field in Self.fields {
            let count = try reader.read(UInt64.self)
            guard count < Self.limit else { throw reader.invalid("a counter of \(count)") }
            self[keyPath: field] = count
        }
    }
}

extension Quarantine: Persistent {
    static let byteCount = 5 * 8 + 1
    private static let limit = 1 << 48

    func write(to writer: inout StateWriter) {
        writer.write(minute)
        writer.write(Int64(calls))
        writer.write(Int64(failures))
        writer.write(isLocked)
        writer.write(until)
        writer.write(Int64(count))
    }

    init(from reader: inout StateReader) throws(StateError) {
        minute = try reader.read()
        calls = Int(try reader.read(Int64.self))
        failures = Int(try reader.read(Int64.self))
        isLocked = try reader.readBool()
        until = try reader.read()
        count = Int(try reader.read(Int64.self))
        guard (0..<Self.limit).contains(calls), (0...calls).contains(failures),
            (0..<Self.limit).contains(count)
        else { throw reader.invalid("a quarantine with counts that cannot be") }
    }
}
