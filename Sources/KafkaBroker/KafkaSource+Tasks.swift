import CRDKafka
import Records

extension KafkaSource {
    /// Answers an assignment and looks up what the group has committed; `located` says it, task by
    /// task. Delivers nothing yet and returns at once: the looking up happens in `poll`.
    public mutating func start(tasks: [Int32]) throws(BrokerError) {
        guard client.isOpen else { return }
        for task in tasks where states[Int(task)] == .foreign { states[Int(task)] = .waiting }
        nextLookup = 0
        // The anchor's partitions answer the group, so that the rebalance ends whatever the offsets do.
        if let error = assign(anchors: tasks, [], "Assigning the tasks \(tasks)") { throw error }
    }

    /// Gives tasks back to the group; their messages must have been released.
    public mutating func stop(tasks: [Int32]) throws(BrokerError) {
        guard client.isOpen else { return }
        let error = unassign(tasks)
        for task in tasks {
            for topic in topics.indices { drop(slot(topic, task)) }
            states[Int(task)] = .foreign
        }
        isAnswerOwed = false
        if let renewedMembership { membership = renewedMembership }
        renewedMembership = nil
        if let error { throw error }
        try settle()
    }

    /// Adds anchor partitions, and topics of tasks from an offset, to what is assigned. Adding nothing
    /// is an answer as well.
    @discardableResult
    mutating func assign(
        anchors tasks: [Int32],
        _ reads: [(slot: Int, offset: Int64)],
        _ doing: String
    ) -> BrokerError? {
        if isEager { return assignWhole(reads, doing) }
        let list = PartitionList(capacity: tasks.count + reads.count)
        for task in tasks { list.append(anchorTopic, task, offset: Int64(RD_KAFKA_OFFSET_END)) }
        for read in reads { append(read.slot, from: read.offset, to: list) }
        return unsafe outcome(rd_kafka_incremental_assign(client.handle, list.pointer), doing)
    }

    /// Takes exactly what is assigned of these tasks from the assignment.
    @discardableResult
    mutating func unassign(_ tasks: [Int32]) -> BrokerError? {
        if isEager {
            // The whole group begins anew, with all tasks of all members.
            unsafe rd_kafka_assign(client.handle, nil)
            return nil
        }
        let list = PartitionList(capacity: tasks.count * (topics.count + 1))
        for task in tasks where states[Int(task)] != .foreign {
            list.append(anchorTopic, task)
            for (topic, name) in topics.enumerated() where readings[slot(topic, task)] != .none {
                list.append(name, task)
            }
        }
        let error = unsafe rd_kafka_incremental_unassign(client.handle, list.pointer)
        return unsafe outcome(error, "Giving back the tasks \(tasks)")
    }

    /// An assignment without increments is always whole: all anchors, what is being read, which goes
    /// on after the last message that was taken, and what is new.
    private mutating func assignWhole(
        _ reads: [(slot: Int, offset: Int64)],
        _ doing: String
    ) -> BrokerError? {
        let list = PartitionList(capacity: states.count + readings.count)
        for task in states.indices where states[task] != .foreign {
            list.append(anchorTopic, Int32(task), offset: Int64(RD_KAFKA_OFFSET_END))
        }
        for slot in readings.indices where readings[slot] == .active {
            append(slot, from: nextOffsets[slot], to: list)
        }
        for read in reads { append(read.slot, from: read.offset, to: list) }
        let code = unsafe rd_kafka_assign(client.handle, list.pointer)
        return code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : BrokerError(kafka: code, doing: doing)
    }

    private func append(_ slot: Int, from offset: Int64, to list: borrowing PartitionList) {
        let start = offset >= 0 ? offset : Int64(RD_KAFKA_OFFSET_BEGINNING)
        list.append(topics[slot % topics.count], Int32(slot / topics.count), offset: start)
    }

    /// Whether another member made the group use a protocol that knows no increments.
    var isEager: Bool {
        unsafe string(rd_kafka_rebalance_protocol(client.handle)) == "EAGER"
    }

    /// What an increment came to; the library's error object is given back here.
    mutating func outcome(_ error: OpaquePointer?, _ doing: String) -> BrokerError? {
        guard let error = unsafe error else { return nil }
        client.counters.errorCount += 1
        return unsafe BrokerError(consuming: error, doing: doing)
    }
}
