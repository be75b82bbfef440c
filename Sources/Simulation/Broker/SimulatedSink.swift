import Records

/// The writing half of the simulated cluster: an idempotent producer, with a transactional id or
/// without.
///
/// Belongs to the thread of its cluster. Time-outs do not move the time: a call takes early what is due
/// within them or gives up. Traps where a caller breaks the protocol: sending outside of a transaction,
/// committing without one.
public struct SimulatedSink: MessageSink, ~Copyable {
    /// The limits of a producer.
    public struct Settings: Sendable {
        /// Age at which the broker ends an open transaction.
        public var transactionTimeoutMilliseconds: Int64
        /// Records without an outcome at which `send` answers false.
        public var queueCountLimit: Int

        /// The settings of the engine's own producers, with a short queue.
        public init(transactionTimeoutMilliseconds: Int64 = 6000, queueCountLimit: Int = 1000) {
            self.transactionTimeoutMilliseconds = transactionTimeoutMilliseconds
            self.queueCountLimit = queueCountLimit
        }
    }

    let cluster: SimulatedCluster
    let client: SimulatedProducer

    /// The topics it was opened with; entries of a batch name them by index.
    public let topics: [String]

    /// Opens a producer. `member` names the process, which `SimulatedCluster.kill` ends.
    public init(
        _ cluster: SimulatedCluster,
        member: String,
        topics: [String],
        transactionalID: String? = nil,
        settings: Settings = Settings()
    ) {
        self.cluster = cluster
        self.topics = topics
        client = SimulatedProducer(
            cluster,
            member: member,
            topics: topics.map { cluster.index(of: $0) },
            transactionalID: transactionalID.map { cluster.transactionalID($0) },
            settings: settings
        )
        cluster.producers.append(client)
    }

    /// Sends one record of a batch, copying its bytes; false when the queue is full.
    public mutating func send(
        _ batch: borrowing OutputBatch,
        _ index: Int,
        tag: UInt64
    ) throws(BrokerError) -> Bool {
        let entry = batch.entries[index]
        let topic = client.topics[Int(entry.topic)]
        let record = SimulatedRecord(batch, index)
        let partition =
            entry.partition >= 0
            ? entry.partition : cluster.partitionOf(key: record.key ?? [], topic: topic)
        let place = TopicPartition(topic: topic, partition: partition)
        return try client.send(record, to: place, tag: tag)
    }

    /// Hands over the outcomes that have arrived.
    public mutating func poll(milliseconds: Int, _ body: (Delivery) -> Void) -> Int {
        guard client.isUsable else { return 0 }
        cluster.serve()
        if !cluster.isDown { client.collect(dueAt: cluster.now) }
        let outcomes = client.deliveries
        client.deliveries = []
        for outcome in outcomes { body(outcome) }
        return outcomes.count
    }

    /// Takes early what is due within `milliseconds`; false when something is not.
    public mutating func flush(milliseconds: Int) -> Bool {
        client.flush(milliseconds: milliseconds)
    }

    /// The simulated client writes no log of its own; see the cluster's trace.
    public mutating func drainNotes(_ body: (String) -> Void) {}

    /// Records handed over that have no outcome yet.
    public var inFlightCount: Int { client.inFlightCount }

    /// The first fatal error of the client, if there was one.
    public var fatalError: BrokerError? { client.fatalError }

    /// Whether it was opened with a transactional id.
    public var isTransactional: Bool { client.transactionalID != nil }

    /// Takes the transactional id from whoever had it.
    public mutating func initTransactions(milliseconds: Int) throws(BrokerError) {
        try client.initTransactions(milliseconds: milliseconds)
    }

    /// Opens a transaction; the broker hears of it with the first record or offset.
    public mutating func begin() throws(BrokerError) { try client.begin() }

    /// Adds input offsets to the open transaction.
    public mutating func sendOffsets(
        _ offsets: [TopicOffset],
        topics: [String],
        _ membership: Membership,
        milliseconds: Int
    ) throws(BrokerError) {
        guard let membership = membership as? SimulatedMembership else {
            preconditionFailure("A membership of another broker was given to the simulated one.")
        }
        let places = offsets.map { offset in
            (
                TopicPartition(
                    topic: cluster.index(of: topics[offset.topic]),
                    partition: offset.partition
                ), offset.offset
            )
        }
        try client.sendOffsets(places, membership, milliseconds: milliseconds)
    }

    /// Commits the open transaction.
    public mutating func commit(milliseconds: Int) throws(BrokerError) {
        try client.commit(milliseconds: milliseconds)
    }

    /// Aborts the open transaction; what had not left gets an outcome with an error.
    public mutating func abort(milliseconds: Int) throws(BrokerError) {
        try client.abort(milliseconds: milliseconds)
    }

    /// Claiming the transactional id again is all that a fresh client would do.
    public mutating func renew() throws(BrokerError) {}

    /// Sends what is left and closes; an open transaction stays open until it times out.
    public mutating func close(milliseconds: Int) -> Bool {
        client.close(milliseconds: milliseconds)
    }
}

extension SimulatedRecord {
    /// A copy of a record of a batch. An empty key is sent as a null one, as the Kafka sink does.
    init(_ batch: borrowing OutputBatch, _ index: Int) {
        let entry = batch.entries[index]
        let key = unsafe batch.withKey(index) { unsafe Array($0) }
        let value = unsafe batch.withValue(index) { unsafe Array($0) }
        self.init(
            key: key.isEmpty ? nil : key,
            value: entry.isTombstone ? nil : value,
            timestampMilliseconds: max(entry.timestampMilliseconds, 0)
        )
        var headers: [Header] = []
        unsafe batch.forEachHeader(index) { name, value in
            let name = unsafe String(decoding: name, as: UTF8.self)
            unsafe headers.append(Header(name: name, value: Array(value)))
        }
        self.headers = headers
    }
}
