import Codecs

/// One record of `kpi.engine`: what became of the records of one partition between two offsets.
struct BookStretch {
    let task: Int32
    let topic: String
    let instance: String
    /// From the first offset up to one past the last.
    let offsets: Range<Int64>
    let read: Int
    let counted: Int
    let late: Int
    let deadLettered: Int
    let ignored: Int
    /// Of the ignored ones, those that had been seen before.
    let duplicates: Int
    /// What the engine itself said.
    private let isCalledBalanced: Bool
    /// Figures and offsets that can be added up without care; others are nobody's books.
    private static let believable = 0...(1 << 48)

    /// Reads the value of a record; nil when it is none of ours.
    init?(_ value: [UInt8]) {
        guard let document = try? JSONDocument(parsing: value), document.kind == .object,
            let task = document.int("task").flatMap({ Int32(exactly: $0) }),
            let topic = document.string("topic"),
            let from = document.int("from_offset"), let to = document.int("to_offset"), from <= to,
            let read = document.int("read")
        else { return nil }
        let counted = document.int("counted") ?? 0
        let late = document.int("late") ?? 0
        let deadLettered = document.int("dead_lettered") ?? 0
        let ignored = document.int("ignored") ?? 0
        let duplicates = document.int("duplicates") ?? 0
        let figures = [from, to, read, counted, late, deadLettered, ignored, duplicates]
        guard figures.allSatisfy(Self.believable.contains) else { return nil }
        self.task = task
        self.topic = topic
        instance = document.string("instance") ?? ""
        offsets = Int64(from)..<Int64(to)
        self.read = read
        self.counted = counted
        self.late = late
        self.deadLettered = deadLettered
        self.ignored = ignored
        self.duplicates = duplicates
        isCalledBalanced = document.bool("balanced") ?? true
    }

    /// True when every record that was read ended somewhere, once; repeats are among the ignored.
    var isBalanced: Bool {
        isCalledBalanced && read == counted + late + deadLettered + ignored && duplicates <= ignored
    }

    /// Where it is, for sentences.
    var place: String {
        "\(topic) partition \(task), offsets \(offsets.lowerBound) to \(offsets.upperBound - 1)"
            + (instance.isEmpty ? "" : " by \(instance)")
    }
}
