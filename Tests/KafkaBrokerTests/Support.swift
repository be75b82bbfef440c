import Foundation
import KafkaBroker
import Records
import Testing

/// A record as a test sees it, copied out of the broker's memory.
struct Seen: Sendable, Equatable {
    var topic: Int
    var task: Int32
    var offset: Int64
    var timestamp: Int64
    var key: String?
    var value: String?

    init(_ message: InboundMessage) {
        topic = Int(message.topic)
        task = message.partition
        offset = message.offset
        timestamp = message.timestampMilliseconds
        key = message.hasKey ? unsafe String(decoding: message.key, as: UTF8.self) : nil
        value = message.hasValue ? unsafe String(decoding: message.value, as: UTF8.self) : nil
    }
}

/// A member of a group as a test drives it: the turns of an intake, with everything it saw.
struct Member: ~Copyable {
    var source: KafkaSource
    var tasks: Set<Int32> = []
    var seen: [Seen] = []
    var ends: Set<Int> = []
    var failures: [BrokerError] = []
    /// What the group had committed for each task.
    var located: [Int32: [Int64]] = [:]
    var missing: [TopicOffset] = []
    /// False when the test itself says what is read, and from where.
    var readsAtOnce = true
    /// False when the test itself gives back what was revoked.
    var stopsAtOnce = true
    var leaving: Set<Int32> = []
    /// Tasks whose queues are left alone.
    var unread: Set<Int32> = []
    var starts = 0

    init(_ settings: KafkaSettings, anchor: String, topics: [String]) throws {
        source = try KafkaSource(settings, anchorTopic: anchor, topics: topics)
    }

    /// One turn of the intake; returns how many messages came.
    mutating func turn() throws -> Int {
        while let event = source.poll() {
            switch event {
            case .assigned(let new):
                tasks.formUnion(new)
                starts += 1
                try source.start(tasks: new)
            case .revoked(let gone, _):
                tasks.subtract(gone)
                for task in gone { located[task] = nil }
                if stopsAtOnce {
                    try source.stop(tasks: gone)
                } else {
                    leaving.formUnion(gone)
                }
            case .located(let task, let offsets):
                located[task] = offsets
                if readsAtOnce { try read(task, offsets) }
            case .missing(let place, let error):
                missing.append(place)
                failures.append(error)
            case .failed(let error):
                failures.append(error)
            }
        }
        var count = 0
        for task in tasks.sorted() where !unread.contains(task) {
            for topic in source.topics.indices { count += receive(topic, task) }
        }
        return count
    }

    /// Reads all topics of a task, each from its own offset.
    mutating func read(_ task: Int32, _ offsets: [Int64]) throws {
        try source.read(
            offsets.enumerated().map {
                TopicOffset(topic: $0.offset, partition: task, offset: $0.element)
            }
        )
    }

    private mutating func receive(_ topic: Int, _ task: Int32) -> Int {
        var arrived: [Seen] = []
        var ended = false
        let count = source.receive(topic: topic, task: task, maximum: 500) { message in
            if message.kind == .endOfPartition { ended = true }
            guard let handle = unsafe message.handle else { return }
            arrived.append(Seen(message))
            unsafe KafkaSource.release(handle)
        }
        seen += arrived
        if ended { ends.insert(topic * 1000 + Int(task)) }
        return count
    }

    /// Turns until a condition holds; false when it does not within `seconds`.
    mutating func run(seconds: Double = 30, until isDone: (borrowing Member) -> Bool) throws -> Bool
    {
        let deadline = Date.now.addingTimeInterval(seconds)
        while Date.now < deadline {
            let count = try turn()
            if isDone(self) { return true }
            if count == 0 { source.wait(milliseconds: 50) }
        }
        return false
    }
}

/// Turns of two members until a condition holds; false when it does not within `seconds`.
func run(
    _ first: inout Member,
    _ second: inout Member,
    seconds: Double = 40,
    until isDone: (borrowing Member, borrowing Member) -> Bool
) throws -> Bool {
    let deadline = Date.now.addingTimeInterval(seconds)
    while Date.now < deadline {
        let count = try first.turn() + second.turn()
        if isDone(first, second) { return true }
        if count == 0 { first.source.wait(milliseconds: 20) }
    }
    return false
}

/// A mock cluster with an anchor and topics of equal partition counts.
func makeCluster(_ topics: [String], partitions: Int = 4) throws -> MockCluster {
    let cluster = try MockCluster()
    for topic in topics + ["app-tasks"] {
        try cluster.createTopic(topic, partitionCount: partitions)
    }
    return cluster
}

/// Settings that find out about dead members as fast as the mock cluster allows.
func makeSettings(_ cluster: borrowing MockCluster, _ instance: String = "0") -> KafkaSettings {
    var settings = KafkaSettings(
        brokers: cluster.bootstraps,
        applicationID: "app",
        instanceID: instance
    )
    settings.properties = ["consumer.heartbeat.interval.ms": "300"]
    return settings
}

/// Sends `count` records "k…" → "v…" to each of the partitions of each topic and waits for them.
func produce(
    _ cluster: borrowing MockCluster,
    _ topics: [String],
    partitions: Int = 4,
    count: Int = 1
) throws {
    var sink = try KafkaSink(makeSettings(cluster), topics: topics)
    for index in 0..<count {
        for topic in topics.indices {
            for partition in 0..<partitions {
                let isSent = try sink.send(
                    topic: topic,
                    key: Array("k\(partition)".utf8),
                    value: Array("v\(index)".utf8),
                    timestampMilliseconds: 1000 + Int64(index),
                    partition: Int32(partition)
                )
                try #require(isSent)
            }
        }
    }
    let isFlushed = sink.flush(milliseconds: 20_000)
    try #require(isFlushed)
    var errors = 0
    while sink.poll(milliseconds: 0, { if $0.error != nil { errors += 1 } }) > 0 {}
    try #require(errors == 0)
    sink.close(milliseconds: 1000)
}
