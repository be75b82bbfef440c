import CRDKafka
import Records

extension KafkaSource {
    /// Begins to deliver topics of located tasks, each from its offset, -1 for the oldest record there
    /// is. For one that is being read already it goes on from the new offset, and nothing of the old
    /// stretch is delivered any more.
    ///
    /// While a revocation waits for its `stop`, what is asked here begins after it.
    public mutating func read(_ places: [TopicOffset]) throws(BrokerError) {
        guard client.isOpen else { return }
        serve()
        for place in places {
            precondition(
                states[Int(place.partition)] == .located,
                "A topic of task \(place.partition) was to be read before the task was located."
            )
            let slot = slot(place.topic, place.partition)
            end(slot)
            pendingReads[slot] = place.offset
        }
        try settle()
    }

    /// Delivers no more of a topic of a task until `read` is asked for it again.
    public mutating func endReading(topic: Int, task: Int32) throws(BrokerError) {
        guard client.isOpen else { return }
        serve()
        end(slot(topic, task))
        try settle()
    }

    /// From here on nothing of a slot is delivered; the library hears of it in `settle`.
    mutating func end(_ slot: Int) {
        nextOffsets[slot] = -1
        pendingReads[slot] = nil
        guard readings[slot] == .active else { return }
        readings[slot] = .ended
        endedSlots.append(slot)
    }

    /// Tells the library what is not read any more, then what is read anew.
    ///
    /// A partition that goes to another offset is unassigned and assigned. A seek would be refused
    /// after a missing offset and before the fetching has begun, both of which happen here. Either call
    /// raises the version of the partition before it returns, and the library drops what was fetched
    /// under an older one; what has no version, its errors, goes with the queue between the two calls.
    ///
    /// While a revocation is unanswered nothing is said: the library takes the next unassignment for
    /// the answer, whatever is in it, and the group then passes the revoked tasks on.
    mutating func settle() throws(BrokerError) {
        guard !isAnswerOwed, !(endedSlots.isEmpty && pendingReads.isEmpty) else { return }
        var failure = isEager ? nil : unassignEnded()
        let ended = endedSlots
        endedSlots.removeAll()
        for slot in ended { drop(slot, keepsRead: true) }
        let reads = pendingReads.sorted { $0.key < $1.key }.map { (slot: $0.key, offset: $0.value) }
        pendingReads.removeAll(keepingCapacity: true)
        for read in reads { takeQueue(read.slot) }
        if !reads.isEmpty || isEager {
            let doing = "Reading \(reads.count) partitions"
            failure = failure ?? assign(anchors: [], reads, doing)
        }
        if let failure {
            for read in reads { drop(read.slot) }
            throw failure
        }
        for read in reads {
            readings[read.slot] = .active
            nextOffsets[read.slot] = max(read.offset, -1)
        }
    }

    private mutating func unassignEnded() -> BrokerError? {
        guard !endedSlots.isEmpty else { return nil }
        let list = PartitionList(capacity: endedSlots.count)
        for slot in endedSlots {
            list.append(topics[slot % topics.count], Int32(slot / topics.count))
        }
        let error = unsafe rd_kafka_incremental_unassign(client.handle, list.pointer)
        return unsafe outcome(error, "Ending to read \(endedSlots.count) partitions")
    }

    /// Takes the queue of a partition; before assigning, so that no message goes elsewhere.
    private mutating func takeQueue(_ slot: Int) {
        guard unsafe queues[slot] == nil else { return }
        let name = topics[slot % topics.count]
        let task = Int32(slot / topics.count)
        guard let queue = unsafe rd_kafka_queue_get_partition(client.handle, name, task) else {
            preconditionFailure("The topic \(name) has lost its partition \(task).")
        }
        unsafe rd_kafka_queue_forward(queue, nil)
        unsafe client.wake(on: queue)
        unsafe queues[slot] = unsafe queue
    }

    /// Empties and gives back a partition's queue, and forgets where it was.
    mutating func drop(_ slot: Int, keepsRead: Bool = false) {
        if !keepsRead { pendingReads[slot] = nil }
        if readings[slot] == .ended { endedSlots.removeAll { $0 == slot } }
        readings[slot] = .none
        nextOffsets[slot] = -1
        guard let queue = unsafe queues[slot] else { return }
        unsafe queues[slot] = nil
        while true {
            let count = unsafe rd_kafka_consume_batch_queue(queue, 0, batch, Self.batchCountLimit)
            guard count > 0 else { break }
            for index in 0..<count { unsafe rd_kafka_message_destroy(batch[index]) }
        }
        unsafe Self.destroy(queue: queue)
    }

    static func destroy(queue: OpaquePointer) {
        unsafe rd_kafka_queue_io_event_enable(queue, -1, nil, 0)
        unsafe rd_kafka_queue_destroy(queue)
    }
}
