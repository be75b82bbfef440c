import Records

extension OEETotals: Persistent {
    /// Writes the primitives that are not zero behind a word that says which they are: 8 bytes and 8
    /// for each. Allocates nothing itself.
    public func write(to writer: inout StateWriter) {
        // A span, because every look into the array itself would copy all of it.
        let values = values.span
        var used: UInt64 = 0
        for index in values.indices { used |= (values[index] == 0 ? 0 : 1) << UInt64(index) }
        writer.write(used)
        while used != 0 {
            writer.write(values[used.trailingZeroBitCount])
            used &= used - 1
        }
    }

    /// Reads totals; an error for primitives that do not exist or can never be negative.
    public init(from reader: inout StateReader) throws(StateError) {
        self.init()
        let all: UInt64 = 1 << UInt64(OEEPrimitive.count) - 1
        let used = try reader.read(in: 0...all, "a set of primitives")
        for index in 0..<OEEPrimitive.count where used & (1 << UInt64(index)) != 0 {
            values[index] = try reader.read()
        }
        // These are subtracted once, and the smallest number has no opposite.
        guard self[.looseReject] >= 0, self[.looseRejectIdeal] >= 0 else {
            throw reader.invalid("rejects below zero")
        }
        for (_, rest) in Self.rests where self[rest] < 0 || self[rest] >= ExactTime.restLimit {
            throw reader.invalid("a rest of a nanosecond")
        }
    }
}
