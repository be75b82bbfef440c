import CRDKafka
import Records

extension KafkaSource {
    private static let lookupMilliseconds: Int32 = 500

    /// Begins to deliver the messages of assigned tasks, from the committed offsets, or from the start
    /// of a partition that has none.
    ///
    /// May wait half a second for the committed offsets; when the broker does not know them by then
    /// (gone, or another member's transaction is still open), `poll` goes on asking.
    public mutating func start(tasks: [Int32]) throws(BrokerError) {
        try start(tasks: tasks, from: [])
    }

    /// Begins to deliver tasks; the places given here count instead of the committed offsets.
    public mutating func start(tasks: [Int32], from places: [TopicOffset]) throws(BrokerError) {
        guard client.isOpen else { return }
        for task in tasks where states[Int(task)] == .foreign { states[Int(task)] = .waiting }
        for place in places {
            givenOffsets[slot(place.topic, place.partition)] = place.offset
        }
        // The anchor's partitions answer the group, so that the rebalance ends whatever the offsets do.
        if let error = assign(tasks, offsets: nil) { throw error }
        nextLookup = 0
        startWaitingTasks()
    }

    /// Asks for the committed offsets of tasks that wait for them and starts those.
    mutating func startWaitingTasks() {
        guard nextLookup >= 0, states.contains(.waiting) else { return }
        guard monotonicMilliseconds() >= nextLookup else { return }
        let tasks = states.indices.filter { states[$0] == .waiting }.map { Int32($0) }
        guard let offsets = startOffsets(tasks) else {
            nextLookup = monotonicMilliseconds() + 250
            return
        }
        lookupFailures = 0
        for task in tasks { takeQueues(task) }
        if let error = assign(tasks, offsets: offsets) {
            nextLookup = monotonicMilliseconds() + 1000
            events.append(.failed(error))
            return
        }
        for task in tasks { states[Int(task)] = .running }
    }

    /// Committed or given offsets, topic by topic within each task; nil when the broker did not say.
    private mutating func startOffsets(_ tasks: [Int32]) -> [Int64]? {
        let list = PartitionList(capacity: tasks.count * topics.count)
        for task in tasks { for topic in topics { list.append(topic, task) } }
        var code = RD_KAFKA_RESP_ERR_NO_ERROR
        let isKnown = tasks.allSatisfy { task in
            topics.indices.allSatisfy { givenOffsets[slot($0, task)] != nil }
        }
        if !isKnown {
            code = unsafe rd_kafka_committed(client.handle, list.pointer, Self.lookupMilliseconds)
        }
        var offsets: [Int64] = []
        for index in 0..<list.count {
            let (task, offset, error) = list[index]
            let slot = slot(index % topics.count, task)
            if let given = givenOffsets[slot] {
                offsets.append(given)
                continue
            }
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { code = error }
            offsets.append(offset)
        }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            lookupFailures += 1
            if lookupFailures % 20 == 1 {
                events.append(
                    .failed(
                        BrokerError(
                            kafka: code,
                            doing: "Looking up the committed offsets of tasks \(tasks)",
                            remedy: "The look-up is repeated until the broker answers."
                        )
                    )
                )
            }
            return nil
        }
        return offsets
    }

    /// Takes the queues of a task's partitions; before assigning, so that no message goes elsewhere.
    private mutating func takeQueues(_ task: Int32) {
        for (topic, name) in topics.enumerated() where unsafe queues[slot(topic, task)] == nil {
            guard let queue = unsafe rd_kafka_queue_get_partition(client.handle, name, task) else {
                preconditionFailure("The topic \(name) has lost its partition \(task).")
            }
            unsafe rd_kafka_queue_forward(queue, nil)
            unsafe client.wake(on: queue)
            unsafe queues[slot(topic, task)] = unsafe queue
        }
    }

    /// Assigns the anchor partitions of tasks, or with offsets their topics.
    @discardableResult
    mutating func assign(_ tasks: [Int32], offsets: [Int64]?) -> BrokerError? {
        let list = PartitionList(capacity: tasks.count * (topics.count + 1))
        if let offsets {
            for (index, offset) in offsets.enumerated() {
                let task = tasks[index / topics.count]
                let start = offset >= 0 ? offset : Int64(RD_KAFKA_OFFSET_BEGINNING)
                list.append(topics[index % topics.count], task, offset: start)
                nextOffsets[slot(index % topics.count, task)] = offset >= 0 ? offset : -1
            }
        } else {
            for task in tasks { list.append(anchorTopic, task, offset: Int64(RD_KAFKA_OFFSET_END)) }
        }
        return unsafe change(list, "Assigning the tasks \(tasks)", eager: offsets != nil) {
            unsafe rd_kafka_incremental_assign($0, $1)
        }
    }

    /// Gives tasks back to the group; their messages must have been released.
    public mutating func stop(tasks: [Int32]) throws(BrokerError) {
        guard client.isOpen else { return }
        let error = unassign(tasks)
        for task in tasks {
            for topic in topics.indices { drop(slot(topic, task)) }
            states[Int(task)] = .foreign
        }
        if let error { throw error }
    }

    @discardableResult
    mutating func unassign(_ tasks: [Int32]) -> BrokerError? {
        let list = PartitionList(capacity: tasks.count * (topics.count + 1))
        for task in tasks where states[Int(task)] != .foreign {
            list.append(anchorTopic, task)
            guard states[Int(task)] == .running else { continue }
            for topic in topics { list.append(topic, task) }
        }
        if isEager {
            unsafe rd_kafka_assign(client.handle, nil)
            return nil
        }
        return unsafe change(list, "Giving back the tasks \(tasks)", eager: false) {
            unsafe rd_kafka_incremental_unassign($0, $1)
        }
    }

    /// Goes back to places in running tasks, after a transaction that held them was aborted.
    ///
    /// Waits for the library up to `milliseconds`; messages taken before are still to be released.
    /// Throws when a place could not be taken: then stop and start its task.
    public mutating func seek(_ places: [TopicOffset], milliseconds: Int) throws(BrokerError) {
        guard client.isOpen, !places.isEmpty else { return }
        let list = PartitionList(capacity: places.count)
        for place in places {
            list.append(topics[place.topic], place.partition, offset: place.offset)
        }
        let doing = "Going back in \(places.count) partitions"
        let error = unsafe rd_kafka_seek_partitions(
            client.handle,
            list.pointer,
            Int32(clamping: milliseconds)
        )
        if let error = unsafe error { throw unsafe BrokerError(consuming: error, doing: doing) }
        for (index, place) in places.enumerated() {
            let code = list[index].error
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                throw BrokerError(kafka: code, doing: doing)
            }
            nextOffsets[slot(place.topic, place.partition)] = place.offset
        }
    }

    /// Whether another member made the group use a protocol that knows no increments.
    private var isEager: Bool {
        unsafe string(rd_kafka_rebalance_protocol(client.handle)) == "EAGER"
    }

    private mutating func change(
        _ list: borrowing PartitionList,
        _ doing: String,
        eager withAnchors: Bool,
        _ body: (OpaquePointer, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) ->
            OpaquePointer?
    ) -> BrokerError? {
        if isEager {
            // An eager assignment is always whole: what is being assigned and all anchors.
            if withAnchors {
                for task in states.indices where states[task] != .foreign {
                    list.append(anchorTopic, Int32(task), offset: Int64(RD_KAFKA_OFFSET_END))
                }
            }
            let code = unsafe rd_kafka_assign(client.handle, list.pointer)
            return code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : BrokerError(kafka: code, doing: doing)
        }
        guard let error = unsafe body(client.handle, list.pointer) else { return nil }
        client.counters.errorCount += 1
        return unsafe BrokerError(consuming: error, doing: doing)
    }

    /// Empties and gives back a partition's queue.
    private mutating func drop(_ slot: Int) {
        givenOffsets[slot] = nil
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
