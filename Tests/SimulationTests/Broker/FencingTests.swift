import Records
import Testing

@testable import Simulation

@Suite("The simulated broker keeps the past from writing")
struct FencingTests {
    @Test(
        "a second producer with the same transactional id fences the first and aborts its transaction"
    )
    func zombieIsFenced() throws {
        let cluster = Bench.cluster()
        var zombie = Bench.sink(cluster, "a")
        try zombie.open()
        try zombie.send("old")
        check(zombie.flush(milliseconds: 10))
        var sink = Bench.sink(cluster, "b")
        try sink.open()
        #expect(!cluster.isUndecided(transactionalID: "id"))
        try zombie.send("older")
        check(!zombie.flush(milliseconds: 10) || zombie.fatalError != nil)
        let error = failure { () throws(BrokerError) in try zombie.commit(milliseconds: 10) }
        #expect(error?.name == "_FENCED")
        #expect(error?.isFatal == true)
        try sink.send("new")
        try sink.commit(milliseconds: 10)
        #expect(Bench.committed(cluster) == ["new"])
    }

    @Test("without fencing the zombie's record gets into the other's transaction")
    func fencingCanBeBroken() throws {
        let cluster = Bench.cluster()
        cluster.safeguards.fencesProducers = false
        var zombie = Bench.sink(cluster, "a")
        try zombie.open()
        var sink = Bench.sink(cluster, "b")
        try sink.open()
        try zombie.send("old")
        check(zombie.flush(milliseconds: 10))
        try sink.send("new")
        try sink.commit(milliseconds: 10)
        #expect(Bench.committed(cluster) == ["old", "new"])
    }

    @Test("offsets of an older generation are refused, also of a member that is still there")
    func staleGenerationIsRefused() throws {
        let cluster = Bench.cluster()
        var source = Bench.source(cluster)
        _ = try source.settle(4)
        let old = try joined(source)
        var other = Bench.source(cluster, "b")
        for _ in 0..<5 {
            _ = other.poll()
            if case .revoked(let tasks, let lost) = source.poll() {
                #expect(!lost)
                try source.stop(tasks: tasks)
            }
        }
        var sink = Bench.sink(cluster)
        try sink.open()
        let error = failure { () throws(BrokerError) in
            try sink.sendOffsets(
                [TopicOffset(topic: 0, partition: 0, offset: 3)],
                topics: Bench.inputs,
                old,
                milliseconds: 10
            )
        }
        #expect(error?.name == "ILLEGAL_GENERATION")
        #expect(error?.isAbortable == true)
        #expect(failure { () throws(BrokerError) in try sink.commit(milliseconds: 10) } == error)
        try sink.abort(milliseconds: 10)
        try sink.begin()
        try sink.sendOffsets(
            [TopicOffset(topic: 0, partition: 0, offset: 3)],
            topics: Bench.inputs,
            try joined(source),
            milliseconds: 10
        )
        try sink.commit(milliseconds: 10)
        #expect(cluster.committedOffset(group: "group", topic: "orders", partition: 0) == 3)
    }

    @Test(
        "offsets of an expelled member are refused until it has joined again",
        arguments: [true, false]
    )
    func expelledIsRefused(checks: Bool) throws {
        let cluster = Bench.cluster()
        cluster.safeguards.checksGenerations = checks
        var source = Bench.source(cluster)
        _ = try source.settle(4)
        let membership = try joined(source)
        cluster.advance(milliseconds: 6000)
        var sink = Bench.sink(cluster)
        try sink.open()
        let error = failure { () throws(BrokerError) in
            try sink.sendOffsets(
                [TopicOffset(topic: 0, partition: 0, offset: 3)],
                topics: Bench.inputs,
                membership,
                milliseconds: 10
            )
        }
        #expect(error?.name == (checks ? "UNKNOWN_MEMBER_ID" : nil))
        #expect(error?.isAbortable == (checks ? true : nil))
        guard case .revoked(let tasks, let lost) = source.poll() else {
            Issue.record("the member did not learn that it was expelled")
            return
        }
        #expect(tasks == [0, 1, 2, 3])
        #expect(lost)
        try source.stop(tasks: tasks)
        try check(source.settle(checks ? 4 : 3).count >= 3)
    }
}
