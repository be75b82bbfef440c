import Foundation
import KafkaBroker
import Records
import Testing

private let brokers = ProcessInfo.processInfo.environment["TAKT_TEST_BROKERS"]

/// What needs a cluster outside this process; its address comes from `TAKT_TEST_BROKERS`.
@Suite(
    "On a cluster over the network",
    .enabled(if: brokers != nil, "TAKT_TEST_BROKERS names no cluster"),
    .serialized
)
struct ClusterTests {
    let prefix = "takt-test-\(UInt32.random(in: 1...UInt32.max))"

    func settings(_ instance: String = "0") -> KafkaSettings {
        var settings = KafkaSettings(
            brokers: brokers ?? "",
            applicationID: prefix,
            instanceID: instance
        )
        settings.connectTimeoutMilliseconds = 10_000
        return settings
    }

    func create(_ topics: [String], partitions: Int) throws {
        var admin = try KafkaAdmin(settings())
        for topic in topics {
            try admin.create(
                TopicSpecification(
                    name: "\(prefix).\(topic)",
                    partitionCount: partitions,
                    replicationFactor: 1,
                    configuration: ["retention.ms": "3600000"]
                )
            )
        }
    }

    @Test("topics are created with their configuration, listed, and deleted")
    func topics() throws {
        try create(["one"], partitions: 3)
        var admin = try KafkaAdmin(settings())
        let count = try admin.partitionCount(of: "\(prefix).one")
        #expect(count == 3)
        let configuration = try admin.configuration(of: "\(prefix).one")
        #expect(configuration["retention.ms"] == "3600000")
        var again: BrokerError?
        do throws(BrokerError) {
            try admin.create(TopicSpecification(name: "\(prefix).one", partitionCount: 3))
        } catch { again = error }
        #expect(again?.name == "TOPIC_ALREADY_EXISTS", "\(String(describing: again))")
        try admin.delete(topic: "\(prefix).one")
        #expect(throws: BrokerError.self) { try admin.delete(topic: "\(prefix).none") }
    }

    @Test("a missing topic is named, with the command that creates it")
    func missingTopic() throws {
        var error: BrokerError?
        do throws(BrokerError) {
            _ = try KafkaSource(settings(), anchorTopic: "\(prefix).none", topics: [])
        } catch let caught { error = caught }
        #expect(
            error?.message.contains("takt topics apply") == true,
            "\(String(describing: error))"
        )
    }

    @Test("two members share tasks, commit, and one takes over from there")
    func sharing() throws {
        try create(["tasks", "a", "b"], partitions: 4)
        let topics = ["\(prefix).a", "\(prefix).b"]
        var sink = try KafkaSink(settings(), topics: topics)
        for index in 0..<400 {
            _ = try sink.send(
                topic: index % 2,
                key: Array("k\(index)".utf8),
                value: Array("v\(index)".utf8),
                partition: Int32(index / 2 % 4)
            )
        }
        let isFlushed = sink.flush(milliseconds: 20_000)
        #expect(isFlushed)
        var first = try Member(settings("1"), anchor: "\(prefix).tasks", topics: topics)
        let isRead = try first.run(seconds: 60) { $0.seen.count == 400 && $0.ends.count == 8 }
        #expect(isRead, "\(first.failures) \(first.tasks) \(first.seen.count) \(first.ends)")
        var places: [TopicOffset] = []
        for topic in 0..<2 {
            for task in Int32(0)..<4 {
                places.append(TopicOffset(topic: topic, partition: task, offset: 40))
            }
        }
        try first.source.commit(places)
        var second = try Member(settings("2"), anchor: "\(prefix).tasks", topics: topics)
        let isShared = try run(&first, &second, seconds: 60) {
            $0.tasks.count == 2 && $1.tasks.count == 2
        }
        #expect(isShared)
        let isResumed = try run(&first, &second, seconds: 60) { $1.seen.count == 40 }
        #expect(isResumed)
        #expect(second.seen.allSatisfy { $0.offset >= 40 })
        first.source.close(milliseconds: 5000)
        let isTakenOver = try second.run(seconds: 60) { $0.tasks.count == 4 && $0.seen.count == 80 }
        #expect(isTakenOver)
        second.source.close(milliseconds: 5000)
    }

    @Test("a transaction commits outputs and offsets together, an aborted one neither offsets")
    func transactions() throws {
        try create(["tasks", "in", "out"], partitions: 1)
        var member = try Member(
            settings(),
            anchor: "\(prefix).tasks",
            topics: ["\(prefix).in"]
        )
        let isMember = try member.run(seconds: 60) { $0.tasks.count == 1 }
        #expect(isMember)
        let taken = member.source.membership
        let membership = try #require(taken)
        var sink = try KafkaSink(
            settings(),
            topics: ["\(prefix).out", "\(prefix).in"],
            transactionalID: "\(prefix)-0"
        )
        try sink.initTransactions(milliseconds: 20_000)
        for (offset, isKept) in [(1, true), (2, false), (3, true), (9, false)] {
            try sink.begin()
            _ = try sink.send(topic: 0, key: nil, value: [UInt8(offset)])
            _ = try sink.send(topic: 1, key: nil, value: [UInt8(offset)])
            try sink.sendOffsets(
                [TopicOffset(topic: 0, partition: 0, offset: Int64(offset))],
                topics: ["\(prefix).in"],
                membership,
                milliseconds: 10_000
            )
            if isKept {
                try sink.commit(milliseconds: 10_000)
            } else {
                try sink.abort(milliseconds: 10_000)
            }
        }
        member.source.close(milliseconds: 5000)
        var next = try Member(settings(), anchor: "\(prefix).tasks", topics: ["\(prefix).in"])
        let isResumed = try next.run(seconds: 60) { !$0.seen.isEmpty }
        #expect(isResumed)
        #expect(next.seen.allSatisfy { $0.offset >= 3 }, "\(next.seen)")
        next.source.close(milliseconds: 5000)
        sink.close(milliseconds: 1000)
    }
}
