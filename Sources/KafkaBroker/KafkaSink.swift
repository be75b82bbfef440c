import CRDKafka
import Records

/// The writing half of a Kafka cluster: an idempotent producer.
///
/// Keys go to partitions by murmur2, as with every Java client; records without a key anywhere, unless
/// a partition is given. Belongs to one thread. With a transactional id nothing can be sent outside
/// `begin` and `commit`.
@safe
public struct KafkaSink: ~Copyable, MessageSink, @unchecked Sendable {
    // Sendable because it is moved to its thread, never shared: it cannot be copied.

    /// The topics it was opened with; entries of a batch name them by index.
    public let topics: [String]
    /// Whether it was opened with a transactional id.
    public let isTransactional: Bool
    /// Between `begin` and the end of `commit` or `abort`.
    var isInTransaction = false
    /// From `abort` on; what fails then asks for nothing more.
    var isAborting = false
    var client: KafkaClient
    /// The offsets of the open transaction on their way.
    var offsetsCall: OffsetsCall?
    let settings: KafkaSettings
    private let transactionalID: String?
    var deliveries: [Delivery] = []
    /// Records handed over that have no outcome yet.
    public internal(set) var inFlightCount = 0

    /// Opens a producer for some topics. Does not wait for the cluster.
    ///
    /// Throws when a property is wrong. A `transactionalID` must be stable per slot (application and
    /// instance): a second process with the same id ends the first one.
    public init(
        _ settings: KafkaSettings,
        topics: [String],
        transactionalID: String? = nil
    ) throws(BrokerError) {
        client = try Self.open(settings, topics, transactionalID)
        self.topics = topics
        self.settings = settings
        self.transactionalID = transactionalID
        isTransactional = transactionalID != nil
    }

    /// Gives the client up and begins with a fresh one under the same transactional id, which ends
    /// what the old one left open. For a client that cannot get out of a failed transaction: some
    /// brokers never give it the new epoch that it asks for. `initTransactions` comes next; outcomes of
    /// what was sent are lost.
    public mutating func renew() throws(BrokerError) {
        let fresh = try Self.open(settings, topics, transactionalID)
        endClient(purges: true)
        client = fresh
        deliveries.removeAll()
        inFlightCount = 0
        isInTransaction = false
        isAborting = false
    }

    /// Ends the client, unless a call is in it that does not come back.
    mutating func endClient(purges: Bool) {
        if let call = offsetsCall, !call.wait(milliseconds: 0) {
            client.abandon()
        } else {
            if purges {
                let flags =
                    RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT
                    | RD_KAFKA_PURGE_F_NON_BLOCKING
                unsafe rd_kafka_purge(client.handle, flags)
            }
            client.close(milliseconds: 500)
        }
        offsetsCall = nil
    }

    private static func open(
        _ settings: KafkaSettings,
        _ topics: [String],
        _ transactionalID: String?
    ) throws(BrokerError) -> KafkaClient {
        let configuration = KafkaConfiguration()
        try configuration.set("enable.idempotence", "true")
        try configuration.set("acks", "all")
        try configuration.set("partitioner", "murmur2_random")
        try configuration.set("compression.type", "lz4")
        try configuration.set("queue.buffering.max.kbytes", "65536")
        if let transactionalID {
            try configuration.set("transactional.id", transactionalID)
            // A dead member's transaction holds back every reader; hence no longer than its session.
            try configuration.set(
                "transaction.timeout.ms",
                String(settings.sessionTimeoutMilliseconds)
            )
            // The library gives a record no more time than this, as long as nobody sets
            // message.timeout.ms: a transaction cannot wait for a record beyond its own end.
            try configuration.set("linger.ms", "0")
            try configuration.set("retry.backoff.ms", "10")
        } else {
            try configuration.set("linger.ms", String(settings.lingerMilliseconds))
            // A record waits for its broker however long that is gone.
            try configuration.set("message.timeout.ms", "0")
        }
        try configuration.apply(settings, kind: .producer)
        var client = try KafkaClient(configuration, .producer)
        for topic in topics { _ = unsafe try client.open(topic: topic) }
        return client
    }

    /// The first fatal error of the client, if there was one; noticed in `poll` and `flush`.
    public var fatalError: BrokerError? { client.fatalError }

    /// Sends one record of a batch, copying its bytes; the partition follows from its key unless the
    /// entry states one.
    ///
    /// Answers false when the client's queue is full: `poll`, then try again. A key of no bytes is sent
    /// as null. Throws for a record that can never be sent, and after a fatal error.
    public mutating func send(
        _ batch: borrowing OutputBatch,
        _ index: Int,
        tag: UInt64
    ) throws(BrokerError) -> Bool {
        precondition(client.isOpen, "A sink was asked to send after it was closed.")
        let entry = batch.entries[index]
        let headers = unsafe Self.headers(batch, index, count: Int(entry.headerCount))
        let code = unsafe batch.bytes.withUnsafeBytes { bytes in
            let hasKey = entry.valueStart > entry.keyStart
            return unsafe crdkafka_produce(
                client.handle,
                client.topicHandles[Int(entry.topic)],
                entry.partition >= 0 ? entry.partition : Int32(RD_KAFKA_PARTITION_UA),
                hasKey ? bytes.baseAddress! + entry.keyStart : nil,
                entry.valueStart - entry.keyStart,
                entry.isTombstone ? nil : bytes.baseAddress! + entry.valueStart,
                entry.isTombstone ? 0 : entry.end - entry.valueStart,
                max(entry.timestampMilliseconds, 0),
                headers,
                UnsafeMutableRawPointer(bitPattern: UInt(tag))
            )
        }
        return unsafe try settle(
            code,
            Int(entry.topic),
            headers,
            entry.end - entry.keyStart
        )
    }

    /// Sends one record made of single parts; nil key or value means null, nil partition by key.
    /// Timestamp in milliseconds since the Unix epoch, 0 for the present moment. For colder paths than batches.
    public mutating func send(
        topic: Int,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [(name: String, value: [UInt8])] = [],
        timestampMilliseconds: Int64 = 0,
        partition: Int32? = nil,
        tag: UInt64 = 0
    ) throws(BrokerError) -> Bool {
        precondition(client.isOpen, "A sink was asked to send after it was closed.")
        var list: OpaquePointer?
        if !headers.isEmpty {
            unsafe list = rd_kafka_headers_new(headers.count)
            for header in headers {
                unsafe rd_kafka_header_add(
                    list,
                    header.name,
                    -1,
                    header.value,
                    header.value.count
                )
            }
        }
        // A null pointer means null; an empty array must stay an empty value.
        let none: [UInt8] = [0]
        let code = unsafe (key?.isEmpty ?? true ? none : key!).withUnsafeBytes { keyBytes in
            unsafe (value?.isEmpty ?? true ? none : value!).withUnsafeBytes { valueBytes in
                unsafe crdkafka_produce(
                    client.handle,
                    client.topicHandles[topic],
                    partition ?? Int32(RD_KAFKA_PARTITION_UA),
                    key == nil ? nil : keyBytes.baseAddress,
                    key?.count ?? 0,
                    value == nil ? nil : valueBytes.baseAddress,
                    value?.count ?? 0,
                    timestampMilliseconds,
                    list,
                    UnsafeMutableRawPointer(bitPattern: UInt(tag))
                )
            }
        }
        return unsafe try settle(
            code,
            topic,
            list,
            (key?.count ?? 0) + (value?.count ?? 0)
        )
    }

    private mutating func settle(
        _ code: rd_kafka_resp_err_t,
        _ topic: Int,
        _ headers: OpaquePointer?,
        _ byteCount: Int
    ) throws(BrokerError) -> Bool {
        if code == RD_KAFKA_RESP_ERR_NO_ERROR {
            inFlightCount += 1
            client.counters.messageCount += 1
            client.counters.byteCount += byteCount
            return true
        }
        if let headers = unsafe headers { unsafe rd_kafka_headers_destroy(headers) }
        if code == RD_KAFKA_RESP_ERR__QUEUE_FULL { return false }
        client.counters.errorCount += 1
        if code == RD_KAFKA_RESP_ERR__FATAL { throw readFatalError() }
        if code == RD_KAFKA_RESP_ERR__STATE, isInTransaction { throw failedTransaction(topic) }
        throw BrokerError(
            kafka: code,
            doing: "Sending a record of \(byteCount) bytes to \(topics[topic])",
            remedy: code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE
                ? "Raise 'message.max.bytes' here and at the broker, or make the record smaller."
                : ""
        )
    }

    /// The library takes no more records into a transaction that has failed already.
    private func failedTransaction(_ topic: Int) -> BrokerError {
        var error = BrokerError(
            kafka: RD_KAFKA_RESP_ERR__STATE,
            "A record for \(topics[topic]) was not sent, because the transaction has failed. Abort it."
        )
        error.isAbortable = true
        return error
    }

    private static func headers(
        _ batch: borrowing OutputBatch,
        _ index: Int,
        count: Int
    ) -> OpaquePointer? {
        guard count > 0 else { return nil }
        let list = unsafe rd_kafka_headers_new(count)
        unsafe batch.forEachHeader(index) { name, value in
            unsafe rd_kafka_header_add(
                list,
                name.baseAddress?.assumingMemoryBound(to: CChar.self),
                name.count,
                value.baseAddress,
                value.count
            )
        }
        return unsafe list
    }

    /// The library's log lines that came in since the last call; at most 256 are kept.
    public mutating func drainLogs(_ body: (KafkaLog) -> Void) { client.drainLogs(body) }

    /// The newest statistics of the library as JSON, once each; nil when there are none.
    public mutating func takeStatistics() -> String? {
        defer { client.statistics = nil }
        return client.statistics
    }

    /// What this sink has done since it was opened.
    public var counters: KafkaCounters { client.counters }
}
