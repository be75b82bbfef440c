import CRDKafka
import Records

/// The reading half of a Kafka cluster: one member of a consumer group.
///
/// It subscribes only to the anchor topic, whose partitions are the tasks; whoever has anchor partition p
/// may assign itself partition p of every other topic, so all topics of a task are always on the same
/// member. Each partition has a queue of its own: what is not read blocks nobody else.
///
/// Belongs to one thread, except `release`. Every message must be released before the source is
/// closed or destroyed, because the library waits for its messages.
@safe
public struct KafkaSource: ~Copyable, MessageSource, @unchecked Sendable {
    // Sendable because it is moved to its thread, never shared: it cannot be copied.

    enum TaskState: UInt8 {
        case foreign
        /// Ours; its committed offsets are not known yet.
        case waiting
        case located
    }

    /// What becomes of one topic of one task.
    enum Reading: UInt8 {
        case none
        case active
        /// Assigned as yet, but nothing is delivered any more.
        case ended
    }

    static let batchCountLimit = 4096

    /// The topics it was opened with, in index order.
    public let topics: [String]
    /// Partitions of every topic, which is the number of tasks.
    public let taskCount: Int
    /// The topic whose partitions are the tasks.
    public let anchorTopic: String
    /// Our membership as of the last assignment or polite revocation; nil before the first.
    public internal(set) var membership: Membership?

    var client: KafkaClient
    var states: [TaskState]
    var readings: [Reading]
    var queues: [OpaquePointer?]
    /// After the last message that was taken; where reading began while none was, -1 for the oldest.
    var nextOffsets: [Int64]
    /// Slots that are `ended`, until the library has been told.
    var endedSlots: [Int] = []
    /// Offsets of slots that are to be read, until the library has been told.
    var pendingReads: [Int: Int64] = [:]
    /// A revocation waits for `stop`.
    var isAnswerOwed = false
    /// What `membership` becomes with `stop`.
    var renewedMembership: Membership?
    var events: [SourceEvent] = []
    var commitsInFlight = 0
    var nextLookup = 0
    var lookupFailures = 0
    let batch: UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>

    /// Connects, checks that all topics exist with as many partitions as the anchor, and joins the group.
    ///
    /// Waits up to `connectTimeoutMilliseconds` for the cluster. Throws when it does not answer
    /// (retriable), a topic is missing, the partition counts differ, or a property is wrong.
    public init(_ settings: KafkaSettings, anchorTopic: String, topics: [String])
        throws(BrokerError)
    {
        let configuration = KafkaConfiguration()
        try Self.apply(settings, to: configuration)
        var client = try KafkaClient(configuration, .consumer)
        let deadline = monotonicMilliseconds() + settings.connectTimeoutMilliseconds
        let taskCount = try Self.check(&client, anchorTopic, topics, deadline: deadline)
        try Self.subscribe(client, to: anchorTopic, settings.applicationID)
        self.client = client
        self.taskCount = taskCount
        self.topics = topics
        self.anchorTopic = anchorTopic
        states = Array(repeating: .foreign, count: taskCount)
        readings = Array(repeating: .none, count: taskCount * topics.count)
        unsafe queues = unsafe Array(repeating: nil, count: taskCount * topics.count)
        nextOffsets = Array(repeating: -1, count: taskCount * topics.count)
        unsafe batch = .allocate(capacity: Self.batchCountLimit)
    }

    deinit {
        // Only what `close` has not given back; leaving the group politely is its business.
        for index in unsafe queues.indices {
            if let queue = unsafe queues[index] { unsafe Self.destroy(queue: queue) }
        }
        unsafe batch.deallocate()
    }

    private static func apply(
        _ settings: KafkaSettings,
        to configuration: borrowing KafkaConfiguration
    ) throws(BrokerError) {
        let session = settings.sessionTimeoutMilliseconds
        try configuration.set("group.id", settings.applicationID)
        try configuration.set("session.timeout.ms", String(session))
        try configuration.set("heartbeat.interval.ms", String(max(min(session / 3, 2000), 100)))
        try configuration.set("partition.assignment.strategy", "cooperative-sticky")
        try configuration.set("isolation.level", "read_committed")
        try configuration.set("enable.auto.commit", "false")
        try configuration.set("enable.auto.offset.store", "false")
        try configuration.set("enable.partition.eof", "true")
        // Every start has an offset; what is left are inputs that expired before we read them.
        try configuration.set("auto.offset.reset", "error")
        try configuration.set("fetch.wait.max.ms", "100")
        try configuration.set("queued.min.messages", "20000")
        try configuration.set(
            "queued.max.messages.kbytes",
            String(settings.prefetchKilobytesMax)
        )
        configuration.setIfKnown("fetch.queue.backoff.ms", "10")
        try configuration.apply(settings, kind: .consumer)
    }

    private static func subscribe(
        _ client: borrowing KafkaClient,
        to topic: String,
        _ group: String
    ) throws(BrokerError) {
        let subscription = PartitionList(capacity: 1)
        subscription.append(topic, -1)
        let code = unsafe rd_kafka_subscribe(client.handle, subscription.pointer)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        throw BrokerError(kafka: code, doing: "Joining the group \(group)")
    }

    private static func check(
        _ client: inout KafkaClient,
        _ anchorTopic: String,
        _ topics: [String],
        deadline: Int
    ) throws(BrokerError) -> Int {
        let anchor = unsafe try client.open(topic: anchorTopic)
        let count = unsafe try client.partitionCount(of: anchorTopic, anchor, deadline: deadline)
        for topic in topics {
            let opened = unsafe try client.open(topic: topic)
            let found = unsafe try client.partitionCount(of: topic, opened, deadline: deadline)
            guard found != count else { continue }
            throw BrokerError(
                code: RD_KAFKA_RESP_ERR_INVALID_PARTITIONS.rawValue,
                name: "PARTITION_COUNTS_DIFFER",
                message:
                    "The topic \(topic) has \(found) partitions and the topic \(anchorTopic) has "
                    + "\(count). All input topics need the same number, because partition p of all of "
                    + "them is one task. Create them anew with equal counts."
            )
        }
        return count
    }

    /// Where a topic of a task sits in the flat tables.
    @inline(__always)
    func slot(_ topic: Int, _ task: Int32) -> Int { Int(task) * topics.count + topic }

    /// Sleeps until something arrives, at most `milliseconds`. A queue rings only when it was empty, so
    /// whoever left messages in one (a full ring) should ask for a short time.
    public mutating func wait(milliseconds: Int) {
        guard events.isEmpty else { return }
        let untilLookup = isLocating ? max(nextLookup - monotonicMilliseconds(), 0) : milliseconds
        client.wait(milliseconds: min(milliseconds, untilLookup))
    }

    /// Lag in messages of a topic that is being read, from the watermarks of the last fetch; costs a
    /// look-up under the client's lock.
    public func lag(topic: Int, task: Int32) -> Int64? {
        let slot = slot(topic, task)
        let next = nextOffsets[slot]
        guard client.isOpen, readings[slot] == .active, next >= 0 else { return nil }
        var low: Int64 = 0
        var high: Int64 = -1
        let code = unsafe rd_kafka_get_watermark_offsets(
            client.handle,
            topics[topic],
            task,
            &low,
            &high
        )
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, high >= 0 else { return nil }
        return max(high - next, 0)
    }

    /// Hands over the library's log lines that came in since the last call; at most 256 are kept.
    public mutating func drainLogs(_ body: (KafkaLog) -> Void) { client.drainLogs(body) }

    /// The newest statistics of the library as JSON, once each; nil when there are none.
    public mutating func takeStatistics() -> String? {
        defer { client.statistics = nil }
        return client.statistics
    }

    /// What this source has done since it was opened.
    public var counters: KafkaCounters { client.counters }

    /// Gives a message's memory back; safe on any thread, exactly once per message.
    public static func release(_ handle: UnsafeMutableRawPointer) {
        unsafe rd_kafka_message_destroy(handle.assumingMemoryBound(to: rd_kafka_message_t.self))
    }
}
