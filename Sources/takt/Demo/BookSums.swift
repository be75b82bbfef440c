import Codecs

/// The engine's books of what the plant sent, added up from the records of `kpi.engine`.
struct BookSums {
    /// The roll-ups keep books of it, too, but nobody outside sends there.
    let internalTopic: String
    private(set) var read = 0
    private(set) var counted = 0
    private(set) var late = 0
    private(set) var deadLettered = 0
    private(set) var ignored = 0
    /// Records whose figures do not add up.
    private(set) var wrongCount = 0

    init(without internalTopic: String) { self.internalTopic = internalTopic }

    /// Enters one record.
    mutating func enter(_ record: borrowing JSONDocument) {
        if record.string("topic") == internalTopic { return }
        let figures = ["read", "counted", "late", "dead_lettered", "ignored"].map {
            record.int($0) ?? 0
        }
        read += figures[0]
        counted += figures[1]
        late += figures[2]
        deadLettered += figures[3]
        ignored += figures[4]
        let sum = figures.dropFirst().reduce(0, +)
        if figures[0] != sum || record.bool("balanced") != true { wrongCount += 1 }
    }

    /// True when every record of the books adds up.
    var isBalanced: Bool { wrongCount == 0 && read == counted + late + deadLettered + ignored }
}
