import KafkaBroker
import Records
import Testing

@Suite("A sink", .ownThread)
struct SinkTests {
    @Test("repeats what the broker refused for a while, in order and once")
    func retries() throws {
        let cluster = try makeCluster(["app.a"], partitions: 1)
        // NOT_LEADER_FOR_PARTITION, REQUEST_TIMED_OUT, NOT_ENOUGH_REPLICAS.
        cluster.pushErrors(apiKey: 0, codes: [6, 7, 19, 6, 7])
        try produce(cluster, ["app.a"], partitions: 1, count: 100)
        var reader = try KafkaReader(makeSettings(cluster), topics: ["app.a"])
        let found = try readAll(&reader)
        let values = found.map { String(decoding: $0.value ?? [], as: UTF8.self) }
        #expect(values == (0..<100).map { "v\($0)" })
    }

    @Test("refuses a record that is too large, and goes on")
    func tooLarge() throws {
        let cluster = try makeCluster(["app.a"], partitions: 1)
        var sink = try KafkaSink(makeSettings(cluster), topics: ["app.a"])
        var refused: BrokerError?
        do throws(BrokerError) {
            _ = try sink.send(topic: 0, key: nil, value: Array(repeating: 1, count: 2_000_000))
        } catch { refused = error }
        #expect(refused?.name == "MSG_SIZE_TOO_LARGE")
        #expect(refused?.isFatal == false && refused?.isRetriable == false)
        #expect(refused?.message.contains("app.a") == true)
        #expect(refused?.message.contains("message.max.bytes") == true)
        let isSent = try sink.send(topic: 0, key: nil, value: [1])
        #expect(isSent)
        let isFlushed = sink.flush(milliseconds: 10_000)
        #expect(isFlushed)
        #expect(sink.fatalError == nil)
    }

    @Test("says when its queue is full, and takes more once there is room")
    func full() throws {
        let cluster = try makeCluster(["app.a"], partitions: 1)
        var settings = makeSettings(cluster)
        settings.properties["producer.queue.buffering.max.messages"] = "10"
        var sink = try KafkaSink(settings, topics: ["app.a"])
        var sent = 0
        while try sink.send(topic: 0, key: nil, value: [1], tag: UInt64(sent)) { sent += 1 }
        #expect(sent == 10)
        let isFlushed = sink.flush(milliseconds: 10_000)
        #expect(isFlushed)
        var tags: [UInt64] = []
        _ = sink.poll(milliseconds: 0) { tags.append($0.tag) }
        #expect(tags == Array(0..<10))
        let isSent = try sink.send(topic: 0, key: nil, value: [1])
        #expect(isSent)
        #expect(sink.counters.messageCount == 11)
        sink.close(milliseconds: 5000)
    }

    @Test("keeps records while the broker is gone, and sends them when it is back")
    func brokerComesBack() throws {
        let cluster = try makeCluster(["app.a"], partitions: 1)
        var sink = try KafkaSink(makeSettings(cluster), topics: ["app.a"])
        _ = try sink.send(topic: 0, key: nil, value: [1])
        var isFlushed = sink.flush(milliseconds: 10_000)
        #expect(isFlushed)
        cluster.setBroker(1, isDown: true)
        _ = try sink.send(topic: 0, key: nil, value: [2])
        isFlushed = sink.flush(milliseconds: 300)
        #expect(!isFlushed)
        #expect(sink.inFlightCount == 1)
        cluster.setBroker(1, isDown: false)
        isFlushed = sink.flush(milliseconds: 20_000)
        #expect(isFlushed)
        var failures = 0
        _ = sink.poll(milliseconds: 0) { if $0.error != nil { failures += 1 } }
        #expect(failures == 0)
        var logs: [String] = []
        sink.drainLogs { logs.append($0.text) }
        #expect(!logs.isEmpty)
    }

    @Test("closes in under two seconds when the broker is gone, and says what it dropped")
    func closesWithoutBroker() throws {
        let cluster = try makeCluster(["app.a"], partitions: 1)
        var sink = try KafkaSink(makeSettings(cluster), topics: ["app.a"])
        _ = try sink.send(topic: 0, key: nil, value: [1])
        _ = sink.flush(milliseconds: 10_000)
        cluster.setBroker(1, isDown: true)
        _ = try sink.send(topic: 0, key: nil, value: [2])
        let clock = ContinuousClock()
        let start = clock.now
        let isDone = sink.close(milliseconds: 500)
        #expect(!isDone)
        #expect(clock.now - start < .seconds(2))
    }

    @Test("commits and aborts transactions with the group's membership")
    func transactions() throws {
        let cluster = try makeCluster(["app.a", "app.out"], partitions: 1)
        var member = try Member(makeSettings(cluster), anchor: "app-tasks", topics: ["app.a"])
        let isMember = try member.run { $0.tasks.count == 1 }
        #expect(isMember)
        let taken = member.source.groupMetadata
        let metadata = try #require(taken)
        var sink = try KafkaSink(
            makeSettings(cluster),
            topics: ["app.out"],
            transactionalID: "app-0"
        )
        var outside: BrokerError?
        do throws(BrokerError) {
            try sink.begin()
        } catch { outside = error }
        #expect(outside != nil)
        try sink.initTransactions(milliseconds: 10_000)
        for round in 0..<4 {
            try sink.begin()
            _ = try sink.send(topic: 0, key: nil, value: [UInt8(round)], tag: UInt64(round))
            if round % 2 == 1 {
                try sink.abort(milliseconds: 10_000)
                continue
            }
            let place = TopicOffset(topic: 0, partition: 0, offset: Int64(round))
            try sink.sendOffsets(
                [place],
                topics: ["app.a"],
                metadata,
                milliseconds: 10_000
            )
            try sink.commit(milliseconds: 10_000)
        }
        var tags: [UInt64] = []
        _ = sink.poll(milliseconds: 0) { tags.append($0.tag) }
        #expect(tags == [0, 1, 2, 3])
        sink.close(milliseconds: 1000)
        member.source.close(milliseconds: 2000)
    }

    @Test("a transaction that the coordinator refuses says that it must be aborted, and can be")
    func abortable() throws {
        let cluster = try makeCluster(["app.out"], partitions: 1)
        var sink = try KafkaSink(
            makeSettings(cluster),
            topics: ["app.out"],
            transactionalID: "app-0"
        )
        try sink.initTransactions(milliseconds: 10_000)
        try sink.begin()
        // TOPIC_AUTHORIZATION_FAILED on AddPartitionsToTxn.
        cluster.pushErrors(apiKey: 24, codes: [29])
        _ = try sink.send(topic: 0, key: nil, value: [1])
        var refused: BrokerError?
        do throws(BrokerError) {
            try sink.commit(milliseconds: 5000)
        } catch { refused = error }
        #expect(refused?.isAbortable == true)
        #expect(refused?.isFatal == false)
        try sink.abort(milliseconds: 10_000)
        try sink.begin()
        _ = try sink.send(topic: 0, key: nil, value: [2])
        try sink.commit(milliseconds: 10_000)
        sink.close(milliseconds: 1000)
    }
}
