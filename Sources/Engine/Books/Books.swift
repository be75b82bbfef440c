/// What became of the records that were read. `read` always equals the sum of the others.
///
/// The identity is checked at every cut, published on `kpi.engine`, and audited against the topics by
/// `takt audit`.
public struct Books: Sendable, Equatable, BitwiseCopyable {
    /// Records taken from the input.
    public var read = 0
    /// Records that entered the state.
    public var counted = 0
    /// Records too late for what they speak of; on `late-events`.
    public var late = 0
    /// Records that could not be understood or believed; on `dead-letters`.
    public var deadLettered = 0
    /// Records left out by a stated policy: repeats, topics nobody asked for.
    public var ignored = 0

    /// Of the ignored ones, records that were seen before.
    public var duplicates = 0

    /// Nothing read yet.
    public init() {}

    /// True when nothing is lost and nothing counted twice.
    public var isBalanced: Bool { read == counted + late + deadLettered + ignored }

    /// Adds the figures of another stretch.
    public static func += (a: inout Books, b: Books) {
        a.read += b.read
        a.counted += b.counted
        a.late += b.late
        a.deadLettered += b.deadLettered
        a.ignored += b.ignored
        a.duplicates += b.duplicates
    }
}

/// How one record ended; exactly one per record.
enum Fate: UInt8, BitwiseCopyable {
    case counted, late, deadLettered, ignored, duplicate
}

extension Books {
    /// Enters one record and its end.
    mutating func enter(_ fate: Fate) {
        read += 1
        switch fate {
        case .counted: counted += 1
        case .late: late += 1
        case .deadLettered: deadLettered += 1
        case .ignored: ignored += 1
        case .duplicate:
            ignored += 1
            duplicates += 1
        }
    }
}
