/// Where a group has left off in each partition, and what open transactions would make of it.
struct GroupOffsets {
    private struct Pending {
        var transactionalID: String
        var place: TopicPartition
        var offset: Int64
    }

    private var committed: [TopicPartition: Int64] = [:]
    private var pending: [Pending] = []

    /// The committed offset, -1 when there is none.
    func committed(_ place: TopicPartition) -> Int64 { committed[place] ?? -1 }

    /// Whether an open transaction may still move the offset.
    func isPending(_ place: TopicPartition) -> Bool { pending.contains { $0.place == place } }

    /// Commits outside of transactions, or the broken promise of a test.
    mutating func commit(_ place: TopicPartition, _ offset: Int64) { committed[place] = offset }

    /// Adds an offset to a transaction; a second one for the same partition replaces the first.
    mutating func hold(_ place: TopicPartition, _ offset: Int64, for transactionalID: String) {
        pending.removeAll { $0.transactionalID == transactionalID && $0.place == place }
        pending.append(Pending(transactionalID: transactionalID, place: place, offset: offset))
    }

    /// Applies or forgets what a transaction held.
    mutating func decide(_ transactionalID: String, commits: Bool) {
        if commits {
            for held in pending where held.transactionalID == transactionalID {
                committed[held.place] = held.offset
            }
        }
        pending.removeAll { $0.transactionalID == transactionalID }
    }
}
