import Records

// What a test does to the cluster without being a client of it.
extension SimulatedCluster {
    /// Appends a record at once, as a plain producer does; returns its offset. Without a partition it
    /// goes where its key belongs.
    @discardableResult
    public func append(
        _ record: SimulatedRecord,
        to topic: String,
        partition: Int32? = nil
    ) -> Int64 {
        let topic = index(of: topic)
        let partition = partition ?? partitionOf(key: record.key ?? [], topic: topic)
        return topics[topic].logs[Int(partition)].append(
            record,
            sequence: nil,
            isTransactional: false
        )
    }

    /// Keeps the newest committed record of each key; with `removesTombstones` also the second part of
    /// Kafka's cleaning, after the time of grace.
    public func compact(_ topic: String, partition: Int32, removesTombstones: Bool = false) {
        topics[index(of: topic)].logs[Int(partition)].compact(removesTombstones: removesTombstones)
        note("\(topic)/\(partition) is compacted")
    }

    /// Deletes everything before an offset, as retention does.
    public func delete(_ topic: String, partition: Int32, before offset: Int64) {
        topics[index(of: topic)].logs[Int(partition)].delete(before: offset)
        note("\(topic)/\(partition) begins at \(offset)")
    }

    /// Refuses everybody who reads or writes a topic, lastingly: it was deleted, a right was taken away.
    /// With nil it is as before.
    public func refuse(_ topic: String, with error: BrokerError?) {
        refusals[index(of: topic)] = error
        note("\(topic) \(error.map { "answers \($0.name)" } ?? "is itself again")")
    }

    /// Takes the record at an offset away, or gives it other bytes, as no broker ever should.
    public func spoil(_ topic: String, partition: Int32, offset: Int64, value: [UInt8]?) {
        topics[index(of: topic)].logs[Int(partition)].spoil(offset, value: value)
        note("\(topic)/\(partition) is spoilt at \(offset)")
    }

    /// Ends a process without a word: of what it has in flight a random beginning of each partition
    /// still arrives, its transaction stays open until it times out or is claimed, and its groups
    /// notice by the end of its session. A new process may use the same name at once.
    public func kill(_ member: String) {
        note("\(member) is killed")
        for consumer in consumers where consumer.member == member { consumer.kill() }
        for producer in producers where producer.member == member { producer.kill() }
    }

    func partitionOf(key: [UInt8], topic: Int) -> Int32 {
        let count = topics[topic].logs.count
        return unsafe key.withUnsafeBytes { bytes in
            unsafe StableHash.partition(ofKey: bytes, partitionCount: count)
        }
    }
}
