import KafkaBroker
import Records
import Testing

/// The error of opening a source, as its sentence.
private func refusal(
    _ settings: KafkaSettings,
    _ anchor: String = "app-tasks",
    _ topics: [String] = ["app.a"]
) -> BrokerError? {
    do throws(BrokerError) {
        _ = try KafkaSource(settings, anchorTopic: anchor, topics: topics)
        return nil
    } catch { return error }
}

@Suite("What the broker settings or the cluster have wrong is said in a sentence", .ownThread)
struct SettingsTests {
    @Test("an unknown property is named, with the library's words")
    func typo() throws {
        var settings = KafkaSettings(brokers: "127.0.0.1:1", applicationID: "app")
        settings.properties = ["securty.protocol": "ssl"]
        let error = refusal(settings)
        #expect(error?.name == "INVALID_PROPERTY")
        #expect(error?.message.contains("'securty.protocol'") == true)
        #expect(error?.message.contains("No such configuration property") == true)
        #expect(error?.isRetriable == false)
    }

    @Test("a bad value is named")
    func badValue() throws {
        var settings = KafkaSettings(brokers: "127.0.0.1:1", applicationID: "app")
        settings.properties = ["security.protocol": "telepathy"]
        #expect(refusal(settings)?.message.contains("'telepathy'") == true)
        settings.properties = ["session.timeout.ms": "0"]
        #expect(refusal(settings) != nil)
    }

    @Test("a property that recovery depends on cannot be changed")
    func owned() throws {
        var settings = KafkaSettings(brokers: "127.0.0.1:1", applicationID: "app")
        settings.properties = ["consumer.enable.auto.commit": "true"]
        #expect(refusal(settings)?.name == "OWNED_PROPERTY")
        settings.properties = ["producer.enable.idempotence": "false"]
        #expect(throws: BrokerError.self) { _ = try KafkaSink(settings, topics: []) }
    }

    @Test("a property for the other kind of client is left out")
    func otherKind() throws {
        let cluster = try makeCluster(["app.a"])
        var settings = makeSettings(cluster)
        settings.properties = [
            "consumer.fetch.min.bytes": "1", "producer.linger.ms": "1", "client.rack": "r1",
        ]
        settings.statisticsIntervalMilliseconds = 50
        var sink = try KafkaSink(settings, topics: ["app.a"])
        _ = try sink.send(topic: 0, key: nil, value: [1])
        let isFlushed = sink.flush(milliseconds: 10_000)
        #expect(isFlushed)
        var statistics: String?
        for _ in 0..<200 where statistics == nil {
            _ = sink.poll(milliseconds: 50) { _ in }
            statistics = sink.takeStatistics()
        }
        #expect(statistics?.hasPrefix("{") == true)
        var logs: [String] = []
        sink.drainLogs { logs.append($0.text) }
        #expect(logs.isEmpty, "\(logs)")
    }

    @Test("no broker at the address is a retriable error within the given time")
    func noBroker() throws {
        var settings = KafkaSettings(brokers: "127.0.0.1:1", applicationID: "app")
        settings.connectTimeoutMilliseconds = 300
        let error = refusal(settings)
        #expect(error?.isRetriable == true)
        #expect(error?.message.contains("Check the broker address") == true)
    }

    @Test("different partition counts are refused with both counts")
    func partitionCounts() throws {
        let cluster = try makeCluster(["app.a"])
        try cluster.createTopic("app.b", partitionCount: 3)
        let error = refusal(makeSettings(cluster), "app-tasks", ["app.a", "app.b"])
        #expect(error?.name == "PARTITION_COUNTS_DIFFER")
        #expect(error?.message.contains("app.b has 3 partitions") == true)
        #expect(error?.message.contains("app-tasks has 4") == true)
    }

    @Test("a missing topic is named, with the command that creates it")
    func missingTopic() throws {
        let cluster = try makeCluster(["app.a"])
        // The mock cluster creates what it is asked for, so this one is told to deny it.
        cluster.setTopicError("app.a", code: 3)
        var settings = makeSettings(cluster)
        settings.connectTimeoutMilliseconds = 1500
        let error = refusal(settings)
        #expect(error?.name == "UNKNOWN_TOPIC_OR_PART", "\(String(describing: error))")
        #expect(error?.message.contains("app.a") == true)
        #expect(error?.message.contains("takt topics apply") == true)
    }

    @Test("the admin lists topics with their partitions")
    func topics() throws {
        let cluster = try makeCluster(["app.a"], partitions: 6)
        var admin = try KafkaAdmin(makeSettings(cluster))
        let names = try admin.topics().map(\.name)
        #expect(names == ["app-tasks", "app.a"])
        let count = try admin.partitionCount(of: "app.a")
        #expect(count == 6)
        let none = try admin.partitionCount(of: "app.c")
        #expect(none == nil)
    }

    @Test("the library says its version and what it knows")
    func library() {
        #expect(KafkaLibrary.version.split(separator: ".").count >= 3)
        #expect(KafkaLibrary.knows(property: "linger.ms", value: "5"))
        #expect(!KafkaLibrary.knows(property: "linger.parsecs", value: "5"))
        print("librdkafka \(KafkaLibrary.version)")
    }
}
