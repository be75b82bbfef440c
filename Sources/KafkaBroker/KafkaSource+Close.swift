import CRDKafka
import Records

extension KafkaSource {
    /// Commits what is pending and leaves the group; waits at most `milliseconds` for that and half a
    /// second more for the client to end, also when the broker is gone. Delivers nothing afterwards.
    ///
    /// All messages must have been released before. Without the time to leave, the group finds out
    /// after the session time-out.
    public mutating func close(milliseconds: Int) {
        guard client.isOpen else { return }
        let deadline = monotonicMilliseconds() + milliseconds
        while commitsInFlight > 0, monotonicMilliseconds() < deadline {
            guard let event = unsafe client.nextEvent(milliseconds: 10) else { continue }
            if unsafe rd_kafka_event_type(event) == RD_KAFKA_EVENT_REBALANCE {
                unassignAll()
            } else {
                unsafe handle(event)
            }
            unsafe rd_kafka_event_destroy(event)
        }
        events.removeAll()
        // A broker that does not answer commits will not answer a farewell either.
        if commitsInFlight == 0 { leave(deadline: deadline) }
        for index in unsafe queues.indices {
            guard let queue = unsafe queues[index] else { continue }
            unsafe Self.destroy(queue: queue)
            unsafe queues[index] = nil
        }
        client.close(milliseconds: max(deadline - monotonicMilliseconds(), 0) + 500)
    }

    /// Leaves the group as far as the time allows.
    private mutating func leave(deadline: Int) {
        guard let queue = unsafe rd_kafka_queue_new(client.handle) else { return }
        defer { unsafe rd_kafka_queue_destroy(queue) }
        if let error = unsafe rd_kafka_consumer_close_queue(client.handle, queue) {
            unsafe rd_kafka_error_destroy(error)
            return
        }
        while unsafe rd_kafka_consumer_closed(client.handle) == 0 {
            let left = deadline - monotonicMilliseconds()
            guard left > 0 else { return }
            guard let event = unsafe rd_kafka_queue_poll(queue, Int32(min(left, 20))) else {
                continue
            }
            if unsafe rd_kafka_event_type(event) == RD_KAFKA_EVENT_REBALANCE { unassignAll() }
            unsafe rd_kafka_event_destroy(event)
        }
    }

    private mutating func unassignAll() {
        let tasks = states.indices.filter { states[$0] != .foreign }.map { Int32($0) }
        unassign(tasks)
        for task in tasks { states[Int(task)] = .foreign }
    }
}
