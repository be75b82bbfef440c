import Records

/// The range of the newest `span` single values, for moving ranges of more than two.
///
/// Amortised O(1) per value: two queues hold the values that can still become the largest or the
/// smallest (a value is dropped as soon as a newer one outdoes it). Memory: at most 32 bytes per value
/// of the span.
public struct MovingRange: Sendable {
    /// Spans that are allowed: those with constants.
    public static let spans = ControlChartConstants.subgroupSizes

    /// A value that can still become an extreme, and when it came.
    struct Entry: BitwiseCopyable {
        var index: Int
        var value: Double
    }

    /// How many values a range covers.
    public let span: Int
    private var largest: [Entry] = []
    private var smallest: [Entry] = []
    private var count = 0

    /// No values yet. A span outside `spans` is a programmer error and traps.
    public init(span: Int) {
        precondition(Self.spans.contains(span), "A moving range spans 2 to 100 values.")
        self.span = span
    }

    /// Takes a value; the range it completes, or not a number while there are fewer than `span`.
    public mutating func add(_ value: Double) -> Double {
        Self.push(&largest, count, value, span) { $0 <= $1 }
        Self.push(&smallest, count, value, span) { $0 >= $1 }
        count += 1
        return count < span ? .nan : largest[0].value - smallest[0].value
    }

    /// Forgets all values, for a new limit version or a gap.
    public mutating func reset() { self = MovingRange(span: span) }

    private static func push(
        _ queue: inout [Entry],
        _ index: Int,
        _ value: Double,
        _ span: Int,
        isOutdone: (Double, Double) -> Bool
    ) {
        while let last = queue.last, isOutdone(last.value, value) { queue.removeLast() }
        queue.append(Entry(index: index, value: value))
        if queue[0].index <= index - span { queue.removeFirst() }
    }
}

extension MovingRange {
    /// Writes the number of values and both queues: at most 32 bytes per value of the span.
    func write(to writer: inout StateWriter) {
        writer.write(Int64(count))
        for queue in [largest, smallest] { writer.write(list: queue) }
    }

    /// Reads what `write` wrote for the same span.
    init(span: Int, from reader: inout StateReader) throws(StateError) {
        self.init(span: span)
        count = Int(try reader.read(in: 0...(Int64.max / 2), "a count of values"))
        largest = try reader.readList(limit: span, elementByteCount: 16)
        smallest = try reader.readList(limit: span, elementByteCount: 16)
        for queue in [largest, smallest] {
            let indices = queue.map(\.index)
            guard queue.isEmpty == (count == 0), zip(indices, indices.dropFirst()).allSatisfy(<),
                indices.allSatisfy({ $0 < count && $0 >= count - span && $0 >= 0 })
            else { throw reader.invalid("a moving range with values out of order") }
        }
    }
}

extension MovingRange.Entry: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(Int64(index))
        writer.write(value)
    }

    init(from reader: inout StateReader) throws(StateError) {
        index = Int(try reader.read(Int64.self))
        value = try reader.readDouble()
    }
}
