import CRDKafka
import Records

/// Exactly-once: outputs and input offsets in one transaction, as in KIP-447.
///
/// Errors say what to do: fatal means end the process, abortable means call `abort` and go on,
/// retriable means call the same again.
extension KafkaSink {
    /// Fences off earlier processes with this transactional id; once, before the first `begin`.
    public mutating func initTransactions(milliseconds: Int) throws(BrokerError) {
        try unsafe repeating("Claiming the transactional id", milliseconds) {
            unsafe rd_kafka_init_transactions($0, $1)
        }
    }

    /// Opens a transaction. Does not wait.
    public mutating func begin() throws(BrokerError) {
        precondition(client.isOpen, "A sink was asked for a transaction after it was closed.")
        if let error = unsafe rd_kafka_begin_transaction(client.handle) {
            throw unsafe noted(BrokerError(consuming: error, doing: "Beginning a transaction"))
        }
    }

    /// Adds input offsets to the open transaction, after everything sent has reached the broker.
    ///
    /// `topics` are those of the source. An abortable ILLEGAL_GENERATION is normal in a rebalance.
    public mutating func sendOffsets(
        _ offsets: [TopicOffset],
        topics: [String],
        _ metadata: KafkaGroupMetadata,
        milliseconds: Int
    ) throws(BrokerError) {
        try flushed(milliseconds)
        let list = PartitionList(capacity: offsets.count)
        for place in offsets {
            list.append(topics[place.topic], place.partition, offset: place.offset)
        }
        let error = unsafe rd_kafka_send_offsets_to_transaction(
            client.handle,
            list.pointer,
            metadata.pointer,
            Int32(clamping: milliseconds)
        )
        if let error = unsafe error {
            throw unsafe noted(
                BrokerError(consuming: error, doing: "Adding input offsets to the transaction")
            )
        }
    }

    /// Commits the open transaction; waits at most about `milliseconds`.
    public mutating func commit(milliseconds: Int) throws(BrokerError) {
        let deadline = monotonicMilliseconds() + milliseconds
        try flushed(milliseconds)
        try unsafe repeating("Committing the transaction", deadline - monotonicMilliseconds()) {
            unsafe rd_kafka_commit_transaction($0, $1)
        }
    }

    /// Aborts the open transaction; waits at most about `milliseconds`. Outcomes of what was sent
    /// still come through `poll`, some of them with errors.
    public mutating func abort(milliseconds: Int) throws(BrokerError) {
        // What is in flight goes first: an abort in the middle of it can skip sequence numbers.
        let deadline = monotonicMilliseconds() + milliseconds
        _ = flush(milliseconds: milliseconds / 2)
        try unsafe repeating("Aborting the transaction", deadline - monotonicMilliseconds()) {
            unsafe rd_kafka_abort_transaction($0, $1)
        }
    }

    private mutating func flushed(_ milliseconds: Int) throws(BrokerError) {
        if flush(milliseconds: milliseconds) { return }
        throw BrokerError(
            kafka: RD_KAFKA_RESP_ERR__TIMED_OUT,
            "\(inFlightCount) records of the transaction did not reach the broker within "
                + "\(milliseconds) ms. Try again or abort."
        )
    }

    /// Calls in slices of time and takes outcomes in between, because the library waits for a thread
    /// that does and there is only this one.
    private mutating func repeating(
        _ doing: String,
        _ milliseconds: Int,
        _ body: (OpaquePointer, Int32) -> OpaquePointer?
    ) throws(BrokerError) {
        precondition(client.isOpen, "A sink was asked for a transaction after it was closed.")
        let deadline = monotonicMilliseconds() + milliseconds
        while true {
            let left = max(deadline - monotonicMilliseconds(), 1)
            guard let failure = unsafe body(client.handle, Int32(min(left, 500))) else { return }
            let error = unsafe BrokerError(consuming: failure, doing: doing)
            collect(milliseconds: 0)
            let canGoOn = error.isRetriable && !error.isAbortable && !error.isFatal
            guard canGoOn, monotonicMilliseconds() < deadline else { throw noted(error) }
        }
    }

    private mutating func noted(_ error: BrokerError) -> BrokerError {
        client.counters.errorCount += 1
        if error.isFatal, client.fatalError == nil { client.fatalError = error }
        return error
    }
}
