import Records

extension CountSample: Persistent {
    /// The largest quantity in millionths.
    static let microLimit = Int64(quantityLimit) * 1_000_000

    /// Writes the quantities that were given and what weighs them: 27 bytes and 8 for each quantity,
    /// 8 more for a counter. Allocates nothing itself.
    public func write(to writer: inout StateWriter) {
        writer.write(kind.rawValue)
        writer.write(given)
        writer.write(micro, given: given)
        // Deltas are never compared with a modulus.
        if kind == .counter { writer.write(modulusMicro) }
        writer.write(idealCycleNanoseconds)
        writer.write(taktNanoseconds)
        writer.write(wasCountedAsGood)
        writer.write(sequence)
    }

    /// Reads a count; an error for quantities that no count has.
    public init(from reader: inout StateReader) throws(StateError) {
        kind = try reader.readCase()
        given = try reader.read(in: 1...0b11111, "a set of quantities")
        micro = try reader.readQuantities(given: given)
        modulusMicro =
            kind == .counter ? try reader.read(in: 0...Self.microLimit, "a modulus") : 0
        idealCycleNanoseconds = try reader.read(in: 0...(.max), "an ideal cycle")
        taktNanoseconds = try reader.read(in: 0...(.max), "a takt time")
        wasCountedAsGood = try reader.readBool()
        sequence = try reader.read(in: -1...(.max), "a sequence number")
    }
}

extension CountEntry: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(time)
        sample.write(to: &writer)
    }

    init(from reader: inout StateReader) throws(StateError) {
        time = try reader.readTime()
        sample = try CountSample(from: &reader)
    }
}

extension CounterReadings: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(time)
        writer.write(given)
        writer.write(micro, given: given)
    }

    init(from reader: inout StateReader) throws(StateError) {
        time = try reader.readTime()
        given = try reader.read(in: 0...0b11111, "a set of counters")
        micro = try reader.readQuantities(given: given)
    }
}

// Quantities that were not given are zero and need no bytes.

extension StateWriter {
    fileprivate mutating func write(_ micro: InlineArray<5, Int64>, given: UInt8) {
        for index in 0..<5 where given & (1 << UInt8(index)) != 0 { write(micro[index]) }
    }
}

extension StateReader {
    fileprivate mutating func readQuantities(
        given: UInt8
    ) throws(StateError) -> InlineArray<5, Int64> {
        var micro = InlineArray<5, Int64>(repeating: 0)
        for index in 0..<5 where given & (1 << UInt8(index)) != 0 {
            micro[index] = try read(in: 0...CountSample.microLimit, "a quantity")
        }
        return micro
    }
}
