import CRDKafka
import Records

/// Exactly-once: outputs and input offsets in one transaction, as in KIP-447.
///
/// Errors say what to do: fatal means end the process, abortable means call `abort` and go on,
/// retriable means call the same again. The classes are the library's own; they were measured on a
/// real Kafka: a membership that the group has moved on from (ILLEGAL_GENERATION, UNKNOWN_MEMBER_ID)
/// and skipped sequence numbers are abortable, a second producer with our id (_FENCED) is fatal, and
/// INVALID_TXN_STATE is either. The transaction after an aborted one may be abortable at once: a record
/// that failed leaves a gap in the sequence numbers, which the library may notice only then.
extension KafkaSink {
    /// The library's calls for transactions wait for outcomes that only we can take out of its queue,
    /// so they get no more time than this at once. They go on where they were when called again.
    private static let sliceMilliseconds = 100

    /// Fences off earlier processes with this transactional id; once, before the first `begin`.
    public mutating func initTransactions(milliseconds: Int) throws(BrokerError) {
        let deadline = monotonicMilliseconds() + milliseconds
        try unsafe repeating("Claiming the transactional id", until: deadline) {
            unsafe rd_kafka_init_transactions($0, $1)
        }
    }

    /// Opens a transaction. Does not wait.
    public mutating func begin() throws(BrokerError) {
        precondition(client.isOpen, "A sink was asked for a transaction after it was closed.")
        if let error = unsafe rd_kafka_begin_transaction(client.handle) {
            throw unsafe noted(BrokerError(consuming: error, doing: "Beginning a transaction"))
        }
        isInTransaction = true
        isAborting = false
    }

    /// Adds input offsets to the open transaction, after everything sent has reached the broker; waits
    /// at most about `milliseconds`.
    ///
    /// `topics` are those of the source. An abortable ILLEGAL_GENERATION is normal in a rebalance.
    public mutating func sendOffsets(
        _ offsets: [TopicOffset],
        topics: [String],
        _ membership: Membership,
        milliseconds: Int
    ) throws(BrokerError) {
        guard let metadata = membership as? KafkaGroupMetadata else {
            preconditionFailure("Offsets go to Kafka with a KafkaSource's membership, no other.")
        }
        let deadline = monotonicMilliseconds() + milliseconds
        if offsetsCall == nil { try flushed(milliseconds) }
        while true {
            let call = offsetsCall ?? begin(offsets, topics, metadata, milliseconds: milliseconds)
            offsetsCall = call
            guard call.wait(milliseconds: max(deadline - monotonicMilliseconds(), 1)) else {
                throw noted(lateOffsets(call))
            }
            offsetsCall = nil
            collect(milliseconds: 0)
            guard let failure = unsafe call.takeFailure() else { return }
            let error = unsafe BrokerError(
                consuming: failure,
                doing: "Adding input offsets to the transaction"
            )
            let canGoOn = error.isRetriable && !error.isAbortable && !error.isFatal
            guard canGoOn, monotonicMilliseconds() < deadline else { throw noted(error) }
        }
    }

    private func begin(
        _ offsets: [TopicOffset],
        _ topics: [String],
        _ metadata: KafkaGroupMetadata,
        milliseconds: Int
    ) -> OffsetsCall {
        precondition(client.isOpen, "A sink was asked for a transaction after it was closed.")
        let list = PartitionList(capacity: offsets.count)
        for place in offsets {
            list.append(topics[place.topic], place.partition, offset: place.offset)
        }
        let call = unsafe OffsetsCall(client.handle, list, metadata, milliseconds: milliseconds)
        call.start()
        return call
    }

    /// A call that goes on is asked for again, until the transaction is older than the broker lets it
    /// become; then it has to be aborted, which such a client cannot do either, and it is replaced.
    private func lateOffsets(_ call: OffsetsCall) -> BrokerError {
        let isLost = call.ageMilliseconds >= settings.sessionTimeoutMilliseconds
        var error = BrokerError(
            kafka: RD_KAFKA_RESP_ERR__TIMED_OUT,
            "Adding input offsets to the transaction does not come to an end: the group's coordinator does "
                + "not answer."
        )
        error.isAbortable = isLost
        error.isRetriable = !isLost
        return error
    }

    /// Commits the open transaction; waits at most about `milliseconds`. When time runs out the
    /// outcome is not known: only `commit` again tells it.
    public mutating func commit(milliseconds: Int) throws(BrokerError) {
        let deadline = monotonicMilliseconds() + milliseconds
        try flushed(milliseconds)
        try unsafe repeating("Committing the transaction", until: deadline) {
            unsafe rd_kafka_commit_transaction($0, $1)
        }
        isInTransaction = false
    }

    /// Aborts the open transaction; waits at most about `milliseconds`. Outcomes of what was sent
    /// still come through `poll`, some of them with errors.
    public mutating func abort(milliseconds: Int) throws(BrokerError) {
        // What is in flight goes first: an abort in the middle of it can skip sequence numbers.
        let deadline = monotonicMilliseconds() + milliseconds
        isAborting = true
        _ = flush(milliseconds: milliseconds / 2)
        if let call = offsetsCall {
            guard call.wait(milliseconds: max(deadline - monotonicMilliseconds(), 1)) else {
                throw noted(lateOffsets(call))
            }
            offsetsCall = nil
        }
        try unsafe repeating("Aborting the transaction", until: deadline) {
            unsafe rd_kafka_abort_transaction($0, $1)
        }
        isInTransaction = false
    }

    private mutating func flushed(_ milliseconds: Int) throws(BrokerError) {
        if flush(milliseconds: milliseconds) { return }
        throw BrokerError(
            kafka: RD_KAFKA_RESP_ERR__TIMED_OUT,
            "\(inFlightCount) records of the transaction did not reach the broker within "
                + "\(milliseconds) ms. Try again or abort."
        )
    }

    /// Calls again while that can help and takes outcomes in between.
    private mutating func repeating(
        _ doing: String,
        until deadline: Int,
        _ body: (OpaquePointer, Int32) -> OpaquePointer?
    ) throws(BrokerError) {
        precondition(client.isOpen, "A sink was asked for a transaction after it was closed.")
        while true {
            let left = max(deadline - monotonicMilliseconds(), 1)
            let failure = unsafe body(
                client.handle,
                Int32(clamping: min(left, Self.sliceMilliseconds))
            )
            collect(milliseconds: 0)
            guard let failure = unsafe failure else { return }
            let error = unsafe BrokerError(consuming: failure, doing: doing)
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
