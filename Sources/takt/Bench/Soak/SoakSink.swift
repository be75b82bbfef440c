import Records

/// A sink that takes everything in transactions and forgets it; every outcome is good.
struct SoakSink: MessageSink, ~Copyable, Sendable {
    private var outcomes: [Delivery] = []
    private var offset: Int64 = 0
    let isTransactional = true

    mutating func send(_ batch: borrowing OutputBatch, _ index: Int, tag: UInt64)
        throws(BrokerError) -> Bool
    {
        outcomes.append(Delivery(tag: tag, offset: offset, error: nil))
        offset += 1
        return true
    }

    mutating func poll(milliseconds: Int, _ body: (Delivery) -> Void) -> Int {
        defer { outcomes.removeAll(keepingCapacity: true) }
        for outcome in outcomes { body(outcome) }
        return outcomes.count
    }

    var inFlightCount: Int { outcomes.count }
    var fatalError: BrokerError? { nil }

    mutating func flush(milliseconds: Int) -> Bool { true }
    mutating func drainNotes(_ body: (String) -> Void) {}
    mutating func initTransactions(milliseconds: Int) throws(BrokerError) {}
    mutating func begin() throws(BrokerError) {}
    mutating func sendOffsets(
        _ offsets: [TopicOffset],
        topics: [String],
        _ membership: Membership,
        milliseconds: Int
    ) throws(BrokerError) {}
    mutating func commit(milliseconds: Int) throws(BrokerError) {}
    mutating func abort(milliseconds: Int) throws(BrokerError) {}
    mutating func renew() throws(BrokerError) {}
    mutating func close(milliseconds: Int) -> Bool { true }
}
