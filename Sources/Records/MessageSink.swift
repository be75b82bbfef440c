/// The outcome of one sent record.
public struct Delivery: Sendable {
    /// The tag it was sent with.
    public var tag: UInt64
    /// Nil when the broker has it.
    public var error: BrokerError?

    /// An outcome.
    public init(tag: UInt64, error: BrokerError?) {
        self.tag = tag
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
}
