import CRDKafka
import Records

extension KafkaSink {
    /// Hands over the outcomes that have arrived; waits up to `milliseconds` for the first.
    public mutating func poll(milliseconds: Int, _ body: (Delivery) -> Void) -> Int {
        collect(milliseconds: deliveries.isEmpty ? milliseconds : 0)
        for delivery in deliveries { body(delivery) }
        defer { deliveries.removeAll(keepingCapacity: true) }
        return deliveries.count
    }

    /// Waits until everything sent has an outcome, at most `milliseconds`; false when time ran out.
    /// Outcomes still come through `poll`.
    public mutating func flush(milliseconds: Int) -> Bool {
        guard client.isOpen else { return inFlightCount == 0 }
        let deadline = monotonicMilliseconds() + milliseconds
        collect(milliseconds: 0)
        while inFlightCount > 0 {
            let left = deadline - monotonicMilliseconds()
            guard left > 0 else { return false }
            // Outcomes are events here, so the library's flush never sees the end of them: it is
            // called only to end the linger time.
            unsafe rd_kafka_flush(client.handle, 1)
            collect(milliseconds: min(left, 5))
        }
        return true
    }

    /// Moves outcomes from the library's queue into ours.
    mutating func collect(milliseconds: Int) {
        guard client.isOpen else { return }
        var milliseconds = milliseconds
        for _ in 0..<1000 {
            guard let event = unsafe client.nextEvent(milliseconds: milliseconds) else { return }
            milliseconds = 0
            switch unsafe rd_kafka_event_type(event) {
            case RD_KAFKA_EVENT_DR: unsafe take(event)
            case RD_KAFKA_EVENT_ERROR: _ = unsafe client.error(of: event)
            default: break
            }
            unsafe rd_kafka_event_destroy(event)
        }
    }

    private mutating func take(_ event: OpaquePointer) {
        while let message = unsafe rd_kafka_event_message_next(event) {
            inFlightCount -= 1
            let tag = UInt64(UInt(bitPattern: unsafe message.pointee._private))
            let code = unsafe message.pointee.err
            if code == RD_KAFKA_RESP_ERR_NO_ERROR {
                let offset = unsafe max(message.pointee.offset, -1)
                deliveries.append(Delivery(tag: tag, offset: offset, error: nil))
                continue
            }
            client.counters.errorCount += 1
            let name = unsafe string(rd_kafka_topic_name(message.pointee.rkt))
            var error = BrokerError(kafka: code, doing: "Delivering a record to \(name)")
            // Newer versions of the library go on taking records into a transaction that has lost one.
            if isInTransaction, !isAborting, !error.isFatal { error.isAbortable = true }
            deliveries.append(Delivery(tag: tag, error: error))
        }
    }

    /// Reads the fatal error of the client and remembers it.
    mutating func readFatalError() -> BrokerError {
        if let known = client.fatalError { return known }
        var text = [CChar](repeating: 0, count: 512)
        let cause = unsafe rd_kafka_fatal_error(client.handle, &text, text.count)
        let error = BrokerError(
            kafka: cause,
            "The producer failed for good: \(string(text)). Restart the process.",
            isFatal: true
        )
        client.fatalError = error
        return error
    }

    /// Sends what is left and closes, waiting at most about `milliseconds`, also when the broker is gone.
    /// False when records were dropped without an outcome. An open transaction is aborted, because it
    /// would hold back every reader until its time is up.
    @discardableResult
    public mutating func close(milliseconds: Int) -> Bool {
        guard client.isOpen else { return inFlightCount == 0 }
        let deadline = monotonicMilliseconds() + milliseconds
        let isDone = flush(milliseconds: milliseconds)
        if isDone, isInTransaction {
            _ = try? abort(milliseconds: max(deadline - monotonicMilliseconds(), 100))
        }
        endClient(purges: !isDone)
        return isDone
    }
}
