import KafkaBroker
import Testing

@testable import takt

/// A cluster with input records and books that a test writes by hand.
struct AuditedCluster: ~Copyable {
    static let input = "mes.process.measurements"
    static let books = "mes.kpi.engine"
    static let deadLetters = "mes.dead-letters"
    static let lateEvents = "mes.late-events"
    static let contributions = "takt-contributions"
    static let topics = [input, books, deadLetters, lateEvents, contributions]

    private let cluster: MockCluster
    private var sink: KafkaSink
    let settings: KafkaSettings

    private init() throws {
        let cluster = try MockCluster()
        for topic in Self.topics { try cluster.createTopic(topic, partitionCount: 2) }
        let settings = KafkaSettings(brokers: cluster.bootstraps, applicationID: "audited")
        sink = try KafkaSink(settings, topics: Self.topics)
        self.settings = settings
        self.cluster = cluster
    }

    /// Two partitions of each topic; so many records on each partition of the input.
    static func make(records: [Int]) throws -> AuditedCluster {
        var made = try AuditedCluster()
        for (partition, count) in records.enumerated() {
            for _ in 0..<count { try made.send(input, partition, "{}") }
        }
        return made
    }

    /// Creates a topic more.
    func create(_ topic: String) throws { try cluster.createTopic(topic, partitionCount: 2) }

    /// From here on the broker says that it cannot answer whoever reads, for a long time.
    func refuseReaders() {
        // LEADER_NOT_AVAILABLE on Fetch, which a client tries again without a word.
        cluster.pushErrors(apiKey: 1, codes: Array(repeating: 5, count: 10_000))
    }

    /// Writes a record.
    mutating func send(
        _ topic: String,
        _ partition: Int,
        _ value: String,
        headers: [(name: String, value: [UInt8])] = []
    ) throws {
        let isSent = try sink.send(
            topic: Self.topics.firstIndex(of: topic)!,
            key: nil,
            value: Array(value.utf8),
            headers: headers,
            partition: Int32(partition)
        )
        try #require(isSent)
    }

    /// Writes what the engine writes when it sets a record of the input aside.
    mutating func setAside(_ topic: String, partition: Int = 0, offset: Int) throws {
        try send(
            topic,
            partition,
            "{}",
            headers: [
                ("takt_source_topic", Array(Self.input.utf8)),
                ("takt_source_partition", Array("\(partition)".utf8)),
                ("takt_source_offset", Array("\(offset)".utf8)),
            ]
        )
    }

    /// Writes a book; what is not said counts as counted.
    mutating func book(
        _ offsets: Range<Int>,
        of topic: String = input,
        partition: Int = 0,
        read: Int? = nil,
        counted: Int? = nil,
        late: Int = 0,
        deadLettered: Int = 0,
        ignored: Int = 0,
        duplicates: Int = 0
    ) throws {
        let read = read ?? offsets.count
        let counted = counted ?? read - late - deadLettered - ignored
        try send(
            Self.books,
            partition,
            """
            {"time":"2026-03-02T08:00:00Z","task":\(partition),"topic":"\(topic)",\
            "instance":"a","from_offset":\(offsets.lowerBound),"to_offset":\(offsets.upperBound),\
            "read":\(read),"counted":\(counted),"late":\(late),"dead_lettered":\(deadLettered),\
            "ignored":\(ignored),"duplicates":\(duplicates),"balanced":true}
            """
        )
    }

    /// What `takt audit` finds.
    mutating func report(contributions: String? = nil) throws -> AuditReport {
        try flush()
        let evidence = try AuditEvidence(
            settings,
            inputs: [Self.input],
            contributions: contributions,
            books: Self.books,
            deadLetters: Self.deadLetters,
            lateEvents: Self.lateEvents
        )
        return AuditReport(
            evidence,
            deadLetters: Self.deadLetters,
            lateEvents: Self.lateEvents
        )
    }

    /// Waits until the cluster has everything.
    mutating func flush() throws {
        let isFlushed = sink.flush(milliseconds: 20_000)
        try #require(isFlushed)
        while sink.poll(milliseconds: 0, { _ in }) > 0 {}
    }
}
