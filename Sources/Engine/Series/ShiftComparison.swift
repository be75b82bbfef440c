import Records

/// OEE of the last four shifts of a machine, so that each can be compared with the one before it.
struct ShiftComparison: Persistent {
    private var starts = InlineArray<4, EventTime>(repeating: .distantPast)
    /// NaN for a shift without an OEE.
    private var values = InlineArray<4, Double>(repeating: .nan)

    init() {}

    /// Enters the OEE of a shift, or corrects it, and answers that of the newest shift before it.
    mutating func enter(_ oee: Double?, of start: EventTime) -> Double? {
        var previous = -1
        var place = -1
        var oldest = 0
        for index in starts.indices {
            if starts[index] == start { place = index }
            if starts[index] < starts[oldest] { oldest = index }
            guard starts[index] < start, starts[index] > .distantPast else { continue }
            if previous < 0 || starts[index] > starts[previous] { previous = index }
        }
        let answer = previous < 0 || values[previous].isNaN ? nil : values[previous]
        if place < 0 && start > starts[oldest] { place = oldest }
        if place >= 0 { (starts[place], values[place]) = (start, oee ?? .nan) }
        return answer
    }

    func write(to writer: inout StateWriter) {
        for index in starts.indices {
            writer.write(starts[index])
            writer.write(values[index])
        }
    }

    init(from reader: inout StateReader) throws(StateError) {
        for index in starts.indices {
            starts[index] = try reader.readTime()
            values[index] = try reader.readDouble()
        }
    }
}
