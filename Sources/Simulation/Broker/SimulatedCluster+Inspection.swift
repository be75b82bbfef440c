// What a test may see of the cluster; nothing of it counts as a call of a client.
extension SimulatedCluster {
    /// All there is of a partition: data of every outcome, and markers.
    public func records(of topic: String, partition: Int32) -> [SimulatedRecord] {
        log(topic, partition).records
    }

    /// All there ever was of a partition, also what compaction and retention took away.
    public func history(of topic: String, partition: Int32) -> [SimulatedRecord] {
        let log = log(topic, partition)
        return (log.removed + log.records).sorted { $0.offset < $1.offset }
    }

    /// What a reader of committed records gets of a partition, in order.
    public func committedRecords(of topic: String, partition: Int32) -> [SimulatedRecord] {
        let log = log(topic, partition)
        return log.records.filter { $0.isCommitted && $0.offset < log.lastStableOffset }
    }

    /// What a reader of committed records gets of a topic, partition after partition.
    public func committedRecords(of topic: String) -> [SimulatedRecord] {
        (0..<partitionCount(of: topic)).flatMap {
            committedRecords(of: topic, partition: Int32($0))
        }
    }

    /// How many partitions a topic has.
    public func partitionCount(of topic: String) -> Int { topics[index(of: topic)].logs.count }

    /// The oldest offset that may be read.
    public func startOffset(of topic: String, partition: Int32) -> Int64 {
        log(topic, partition).startOffset
    }

    /// The offset the next record gets.
    public func highWatermark(of topic: String, partition: Int32) -> Int64 {
        log(topic, partition).endOffset
    }

    /// How far a reader of committed records may read.
    public func lastStableOffset(of topic: String, partition: Int32) -> Int64 {
        log(topic, partition).lastStableOffset
    }

    /// The stretches of aborted transactions, from first record to marker.
    public func abortedRanges(of topic: String, partition: Int32) -> [ClosedRange<Int64>] {
        log(topic, partition).abortedRanges.map(\.offsets)
    }

    /// Where a group has left off; -1 where nothing was committed.
    public func committedOffset(group: String, topic: String, partition: Int32) -> Int64 {
        let place = TopicPartition(topic: index(of: topic), partition: partition)
        return groups.first { $0.id == group }?.offsets.committed(place) ?? -1
    }

    /// Whether a transaction is open, or decided and not yet known everywhere.
    public func isUndecided(transactionalID name: String) -> Bool {
        transactionalIDs.contains { $0.name == name && $0.phase != .empty }
    }

    /// How often a group has rebalanced; 0 before its first member.
    public func generation(ofGroup group: String) -> Int32 {
        groups.first { $0.id == group }?.generation ?? 0
    }

    /// The tasks that the living clients of a member hold, as they see it.
    public func tasks(of member: String) -> [Int32] {
        consumers.filter { $0.member == member && $0.isUsable }.flatMap(\.owned).sorted()
    }

    /// Messages handed out and not released: of one member, also of what was killed, or of all.
    public func outstandingHandleCount(of member: String? = nil) -> Int {
        consumers.filter { member == nil || $0.member == member }.map(\.ledger.total).reduce(0, +)
    }

    /// The last record of each partition of a topic, markers left out.
    func newestRecords(of topic: Int) -> [SimulatedRecord] {
        topics[topic].logs.compactMap { log in log.records.last { $0.kind == .data } }
    }

    private func log(_ topic: String, _ partition: Int32) -> PartitionLog {
        topics[index(of: topic)].logs[Int(partition)]
    }
}
