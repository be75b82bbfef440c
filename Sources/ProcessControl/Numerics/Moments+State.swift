import Records

extension DoubleDouble: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(high)
        writer.write(low)
    }

    init(from reader: inout StateReader) throws(StateError) {
        self.init(try reader.readDouble())
        low = try reader.readDouble()
    }
}

extension PowerSums: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(Int64(count))
        guard count > 0 else { return }
        for number in [anchor, oldest, newest] { writer.write(number) }
        sum.write(to: &writer)
        squares.write(to: &writer)
        products.write(to: &writer)
    }

    init(from reader: inout StateReader) throws(StateError) {
        self.init(count: Int(try reader.read(in: 0...(Int64.max / 2), "a count of values")))
        guard count > 0 else { return }
        anchor = try reader.readDouble()
        oldest = try reader.readDouble()
        newest = try reader.readDouble()
        sum = try DoubleDouble(from: &reader)
        squares = try DoubleDouble(from: &reader)
        products = try DoubleDouble(from: &reader)
    }
}

extension Moments: Persistent {
    /// Writes the sums: 80 bytes, 8 while there are no values.
    public func write(to writer: inout StateWriter) { sums.write(to: &writer) }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        sums = try PowerSums(from: &reader)
    }
}

extension SlidingMoments: Persistent {
    /// Writes the values of the window and both sets of sums: 8 bytes per value and at most 172 more.
    public func write(to writer: inout StateWriter) {
        let parts = parts
        writer.write(count: windowCount)
        writer.write(count: parts.values.count)
        writer.write(count: parts.head)
        for value in parts.values { writer.write(value) }
        parts.main.write(to: &writer)
        parts.fresh.write(to: &writer)
    }

    /// Reads what `write` wrote; an error for a window that no writer has.
    public init(from reader: inout StateReader) throws(StateError) {
        let counts = Self.windowCounts
        let window = Int(
            try reader.read(
                in: UInt32(counts.lowerBound)...UInt32(counts.upperBound),
                "a window length"
            )
        )
        let count = try reader.readCount(limit: window, elementByteCount: 8)
        let head = try reader.readCount(limit: window - 1, elementByteCount: 0)
        var values: [Double] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try reader.readDouble()) }
        let main = try PowerSums(from: &reader)
        let fresh = try PowerSums(from: &reader)
        guard main.count == count, fresh.count <= count, fresh.count < window,
            count == window || head == 0
        else { throw reader.invalid("a sliding window of \(main.count) and \(count) values") }
        self.init(windowCount: window, values: values, head: head, main: main, fresh: fresh)
    }
}
