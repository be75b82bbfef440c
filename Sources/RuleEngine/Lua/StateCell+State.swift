import Records

// Cells as bytes. Kind, limit and span belong to the rule and are not written with every key: a key
// is only read for the very text of the rule that it was written for.

extension StateCell {
    /// What kind of cell it is; a rule never changes the kind of one.
    enum Kind: UInt8 {
        case value, ring, window, counter, set
    }

    var kind: Kind {
        switch self {
        case .value: .value
        case .ring: .ring
        case .window: .window
        case .counter: .counter
        case .set: .set
        }
    }

    /// An empty cell as large as any of its kind, for a rule that nobody knows any more.
    init(emptyOf kind: Kind) {
        switch kind {
        case .value: self = .value(.nothing)
        case .ring: self = .ring(values: [], limit: Self.valueCountLimit)
        case .window: self = .window(points: [], span: 0)
        case .counter: self = .counter(points: [], span: 0)
        case .set: self = .set(values: [], limit: Self.valueCountLimit)
        }
    }

    /// Writes what the cell holds.
    func write(to writer: inout StateWriter) {
        switch self {
        case .value(let value): writer.write(value)
        case .ring(let values, _), .set(let values, _): writer.write(list: values)
        case .window(let points, _), .counter(let points, _): writer.write(list: points)
        }
    }

    /// Reads what a cell of the same kind, limit and span held.
    init(like cell: StateCell, from reader: inout StateReader) throws(StateError) {
        switch cell {
        case .value: self = .value(try RuleValue(from: &reader))
        case .ring(_, let limit):
            self = .ring(values: try reader.readList(limit: limit), limit: limit)
        case .set(_, let limit):
            self = .set(values: try reader.readList(limit: limit), limit: limit)
        case .window(_, let span): self = .window(points: try Self.points(&reader), span: span)
        case .counter(_, let span): self = .counter(points: try Self.points(&reader), span: span)
        }
    }

    private static func points(_ reader: inout StateReader) throws(StateError) -> [TimedNumber] {
        let points = try reader.readList(
            of: TimedNumber.self,
            limit: pointCountLimit,
            elementByteCount: 16
        )
        // Old points are dropped from the front until one is young enough, so order matters.
        for index in points.indices.dropFirst() where points[index].time < points[index - 1].time {
            throw reader.invalid("points that go back in time")
        }
        return points
    }
}

extension StateCell.TimedNumber: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(time)
        writer.write(number)
    }

    init(from reader: inout StateReader) throws(StateError) {
        time = try reader.read()
        number = try reader.readDouble()
        guard number.isFinite else { throw reader.invalid("a point that is not a finite number") }
    }
}
