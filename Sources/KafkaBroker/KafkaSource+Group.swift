import CRDKafka
import Records

extension KafkaSource {
    /// Serves the group protocol and returns one thing that happened, or nil. Call every turn.
    ///
    /// Returns at once, except while the committed offsets of new tasks are looked up: then it may wait
    /// for the broker up to half a second at a time.
    public mutating func poll() -> SourceEvent? {
        guard client.isOpen else { return nil }
        if events.isEmpty { serve() }
        if events.isEmpty { locateWaitingTasks() }
        return events.isEmpty ? nil : events.removeFirst()
    }

    /// Takes what the library has to say by now, so that a revocation that it waits on is known.
    mutating func serve() {
        for _ in 0..<64 {
            guard let event = unsafe client.nextEvent() else { return }
            unsafe handle(event)
            unsafe rd_kafka_event_destroy(event)
        }
    }

    mutating func handle(_ event: OpaquePointer) {
        switch unsafe rd_kafka_event_type(event) {
        case RD_KAFKA_EVENT_REBALANCE:
            unsafe rebalance(event)
        case RD_KAFKA_EVENT_OFFSET_COMMIT:
            unsafe committed(event)
        case RD_KAFKA_EVENT_ERROR:
            if let error = unsafe client.error(of: event) { events.append(.failed(error)) }
        case RD_KAFKA_EVENT_FETCH:
            // Only the anchor has no queue of its own, and nothing belongs there.
            client.counters.errorCount += 1
        default:
            break
        }
    }

    private mutating func rebalance(_ event: OpaquePointer) {
        let code = unsafe rd_kafka_event_error(event)
        var tasks = unsafe anchorTasks(rd_kafka_event_topic_partition_list(event))
        if let beyond = tasks.max(), beyond >= taskCount {
            tasks.removeAll { $0 >= taskCount }
            events.append(.failed(grown(beyond)))
        }
        switch code {
        case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS:
            takeMembership()
            // Most rebalances end with an empty list, which must be answered all the same.
            if tasks.isEmpty {
                assign(anchors: [], [], "Answering an assignment of no tasks")
            } else {
                events.append(.assigned(tasks: tasks))
            }
        case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS:
            // The library forgets whether it was lost as soon as the answer is given.
            let isLost = unsafe rd_kafka_assignment_lost(client.handle) != 0
            if tasks.isEmpty {
                unassign([])
            } else {
                // The group is in its next generation already, and the tasks are ours until the
                // answer: what they still have to say goes out under the new one.
                if !isLost { takeMembership() }
                isAnswerOwed = true
                events.append(.revoked(tasks: tasks, lost: isLost))
            }
        default:
            // The group and we no longer agree, so everything goes; the caller's `stop` says so.
            events.append(.failed(BrokerError(kafka: code, doing: "Rebalancing the group")))
            let owned = states.indices.filter { states[$0] != .foreign }.map { Int32($0) }
            if owned.isEmpty {
                unsafe rd_kafka_assign(client.handle, nil)
            } else {
                isAnswerOwed = true
                events.append(.revoked(tasks: owned, lost: true))
            }
        }
    }

    private func grown(_ task: Int32) -> BrokerError {
        BrokerError(
            code: RD_KAFKA_RESP_ERR_INVALID_PARTITIONS.rawValue,
            name: "PARTITION_COUNT_CHANGED",
            message:
                "The topic \(anchorTopic) had \(taskCount) partitions when this process started and "
                + "has partition \(task) now. Partitions cannot be added to a running application, "
                + "because keys would change their task: give the topic back its count, or start a new "
                + "application id on topics with more partitions.",
            isFatal: true
        )
    }

    /// Remembers who we are from this assignment on.
    ///
    /// An assignment while a revocation is unanswered means that the library took another call for
    /// the answer. Until `stop` the old membership stays: with it, whatever is still done for the
    /// revoked tasks is refused once they have another owner.
    private mutating func takeMembership() {
        guard let taken = unsafe rd_kafka_consumer_group_metadata(client.handle) else { return }
        let current = unsafe KafkaGroupMetadata(consuming: taken)
        if isAnswerOwed { renewedMembership = current } else { membership = current }
    }

    private func anchorTasks(
        _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) -> [Int32] {
        guard let list = unsafe list else { return [] }
        var tasks: [Int32] = []
        for index in 0..<Int(unsafe list.pointee.cnt) {
            let element = unsafe list.pointee.elems[index]
            if string(unsafe element.topic) == anchorTopic {
                tasks.append(unsafe element.partition)
            }
        }
        return tasks
    }

    private mutating func committed(_ event: OpaquePointer) {
        commitsInFlight -= 1
        let code = unsafe rd_kafka_event_error(event)
        if code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR__NO_OFFSET { return }
        client.counters.errorCount += 1
        events.append(
            .failed(
                BrokerError(
                    kafka: code,
                    doing: "Committing input offsets",
                    remedy: "Nothing is lost: what was not committed is read again."
                )
            )
        )
    }

    /// Commits offsets without waiting; a refusal comes back through `poll`, never as a fatal error.
    public mutating func commit(_ offsets: [TopicOffset]) throws(BrokerError) {
        guard client.isOpen, !offsets.isEmpty else { return }
        let list = PartitionList(capacity: offsets.count)
        for place in offsets {
            list.append(topics[place.topic], place.partition, offset: place.offset)
        }
        let code = unsafe rd_kafka_commit_queue(
            client.handle,
            list.pointer,
            client.queue,
            nil,
            nil
        )
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw BrokerError(kafka: code, doing: "Committing input offsets")
        }
        commitsInFlight += 1
    }
}
