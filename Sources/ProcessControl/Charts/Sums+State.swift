import Records

extension CompensatedSum: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(sum)
        writer.write(error)
    }

    init(from reader: inout StateReader) throws(StateError) {
        sum = try reader.readDouble()
        error = try reader.readDouble()
    }
}

extension SubgroupAccumulator: Persistent {
    func write(to writer: inout StateWriter) {
        // A subgroup has at most 100 values, and an empty one nothing to remember.
        writer.write(UInt8(count))
        guard count > 0 else { return }
        sum.write(to: &writer)
        writer.write(smallest)
        writer.write(largest)
    }

    init(from reader: inout StateReader) throws(StateError) {
        count = Int32(try reader.read(UInt8.self))
        guard count > 0 else { return }
        sum = try CompensatedSum(from: &reader)
        smallest = try reader.readDouble()
        largest = try reader.readDouble()
        guard smallest <= largest else { throw reader.invalid("a range below zero") }
    }
}

extension LimitsEstimate: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(count)
        guard count > 0 else { return }
        writer.write(dispersionCount)
        writer.write(first)
        differences.write(to: &writer)
        dispersions.write(to: &writer)
    }

    init(from reader: inout StateReader) throws(StateError) {
        count = try reader.read(in: 0...(.max), "a count of collected points")
        guard count > 0 else { return }
        dispersionCount = try reader.read(in: 0...count, "a count of collected ranges")
        weight = Double(count)
        first = try reader.readDouble()
        differences = try CompensatedSum(from: &reader)
        dispersions = try CompensatedSum(from: &reader)
    }
}
