import Records

/// Where the newest points of a chart came from, so that signals can name their pattern: as many as a
/// run rule may look at. A point has the place of its number, so nothing else is kept.
struct NewestOffsets: BitwiseCopyable {
    /// The longest pattern of any rule.
    static let count = 16

    private var offsets = InlineArray<16, Int64>(repeating: -1)

    /// Notes the offset of the record that completed a point; points have numbers from 1 without gaps.
    mutating func note(_ offset: Int64, point: Int) { offsets[point & (Self.count - 1)] = offset }

    /// The offset of the point `age` places before `point`; -1 when there was none, or it was longer
    /// ago than is kept.
    func offset(age: Int, before point: Int) -> Int64 {
        age < Self.count && point > age ? offsets[(point - age) & (Self.count - 1)] : -1
    }
}

extension NewestOffsets: Persistent {
    func write(to writer: inout StateWriter) {
        for index in offsets.indices { writer.write(offsets[index]) }
    }

    init(from reader: inout StateReader) throws(StateError) {
        for index in offsets.indices { offsets[index] = try reader.read() }
    }
}
