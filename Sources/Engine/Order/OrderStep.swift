import Records

/// One thing that a task was given, in the order in which it worked on it.
public enum OrderStep: Equatable, BitwiseCopyable, Sendable {
    /// The records of a topic with offsets from `from` to before `to`; the last one has `to - 1`.
    case run(topic: UInt16, from: Int64, to: Int64)
    /// The topic was found read to its end.
    case end(topic: UInt16)
    /// The clock, in milliseconds.
    case tick(Int64)
    /// The task learned of a version of rules or plant.
    case known(SetVersion)
}

/// Notes the order of a task's inputs within one cycle. A few instructions a record: records that
/// follow each other in one topic are one step.
struct OrderRecorder {
    private(set) var steps: [OrderStep] = []
    /// Whether any record was among them.
    private(set) var hasRecords = false
    /// Whether it learned of a version, which somebody may wait to hear.
    private(set) var hasVersions = false

    mutating func note(topic: UInt16, offset: Int64) {
        hasRecords = true
        // Offsets between two records of a topic belong to markers and to what was compacted away.
        if case .run(topic, let from, let to)? = steps.last, to <= offset {
            steps[steps.count - 1] = .run(topic: topic, from: from, to: offset + 1)
        } else {
            steps.append(.run(topic: topic, from: offset, to: offset + 1))
        }
    }

    mutating func noteEnd(topic: UInt16) { steps.append(.end(topic: topic)) }

    mutating func noteTick(milliseconds: Int64) { steps.append(.tick(milliseconds)) }

    mutating func note(_ version: SetVersion) {
        steps.append(.known(version))
        hasVersions = true
    }

    mutating func removeAll() {
        steps.removeAll(keepingCapacity: true)
        hasRecords = false
        hasVersions = false
    }
}
