import Records

/// What the publisher tells intake: these offsets are safe now, or this task has said its last word.
struct Acknowledgement: BitwiseCopyable, Sendable {
    enum Kind: UInt8, BitwiseCopyable, Sendable {
        /// Everything before `place` is answered for; commit it.
        case commit
        /// The last bundle of the task is out; give the task back.
        case stopped
    }

    var kind: Kind
    var place: TopicOffset
}
