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
    /// What the engine itself said.
    private let isCalledBalanced: Bool

    /// Reads the value of a record; nil when it is none of ours.
    init?(_ value: [UInt8]) {
        guard let document = try? JSONDocument(parsing: value), document.kind == .object,
            let task = document.int("task"), let topic = document.string("topic"),
            let from = document.int("from_offset"), let to = document.int("to_offset"), from <= to,
            let read = document.int("read")
        else { return nil }
        self.task = Int32(clamping: task)
        self.topic = topic
        instance = document.string("instance") ?? ""
        offsets = Int64(from)..<Int64(to)
        self.read = read
        counted = document.int("counted") ?? 0
        late = document.int("late") ?? 0
        deadLettered = document.int("dead_lettered") ?? 0
        ignored = document.int("ignored") ?? 0
        isCalledBalanced = document.bool("balanced") ?? true
    }

    /// True when every record that was read ended somewhere.
    var isBalanced: Bool { isCalledBalanced && read == counted + late + deadLettered + ignored }

    /// Where it is, for sentences.
    var place: String {
        "\(topic) partition \(task), offsets \(offsets.lowerBound) to \(offsets.upperBound - 1)"
            + (instance.isEmpty ? "" : " by \(instance)")
    }
}
