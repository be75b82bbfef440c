import KafkaBroker
import Records
import Testing

/// Everything a reader finds up to the end, as records.
func readAll(_ reader: inout KafkaReader, milliseconds: Int = 10_000) throws -> [KafkaRecord] {
    var found: [KafkaRecord] = []
    while true {
        switch reader.next(milliseconds: milliseconds) {
        case .record(let record): found.append(record)
        case .atEnd: return found
        case .timeout: throw BrokerError(code: 0, name: "TEST", message: "The end did not come.")
        case .failed(let error): throw error
        }
    }
}

@Suite("Reading and writing whole topics", .ownThread)
struct ReaderTests {
    @Test("null and empty keys and values, headers and times survive a round trip")
    func roundTrip() throws {
        let cluster = try makeCluster(["app.a"])
        var sink = try KafkaSink(makeSettings(cluster), topics: ["app.a"])
        let parts: [(key: [UInt8]?, value: [UInt8]?)] = [
            (nil, [1, 2]), ([3], nil), (nil, nil), ([], []), (Array("k".utf8), Array("v".utf8)),
        ]
        for (index, part) in parts.enumerated() {
            let isSent = try sink.send(
                topic: 0,
                key: part.key,
                value: part.value,
                headers: [("ce_id", [UInt8(index)]), ("ce_type", []), ("ce_id", [9, 0])],
                timestampMilliseconds: 1_700_000_000_000 + Int64(index),
                partition: 2,
                tag: UInt64(index)
            )
            #expect(isSent)
        }
        let isFlushed = sink.flush(milliseconds: 10_000)
        #expect(isFlushed)
        var tags: [UInt64] = []
        _ = sink.poll(milliseconds: 0) { tags.append($0.tag) }
        #expect(tags.sorted() == [0, 1, 2, 3, 4])

        var reader = try KafkaReader(makeSettings(cluster), topics: ["app.a"])
        #expect(reader.partitionCounts == [4])
        let found = try readAll(&reader)
        #expect(found.count == 5)
        for (index, record) in found.enumerated() {
            #expect(record.partition == 2 && record.offset == Int64(index))
            #expect(record.key == parts[index].key)
            #expect(record.value == parts[index].value)
            #expect(record.timestampMilliseconds == 1_700_000_000_000 + Int64(index))
            #expect(record.headers.map(\.name) == ["ce_id", "ce_type", "ce_id"])
            #expect(record.headers.map(\.value) == [[UInt8(index)], [], [9, 0]])
        }
    }

    @Test("a batch is sent by its keys, with headers, and lands where a Java client would put it")
    func batch() throws {
        let cluster = try makeCluster(["app.a", "app.b"])
        var batch = OutputBatch()
        for index in 0..<20 {
            batch.begin(
                topic: index % 2,
                timestampMilliseconds: 5000 + Int64(index),
                inputIndex: UInt64(index)
            )
            let id: [UInt8] = [UInt8(index), 7]
            unsafe id.withUnsafeBytes { unsafe batch.header("ce_id", $0) }
            batch.beginKey()
            batch.bytes += Array("machine-\(index)".utf8)
            batch.beginValue()
            if index != 19 { batch.bytes += Array("{\"n\":\(index)}".utf8) }
            batch.end(isTombstone: index == 19)
        }
        var sink = try KafkaSink(makeSettings(cluster), topics: ["app.a", "app.b"])
        for index in 0..<batch.count {
            let isSent = try sink.send(batch, index, tag: UInt64(index))
            #expect(isSent)
        }
        #expect(sink.inFlightCount == 20)
        let isFlushed = sink.flush(milliseconds: 10_000)
        #expect(isFlushed)
        #expect(sink.inFlightCount == 0)

        var reader = try KafkaReader(makeSettings(cluster), topics: ["app.a", "app.b"])
        let found = try readAll(&reader)
        #expect(found.count == 20)
        for record in found {
            let index = Int(record.timestampMilliseconds - 5000)
            let key = Array("machine-\(index)".utf8)
            let partition = unsafe key.withUnsafeBytes {
                unsafe StableHash.partition(ofKey: $0, partitionCount: 4)
            }
            #expect(record.topic == index % 2)
            #expect(record.key == key)
            #expect(record.partition == partition)
            #expect(record.value == (index == 19 ? nil : Array("{\"n\":\(index)}".utf8)))
            #expect(record.headers.first?.value == [UInt8(index), 7])
        }
    }

    @Test("a reader begins at the tail or the end when asked")
    func starts() throws {
        let cluster = try makeCluster(["app.a"], partitions: 2)
        try produce(cluster, ["app.a"], partitions: 2, count: 10)
        var tail = try KafkaReader(makeSettings(cluster), topics: ["app.a"], from: .tail(3))
        let last = try readAll(&tail)
        #expect(last.map(\.offset).sorted() == [7, 7, 8, 8, 9, 9])
        var end = try KafkaReader(makeSettings(cluster), topics: ["app.a"], from: .end)
        let none = try readAll(&end)
        #expect(none.isEmpty)
        try produce(cluster, ["app.a"], partitions: 2, count: 1)
        var later: [Int64] = []
        for _ in 0..<100 where later.count < 2 {
            if case .record(let record) = end.next(milliseconds: 200) {
                later.append(record.offset)
            }
        }
        #expect(later == [10, 10])
    }

    @Test("a reader ends in under two seconds when the broker is gone")
    func endsWithoutBroker() throws {
        let cluster = try makeCluster(["app.a"])
        try produce(cluster, ["app.a"], count: 3)
        let clock = ContinuousClock()
        var start = clock.now
        do {
            var reader = try KafkaReader(makeSettings(cluster), topics: ["app.a"])
            let found = try readAll(&reader)
            #expect(found.count == 12)
            cluster.setBroker(1, isDown: true)
            _ = reader.next(milliseconds: 200)
            start = clock.now
        }
        #expect(clock.now - start < .seconds(2))
    }
}
