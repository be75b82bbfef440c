import Records
import Testing

@testable import Simulation

@Suite("A transaction of the simulated broker")
struct TransactionTests {
    @Test("hides its records, and what comes after them, until it is committed")
    func openIsHidden() throws {
        let cluster = Bench.cluster()
        var sink = Bench.sink(cluster)
        try sink.open()
        try sink.send("one")
        check(sink.flush(milliseconds: 10))
        cluster.append(Bench.record("plain"), to: "out", partition: 0)
        #expect(cluster.lastStableOffset(of: "out", partition: 0) == 0)
        #expect(cluster.highWatermark(of: "out", partition: 0) == 2)
        #expect(Bench.committed(cluster) == [])
        try sink.commit(milliseconds: 1000)
        #expect(Bench.committed(cluster) == ["one", "plain"])
        // The marker takes an offset as well.
        #expect(cluster.highWatermark(of: "out", partition: 0) == 3)
        #expect(cluster.records(of: "out", partition: 0).last?.kind == .commitMarker)
    }

    @Test("leaves nothing to readers of committed records when it is aborted")
    func abortedIsHidden() throws {
        let cluster = Bench.cluster()
        var sink = Bench.sink(cluster)
        try sink.open()
        try sink.send("one")
        try sink.abort(milliseconds: 1000)
        try sink.begin()
        try sink.send("two")
        try sink.commit(milliseconds: 1000)
        #expect(Bench.committed(cluster) == ["two"])
        #expect(cluster.abortedRanges(of: "out", partition: 0) == [0...1])
    }

    @Test("shows the keys, headers, times and offsets it was sent with")
    func contentsArrive() throws {
        let cluster = Bench.cluster()
        var sink = Bench.sink(cluster)
        try sink.open()
        try sink.send("one", topic: 1, partition: -1, tag: 9)
        try sink.commit(milliseconds: 1000)
        let record = try #require(cluster.committedRecords(of: "more").first)
        #expect(record.key == Array("key".utf8))
        #expect(record.header("cause") == [])
        #expect(record.timestampMilliseconds == 7)
        var deliveries: [Delivery] = []
        _ = sink.poll(milliseconds: 0) { deliveries.append($0) }
        #expect(deliveries.map(\.tag) == [9])
        #expect(deliveries.map(\.offset) == [0])
        #expect(deliveries.allSatisfy { $0.error == nil })
    }

    @Test("moves the group's offsets when it is committed and not before, and never when aborted")
    func offsetsFollowTheCommit() throws {
        let cluster = Bench.cluster()
        var source = Bench.source(cluster)
        _ = try source.settle(4)
        let membership = try joined(source)
        var sink = Bench.sink(cluster)
        try sink.open()
        let place = TopicOffset(topic: 1, partition: 2, offset: 5)
        let topics = Bench.inputs
        try sink.sendOffsets([place], topics: topics, membership, milliseconds: 100)
        try sink.abort(milliseconds: 100)
        #expect(cluster.committedOffset(group: "group", topic: "events", partition: 2) == -1)
        try sink.begin()
        try sink.sendOffsets([place], topics: topics, membership, milliseconds: 100)
        #expect(cluster.committedOffset(group: "group", topic: "events", partition: 2) == -1)
        try sink.commit(milliseconds: 100)
        #expect(cluster.committedOffset(group: "group", topic: "events", partition: 2) == 5)
    }

    @Test("is aborted when it has been open for too long, and its producer is fenced")
    func timeOutAborts() throws {
        let cluster = Bench.cluster()
        var sink = Bench.sink(cluster)
        try sink.open()
        try sink.send("one")
        check(sink.flush(milliseconds: 10))
        cluster.advance(milliseconds: 5999)
        #expect(cluster.isUndecided(transactionalID: "id"))
        cluster.advance(milliseconds: 1)
        #expect(!cluster.isUndecided(transactionalID: "id"))
        #expect(cluster.abortedRanges(of: "out", partition: 0).count == 1)
        let error = failure { () throws(BrokerError) in try sink.commit(milliseconds: 10) }
        #expect(error?.name == "_FENCED")
        #expect(error?.isFatal == true)
        check(sink.fatalError, error)
    }

    @Test("that was open for too long may be recoverable: abort, then go on")
    func timeOutRecovers() throws {
        var faults = BrokerFaults()
        faults[.recoverableTimeOut] = 1
        let cluster = Bench.cluster(faults: faults)
        var sink = Bench.sink(cluster)
        try sink.open()
        try sink.send("one")
        check(sink.flush(milliseconds: 10))
        cluster.advance(milliseconds: 7000)
        let error = failure { () throws(BrokerError) in try sink.commit(milliseconds: 10) }
        #expect(error?.name == "INVALID_PRODUCER_EPOCH")
        #expect(error?.isAbortable == true)
        try sink.abort(milliseconds: 10)
        try sink.begin()
        try sink.send("two")
        try sink.commit(milliseconds: 10)
        #expect(Bench.committed(cluster) == ["two"])
    }

    @Test("may be decided for the offsets before its partitions hear of it, and the next one waits")
    func markersComeLater() throws {
        var faults = BrokerFaults()
        faults[.markerDelay] = 1
        let cluster = Bench.cluster(faults: faults)
        var sink = Bench.sink(cluster)
        try sink.open()
        for partition in 0..<4 { try sink.send("one", partition: Int32(partition)) }
        try sink.commit(milliseconds: 1000)
        #expect(cluster.committedRecords(of: "out").isEmpty)
        try sink.begin()
        try sink.send("two")
        check(!sink.flush(milliseconds: 0))
        var counts: Set<Int> = []
        for _ in 0..<50 {
            cluster.advance(milliseconds: 1)
            counts.insert(cluster.committedRecords(of: "out").count)
        }
        // Partition after partition, not all at once.
        #expect(counts.count > 2)
        try sink.commit(milliseconds: 1000)
        cluster.advance(milliseconds: 50)
        #expect(Bench.committed(cluster) == ["one", "two"])
    }
}
