import KafkaBroker
import Records
import Testing

@Suite("What a broker refuses for good says what a person has to do", .ownThread)
struct LastingRefusalTests {
    @Test(
        "a record that the broker refuses",
        arguments: [
            // Source: Kafka's protocol error table.
            (code: Int32(29), name: "TOPIC_AUTHORIZATION_FAILED", remedy: "Allow this user"),
            (code: Int32(10), name: "MSG_SIZE_TOO_LARGE", remedy: "Raise 'max.message.bytes'"),
        ]
    )
    func sending(code: Int32, name: String, remedy: String) throws {
        let cluster = try makeCluster(["app.a"], partitions: 1)
        var sink = try KafkaSink(makeSettings(cluster), topics: ["app.a"])
        cluster.pushErrors(apiKey: 0, codes: [code])
        _ = try sink.send(topic: 0, key: nil, value: [1])
        let isFlushed = sink.flush(milliseconds: 10_000)
        #expect(isFlushed)
        var refused: BrokerError?
        _ = sink.poll(milliseconds: 0) { refused = $0.error }
        #expect(refused?.name == name)
        #expect(refused?.isFatal == false)
        #expect(refused?.message.contains("app.a") == true)
        #expect(refused?.message.contains(remedy) == true, "\(String(describing: refused))")
    }

    @Test("a right to read that is missing")
    func reading() throws {
        let cluster = try makeCluster(["app.a"], partitions: 1)
        try produce(cluster, ["app.a"], partitions: 1)
        var member = try Member(makeSettings(cluster), anchor: "app-tasks", topics: ["app.a"])
        member.readsAtOnce = false
        let isLocated = try member.run { $0.located.count == 1 }
        #expect(isLocated)
        cluster.pushErrors(apiKey: 1, codes: Array(repeating: 29, count: 20))
        try member.source.read([TopicOffset(topic: 0, partition: 0, offset: 0)])
        let isRefused = try member.run { !$0.failures.isEmpty }
        #expect(isRefused)
        let error = member.failures.first
        #expect(error?.name == "TOPIC_AUTHORIZATION_FAILED")
        #expect(error?.message.contains("Allow this user to read") == true, "\(member.failures)")
        cluster.clearErrors(apiKey: 1)
        member.source.close(milliseconds: 2000)
    }

    @Test(
        "input that the embedded broker has dropped for its 5 MiB is missing, never an empty topic"
    )
    func truncated() throws {
        let cluster = try makeCluster(["app.a"], partitions: 1)
        var sink = try KafkaSink(makeSettings(cluster), topics: ["app.a"])
        // Bytes that do not compress.
        var word: UInt64 = 1
        let value = (0..<100_000).map { _ in
            word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: word >> 56)
        }
        for _ in 0..<80 {
            _ = try sink.send(topic: 0, key: nil, value: value)
            let isFlushed = sink.flush(milliseconds: 10_000)
            try #require(isFlushed)
        }
        sink.close(milliseconds: 1000)
        var member = try Member(makeSettings(cluster), anchor: "app-tasks", topics: ["app.a"])
        member.readsAtOnce = false
        let isLocated = try member.run { $0.located.count == 1 }
        #expect(isLocated)
        try member.source.read([TopicOffset(topic: 0, partition: 0, offset: 0)])
        let isMissed = try member.run { !$0.missing.isEmpty }
        #expect(isMissed)
        #expect(member.seen.isEmpty)
        #expect(member.missing.first?.offset == 0)
        #expect(member.failures.first?.message.contains("offset 0 of partition 0 of app.a") == true)
        member.source.close(milliseconds: 2000)
    }
}
