/// The outcome of one sent record.
public struct Delivery: Sendable {
    /// The tag it was sent with.
    public var tag: UInt64
    /// Its offset in its partition; -1 when it is not known.
    public var offset: Int64
    /// Nil when the broker has it.
    public var error: BrokerError?

    /// An outcome.
    public init(tag: UInt64, offset: Int64 = -1, error: BrokerError?) {
        self.tag = tag
        self.offset = offset
        self.error = error
    }
}

/// The writing half of a broker. Belongs to the publisher thread.
public protocol MessageSink: ~Copyable {
    /// Sends one record of a batch, copying its bytes. Answers false when the client's queue is full:
    /// call `poll` and try again. Throws for a record that can never be sent (too large, say).
    mutating func send(_ batch: borrowing OutputBatch, _ index: Int, tag: UInt64)
        throws(BrokerError)
        -> Bool

    /// Hands over the outcomes that have arrived; waits up to `milliseconds` for the first.
    mutating func poll(milliseconds: Int, _ body: (Delivery) -> Void) -> Int

    /// Waits until everything sent has an outcome, at most `milliseconds`; false when time ran out.
    /// Outcomes still come through `poll`.
    mutating func flush(milliseconds: Int) -> Bool

    /// Hands over what the client library wanted to log since the last call, as sentences.
    mutating func drainNotes(_ body: (String) -> Void)

    /// Records handed over that have no outcome yet.
    var inFlightCount: Int { get }

    /// The first fatal error of the client, if there was one.
    var fatalError: BrokerError? { get }

    // MARK: Transactions

    /// Whether everything is sent in transactions; then nothing may be sent outside `begin` and
    /// `commit`. The calls below are for such a sink only. Their errors say what to do: fatal ends the
    /// process, abortable asks for `abort`, retriable for the same call again.
    var isTransactional: Bool { get }

    /// Fences off earlier processes with the same transactional id; once, before the first `begin`.
    mutating func initTransactions(milliseconds: Int) throws(BrokerError)

    /// Opens a transaction.
    mutating func begin() throws(BrokerError)

    /// Adds input offsets to the open transaction, after everything sent has reached the broker.
    /// `topics` are those of the source.
    mutating func sendOffsets(
        _ offsets: [TopicOffset],
        topics: [String],
        _ membership: Membership,
        milliseconds: Int
    ) throws(BrokerError)

    /// Commits the open transaction.
    mutating func commit(milliseconds: Int) throws(BrokerError)

    /// Aborts the open transaction. Outcomes of what was sent in it still come through `poll`.
    mutating func abort(milliseconds: Int) throws(BrokerError)

    /// Gives up a client that cannot get out of a failed transaction and begins anew under the same
    /// transactional id; `initTransactions` comes next. Outcomes of what was sent are lost.
    mutating func renew() throws(BrokerError)

    /// Sends what is left and closes, waiting at most about `milliseconds`; false when records were
    /// dropped without an outcome.
    mutating func close(milliseconds: Int) -> Bool
}
