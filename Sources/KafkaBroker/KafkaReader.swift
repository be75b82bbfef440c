import CRDKafka
import Records

/// Reads whole topics without a group: for audits, charts and a look at live data.
///
/// Belongs to one thread. Commits nothing and needs no rights on any group. Sees committed records only.
@safe
public struct KafkaReader: ~Copyable, @unchecked Sendable {
    // Sendable because it is moved to its thread, never shared: it cannot be copied.

    /// Where to begin in every partition.
    public enum Start: Sendable, Equatable {
        /// At the oldest record.
        case beginning
        /// After the newest record.
        case end
        /// So many records before the end of each partition.
        case tail(Int)
        /// At the first record not older than this, milliseconds since the Unix epoch. The mock cluster
        /// cannot look times up and starts at the end.
        case time(Int64)
    }

    /// What a call of `next` found.
    public enum Step: Sendable {
        /// A record.
        case record(KafkaRecord)
        /// Every partition has been read to its end; more may come later.
        case atEnd
        /// Nothing came in the given time, and not every partition was read to its end.
        case timeout
        /// A partition or the client failed.
        case failed(BrokerError)
    }

    /// The topics it was opened with, in index order.
    public let topics: [String]
    /// Partitions of each topic.
    public let partitionCounts: [Int]
    /// The only partition that is read of each topic; nil for all of them.
    private let partition: Int32?
    var client: KafkaClient
    var consumed: OpaquePointer
    var atEnd: [[Bool]]
    var openCount: Int

    /// Connects and begins to read; waits up to `connectTimeoutMilliseconds` for the cluster. With a
    /// `partition`, which every topic must have, it reads that one of each topic and no other.
    /// Throws when it does not answer (retriable), a topic is missing, or a property is wrong.
    public init(
        _ settings: KafkaSettings,
        topics: [String],
        partition: Int32? = nil,
        from start: Start = .beginning
    ) throws(BrokerError) {
        let configuration = KafkaConfiguration()
        try configuration.set("isolation.level", "read_committed")
        try configuration.set("enable.auto.commit", "false")
        try configuration.set("enable.partition.eof", "true")
        try configuration.set("auto.offset.reset", "earliest")
        try configuration.set("fetch.wait.max.ms", "100")
        try configuration.set("queued.max.messages.kbytes", "4096")
        configuration.setIfKnown("fetch.queue.backoff.ms", "10")
        try configuration.apply(settings, kind: .consumer)
        var client = try KafkaClient(configuration, .reader)
        let deadline = monotonicMilliseconds() + settings.connectTimeoutMilliseconds
        var counts: [Int] = []
        for topic in topics {
            let opened = unsafe try client.open(topic: topic)
            counts.append(
                unsafe try client.partitionCount(of: topic, opened, deadline: deadline)
            )
        }
        let offsets = try Self.offsets(client, topics, counts, start, deadline: deadline)
        guard let queue = unsafe rd_kafka_queue_new(client.handle) else {
            preconditionFailure("librdkafka could not make a queue.")
        }
        for index in topics.indices {
            for number in Self.partitions(counts[index], partition) {
                let topic = unsafe client.topicHandles[index]
                let offset = offsets[index][Int(number)]
                unsafe rd_kafka_consume_start_queue(topic, number, offset, queue)
            }
        }
        self.client = client
        unsafe consumed = unsafe queue
        self.topics = topics
        self.partition = partition
        partitionCounts = counts
        atEnd = counts.map { Array(repeating: false, count: $0) }
        openCount = counts.reduce(0) { $0 + Self.partitions($1, partition).count }
    }

    private static func partitions(_ count: Int, _ only: Int32?) -> Range<Int32> {
        guard let only else { return 0..<Int32(count) }
        precondition(only >= 0 && only < count, "A topic has no partition \(only), only \(count).")
        return only..<only + 1
    }

    deinit {
        for index in topics.indices {
            for number in Self.partitions(partitionCounts[index], partition) {
                unsafe rd_kafka_consume_stop(client.topicHandles[index], number)
            }
        }
        unsafe rd_kafka_queue_destroy(consumed)
    }

    private static func offsets(
        _ client: borrowing KafkaClient,
        _ topics: [String],
        _ counts: [Int],
        _ start: Start,
        deadline: Int
    ) throws(BrokerError) -> [[Int64]] {
        let constant: Int64
        switch start {
        case .beginning: constant = Int64(RD_KAFKA_OFFSET_BEGINNING)
        case .end: constant = Int64(RD_KAFKA_OFFSET_END)
        case .tail(let count): constant = Int64(RD_KAFKA_OFFSET_TAIL_BASE) - Int64(max(count, 0))
        case .time(let time):
            return try look(up: time, client, topics, counts, deadline: deadline)
        }
        return counts.map { Array(repeating: constant, count: $0) }
    }

    private static func look(
        up time: Int64,
        _ client: borrowing KafkaClient,
        _ topics: [String],
        _ counts: [Int],
        deadline: Int
    ) throws(BrokerError) -> [[Int64]] {
        let list = PartitionList(capacity: counts.reduce(0, +))
        for (index, topic) in topics.enumerated() {
            for partition in 0..<counts[index] {
                list.append(topic, Int32(partition), offset: time)
            }
        }
        let left = Int32(clamping: max(deadline - monotonicMilliseconds(), 100))
        let code = unsafe rd_kafka_offsets_for_times(client.handle, list.pointer, left)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw BrokerError(kafka: code, doing: "Looking up the time \(time) in the topics")
        }
        var next = 0
        return counts.map { count in
            (0..<count).map { _ in
                defer { next += 1 }
                return list[next].offset
            }
        }
    }

    /// The next record of any topic, waiting up to `milliseconds`. Order holds within a partition.
    ///
    /// Answers `atEnd` at once when the last partition reaches its end, and later each time nothing new
    /// came in the given time.
    public mutating func next(milliseconds: Int) -> Step {
        let deadline = monotonicMilliseconds() + milliseconds
        while true {
            if let error = serve() { return .failed(error) }
            let left = Int32(clamping: max(deadline - monotonicMilliseconds(), 0))
            var message: UnsafeMutablePointer<rd_kafka_message_t>?
            guard unsafe rd_kafka_consume_batch_queue(consumed, left, &message, 1) == 1,
                let message = unsafe message
            else { return openCount == 0 ? .atEnd : .timeout }
            defer { unsafe rd_kafka_message_destroy(message) }
            if let step = unsafe read(message) { return step }
        }
    }
}
