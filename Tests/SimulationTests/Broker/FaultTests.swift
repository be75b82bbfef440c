import Records
import Testing

@testable import Simulation

@Suite("Faults of the simulated broker")
struct FaultTests {
    @Test("a lost answer and the same call again is exactly once")
    func lostAnswers() throws {
        let cluster = Bench.cluster()
        var source = Bench.source(cluster)
        _ = try source.settle(4)
        let membership = try joined(source)
        cluster.faults[.initResponseLoss] = 1
        var sink = Bench.sink(cluster)
        expectTimeOut { () throws(BrokerError) in try sink.initTransactions(milliseconds: 10) }
        cluster.faults = BrokerFaults()
        try sink.open()
        try sink.send("one")
        let places = [TopicOffset(topic: 0, partition: 0, offset: 1)]
        cluster.faults[.offsetsResponseLoss] = 1
        for _ in 0..<2 {
            expectTimeOut { () throws(BrokerError) in
                try sink.sendOffsets(
                    places,
                    topics: Bench.inputs,
                    membership,
                    milliseconds: 10
                )
            }
        }
        cluster.faults = BrokerFaults()
        cluster.faults[.commitResponseLoss] = 1
        expectTimeOut { () throws(BrokerError) in try sink.commit(milliseconds: 10) }
        #expect(Bench.committed(cluster) == ["one"], "it is committed already")
        let error = failure { () throws(BrokerError) in try sink.abort(milliseconds: 10) }
        #expect(error?.name == "_CONFLICT", "only the same call can follow")
        try sink.commit(milliseconds: 10)
        cluster.faults = BrokerFaults()
        cluster.faults[.abortResponseLoss] = 1
        try sink.begin()
        try sink.send("two")
        expectTimeOut { () throws(BrokerError) in try sink.abort(milliseconds: 10) }
        try sink.abort(milliseconds: 10)
        #expect(Bench.committed(cluster) == ["one"])
        #expect(cluster.records(of: "out", partition: 0).count == 4)
        #expect(cluster.committedOffset(group: "group", topic: "orders", partition: 0) == 1)
    }

    @Test("a repeated send is appended once and in order, unless that promise is broken")
    func repeatedSends() throws {
        for deduplicates in [true, false] {
            var faults = BrokerFaults()
            faults[.sendResponseLoss] = 0.5
            faults[.sendRefusal] = 0.3
            faults[.sendDelay] = 0.5
            faults[.acknowledgementDelay] = 0.5
            let cluster = Bench.cluster(seed: 3, faults: faults)
            cluster.safeguards.deduplicatesSends = deduplicates
            var sink = Bench.sink(cluster, id: nil)
            for value in 0..<50 { try sink.send("\(value)", tag: UInt64(value)) }
            var deliveries: [Delivery] = []
            for _ in 0..<500 where sink.inFlightCount > 0 {
                cluster.advance(milliseconds: 50)
                _ = sink.poll(milliseconds: 0) { deliveries.append($0) }
            }
            #expect(deliveries.map(\.tag) == Array(0..<50))
            let once = (0..<50).map { "\($0)" }
            #expect((Bench.committed(cluster) == once) == deduplicates)
            if deduplicates { #expect(deliveries.map(\.offset) == Array(0..<50)) }
        }
    }

    @Test(
        "a killed producer leaves a beginning of what it had sent, in order, and its transaction open"
    )
    func killing() throws {
        var left: Set<Int> = []
        for seed in 1...40 {
            var faults = BrokerFaults()
            faults[.sendDelay] = 1
            let cluster = Bench.cluster(seed: UInt64(seed), faults: faults)
            var sink = Bench.sink(cluster)
            try sink.open()
            for value in 0..<5 { try sink.send("\(value)") }
            cluster.kill("a")
            let records = cluster.records(of: "out", partition: 0)
            #expect(records.map(\.text) == (0..<records.count).map { "\($0)" })
            #expect(cluster.isUndecided(transactionalID: "id") == !records.isEmpty)
            left.insert(records.count)
            cluster.advance(milliseconds: 6000)
            #expect(Bench.committed(cluster) == [])
            #expect(!cluster.isUndecided(transactionalID: "id"))
            #expect(failure { () throws(BrokerError) in try sink.begin() }?.isFatal == true)
        }
        #expect(left.count > 3, "always the same number survived")
    }

    @Test("during an outage nothing is answered, and afterwards nothing is lost")
    func outage() throws {
        let cluster = Bench.cluster()
        cluster.append(Bench.record("one"), to: "orders", partition: 0)
        var source = Bench.source(cluster)
        _ = try source.settle(4)
        var sink = Bench.sink(cluster)
        try sink.open()
        try sink.send("out")
        cluster.takeDown(milliseconds: 3000)
        check(source.readAll(), [])
        check(!sink.flush(milliseconds: 60_000))
        expectTimeOut { () throws(BrokerError) in try sink.commit(milliseconds: 10) }
        expectTimeOut { () throws(BrokerError) in try sink.abort(milliseconds: 10) }
        cluster.advance(milliseconds: 2999)
        check(source.poll() == nil)
        cluster.advance(milliseconds: 1)
        try sink.commit(milliseconds: 10)
        check(source.poll() == nil)
        check(source.readAll(), ["one", "end"])
        #expect(Bench.committed(cluster) == ["out"])
    }

    @Test("a member that cannot reach its group for a session gives everything up and comes back")
    func longOutage() throws {
        let cluster = Bench.cluster()
        var source = Bench.source(cluster)
        _ = try source.settle(4)
        cluster.takeDown(milliseconds: 10_000)
        cluster.advance(milliseconds: 6000)
        guard case .revoked(let tasks, true) = source.poll() else {
            Issue.record("the member still trusts its assignment")
            return
        }
        try source.stop(tasks: tasks)
        check(source.poll() == nil)
        cluster.advance(milliseconds: 4000)
        // The group first waits for the ghost that the member has become.
        check(source.poll() == nil)
        for _ in 0..<6 {
            check(source.poll() == nil)
            cluster.advance(milliseconds: 1000)
        }
        try check(source.settle(4).count, 4)
    }

    private func expectTimeOut(_ body: () throws(BrokerError) -> Void) {
        let error = failure(body)
        #expect(error?.name == "_TIMED_OUT")
        #expect(error?.isRetriable == true)
    }
}
