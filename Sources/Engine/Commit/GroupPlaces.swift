import Records

/// What the group may begin with after each bundle: how far the input was worked on and, once a
/// snapshot is whole, its first record and the entry of the order log that follows it.
///
/// A value: a transaction works on a copy and keeps it only when it was committed.
struct GroupPlaces {
    private struct Start {
        var snapshot: Int64
        var order: Int64?
    }

    private let internals: InternalTopics?
    /// Per task, where its last entry of the order log lies.
    private var orderOffsets: [Int32: Int64] = [:]
    /// Per task, the snapshot that is on its way out.
    private var starts: [Int32: Start] = [:]

    init(internals: InternalTopics?) { self.internals = internals }

    /// Notes a bundle all of whose records have landed, and answers what to commit with it.
    mutating func note(_ bundle: Bundle) -> [TopicOffset] {
        let task = bundle.task
        if bundle.orderOffset >= 0 { orderOffsets[task] = bundle.orderOffset }
        if bundle.beginsSnapshot {
            starts[task] = Start(
                snapshot: bundle.firstOffset,
                order: orderOffsets[task].map { $0 + 1 }
            )
        }
        var offsets = bundle.commits
        if bundle.endsSnapshot, let internals, let start = starts.removeValue(forKey: task),
            start.snapshot >= 0
        {
            offsets.append(
                TopicOffset(topic: internals.snapshots, partition: task, offset: start.snapshot)
            )
            if let order = start.order {
                offsets.append(
                    TopicOffset(topic: internals.order, partition: task, offset: order)
                )
            }
        }
        if bundle.isLast { forget(task) }
        return offsets
    }

    /// The task is ours no more.
    mutating func forget(_ task: Int32) {
        orderOffsets[task] = nil
        starts[task] = nil
    }
}
