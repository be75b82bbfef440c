import Records
import Testing

@testable import Simulation

@Suite("Reading from the simulated broker")
struct ReadingTests {
    @Test("reports the end of a partition once for each end it reaches")
    func endComesOnce() throws {
        let cluster = Bench.cluster()
        var source = Bench.source(cluster)
        _ = try source.settle(4)
        check(source.readAll(), ["end"])
        check(source.readAll(), [])
        cluster.append(Bench.record("one"), to: "orders", partition: 0)
        cluster.append(Bench.record("two"), to: "orders", partition: 0)
        check(source.lag(topic: 0, task: 0), 2)
        check(source.readAll(maximum: 2), ["one", "two"])
        check(source.lag(topic: 0, task: 0), 0)
        check(source.readAll(), ["end"])
        check(source.readAll(), [])
        try source.read([TopicOffset(topic: 0, partition: 0, offset: 1)])
        check(source.readAll(), ["two", "end"])
        try source.endReading(topic: 0, task: 0)
        cluster.append(Bench.record("three"), to: "orders", partition: 0)
        check(source.readAll(), [])
    }

    @Test(
        "stops before an open transaction and passes over an aborted one",
        arguments: [true, false]
    )
    func isolation(isolates: Bool) throws {
        let cluster = Bench.cluster()
        cluster.safeguards.isolatesTransactions = isolates
        var sink = SimulatedSink(cluster, member: "p", topics: ["orders"], transactionalID: "p")
        var source = Bench.source(cluster)
        _ = try source.settle(4)
        try sink.open()
        try sink.send("gone")
        check(sink.flush(milliseconds: 10))
        cluster.append(Bench.record("after"), to: "orders", partition: 0)
        check(source.readAll(), (isolates ? ["end"] : ["gone", "after", "end"]))
        try sink.abort(milliseconds: 10)
        check(source.readAll(), (isolates ? ["after", "end"] : ["end"]))
    }

    @Test("uncommitted reading shows everything that is there")
    func readUncommitted() throws {
        let cluster = Bench.cluster()
        var sink = SimulatedSink(cluster, member: "p", topics: ["orders"], transactionalID: "p")
        try sink.open()
        try sink.send("open")
        check(sink.flush(milliseconds: 10))
        var source = Bench.source(
            cluster,
            settings: SimulatedSource.Settings(readsCommitted: false)
        )
        _ = try source.settle(4)
        check(source.readAll(), ["open", "end"])
    }

    @Test("after compaction finds the newest record of each key at its old offset")
    func compaction() throws {
        let cluster = Bench.cluster()
        for (key, value) in [("a", "1"), ("b", "2"), ("a", "3")] {
            cluster.append(Bench.record(value, key: key), to: "orders", partition: 0)
        }
        var sink = SimulatedSink(cluster, member: "p", topics: ["orders"], transactionalID: "p")
        try sink.open()
        try sink.send("aborted")
        try sink.abort(milliseconds: 10)
        cluster.append(
            SimulatedRecord(key: Array("b".utf8), value: nil),
            to: "orders",
            partition: 0
        )
        cluster.compact("orders", partition: 0)
        let kept = cluster.records(of: "orders", partition: 0)
        #expect(kept.map(\.offset) == [2, 4, 5])
        #expect(kept.map(\.kind) == [.data, .abortMarker, .data])
        cluster.compact("orders", partition: 0, removesTombstones: true)
        #expect(cluster.records(of: "orders", partition: 0).map(\.text) == ["3"])
        #expect(cluster.history(of: "orders", partition: 0).map(\.offset) == [0, 1, 2, 3, 4, 5])
        var source = Bench.source(cluster)
        _ = try source.settle(4)
        check(source.readAll(), ["3", "end"])
    }

    @Test("says that an offset was deleted or was never there, then reads on from where it is told")
    func deletion() throws {
        let cluster = Bench.cluster()
        for value in ["0", "1", "2", "3"] {
            cluster.append(Bench.record(value), to: "orders", partition: 0)
        }
        var source = Bench.source(cluster)
        _ = try source.settle(4)
        check(source.readAll(maximum: 1), ["0"])
        cluster.delete("orders", partition: 0, before: 3)
        for offset: Int64 in [1, 9] {
            check(source.readAll(), [])
            guard case .missing(let place, let error) = source.poll() else {
                Issue.record("nothing was said about the missing offset \(offset)")
                return
            }
            #expect(place == TopicOffset(topic: 0, partition: 0, offset: offset))
            #expect(error.name == "OFFSET_OUT_OF_RANGE")
            check(source.poll() == nil)
            try source.read([TopicOffset(topic: 0, partition: 0, offset: 9)])
        }
        _ = source.poll()
        try source.read([TopicOffset(topic: 0, partition: 0, offset: -1)])
        check(source.readAll(), ["3", "end"])
    }

    @Test("keeps a message until it is released, and counts what is out")
    func handlesAreCounted() throws {
        let cluster = Bench.cluster()
        cluster.append(Bench.record("value", key: ""), to: "orders", partition: 1)
        cluster.append(
            SimulatedRecord(key: nil, value: nil),
            to: "orders",
            partition: 1
        )
        var source = Bench.source(cluster)
        _ = try source.settle(4)
        var held: [InboundMessage] = []
        _ = source.receive(topic: 0, task: 1, maximum: 2) { held.append($0) }
        #expect(cluster.outstandingHandleCount(of: "a") == 2)
        cluster.compact("orders", partition: 1)
        cluster.delete("orders", partition: 1, before: 2)
        #expect(held[0].hasKey && held[0].keyByteCount == 0)
        #expect(held[0].text == "value")
        #expect(!held[1].hasKey && !held[1].hasValue)
        for message in held {
            let handle = unsafe try #require(message.handle)
            unsafe SimulatedSource.release(handle)
        }
        #expect(cluster.outstandingHandleCount() == 0)
        try source.stop(tasks: [1])
    }
}
