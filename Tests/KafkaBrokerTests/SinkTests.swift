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

    @Test("sends to the stated partition, else by key, and says at which offset a record landed")
    func placesAndOffsets() throws {
        let cluster = try makeCluster(["app.a"])
        var sink = try KafkaSink(makeSettings(cluster), topics: ["app.a"])
        var batch = OutputBatch()
        // By murmur2 the key belongs to one partition; the statement sends it to all of them.
        for partition in [Int32](arrayLiteral: 3, 3, 0, -1) {
            batch.begin(topic: 0, partition: partition, timestampMilliseconds: 1, inputIndex: 0)
            batch.beginKey()
            batch.bytes += Array("key".utf8)
            batch.beginValue()
            batch.bytes.append(UInt8(truncatingIfNeeded: partition))
            batch.end()
        }
        for index in 0..<4 {
            let isSent = try sink.send(batch, index, tag: UInt64(index))
            #expect(isSent)
            let isFlushed = sink.flush(milliseconds: 10_000)
            #expect(isFlushed)
        }
        var offsets: [UInt64: Int64] = [:]
        _ = sink.poll(milliseconds: 0) { offsets[$0.tag] = $0.error == nil ? $0.offset : -2 }
        sink.close(milliseconds: 1000)

        var reader = try KafkaReader(makeSettings(cluster), topics: ["app.a"])
        let found = try readAll(&reader)
        let byKey = unsafe Array("key".utf8).withUnsafeBytes {
            unsafe StableHash.partition(ofKey: $0, partitionCount: 4)
        }
        #expect(found.count == 4)
        for record in found {
            let stated = Int8(truncatingIfNeeded: Int(record.value?.first ?? 9))
            #expect(record.partition == (stated >= 0 ? Int32(stated) : byKey))
        }
        #expect(found.filter { $0.partition == 3 }.map(\.offset).prefix(2) == [0, 1])
        #expect(offsets[0] == 0 && offsets[1] == 1 && (offsets[2] ?? -1) >= 0)
        #expect(offsets[3] == found.first { $0.value == [255] }?.offset)
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
}
