import KafkaBroker
import Records
import Testing

@Suite("When the group's coordinator is gone, a sink", .ownThread)
struct LostCoordinatorTests {
    /// The transaction's coordinator stays, the group's is broker 2.
    private static func cluster() throws -> MockCluster {
        let cluster = try MockCluster(brokerCount: 2)
        for topic in ["app.a", "app-tasks"] { try cluster.createTopic(topic, partitionCount: 1) }
        cluster.setCoordinator(of: "app", isGroup: true, broker: 2)
        cluster.setCoordinator(of: "app-0", isGroup: false, broker: 1)
        return cluster
    }

    private static let offsets = [TopicOffset(topic: 0, partition: 0, offset: 1)]

    private static func send(
        _ sink: inout KafkaSink,
        _ membership: Membership,
        milliseconds: Int
    ) -> BrokerError? {
        do throws(BrokerError) {
            try sink.sendOffsets(
                offsets,
                topics: ["app.a"],
                membership,
                milliseconds: milliseconds
            )
            return nil
        } catch { return error }
    }

    @Test("answers in time, asks for an abort after the session, and works again as a fresh client")
    func renewal() throws {
        let cluster = try Self.cluster()
        var settings = makeSettings(cluster)
        settings.sessionTimeoutMilliseconds = 6_000
        var member = try Member(settings, anchor: "app-tasks", topics: ["app.a"])
        let isMember = try member.run { $0.tasks.count == 1 }
        #expect(isMember)
        let taken = member.source.membership
        let membership = try #require(taken)
        settings.sessionTimeoutMilliseconds = 1_500
        var sink = try KafkaSink(settings, topics: ["app.a"], transactionalID: "app-0")
        try sink.initTransactions(milliseconds: 10_000)
        cluster.setBroker(2, isDown: true)

        try sink.begin()
        let clock = ContinuousClock()
        var error: BrokerError?
        var calls = 0
        while error?.isAbortable != true, calls < 40 {
            calls += 1
            let took = clock.measure {
                error = Self.send(&sink, membership, milliseconds: 300)
            }
            #expect(took < .seconds(10), "a call has to come back")
            #expect(error?.isFatal == false)
        }
        #expect(error?.isAbortable == true, "\(String(describing: error)) after \(calls) calls")
        // The library itself would have said that time was up; this is the call that goes on.
        #expect(error?.message.contains("does not come to an end") == true)

        cluster.setBroker(2, isDown: false)
        try sink.renew()
        try sink.initTransactions(milliseconds: 20_000)
        try sink.begin()
        var last: BrokerError?
        for _ in 0..<40 {
            last = Self.send(&sink, membership, milliseconds: 500)
            if last?.isRetriable != true { break }
        }
        #expect(last == nil, "\(String(describing: last))")
        try sink.commit(milliseconds: 10_000)
        sink.close(milliseconds: 1_000)
        member.source.close(milliseconds: 2_000)
    }

    @Test("can be closed in bounded time while its offsets are on their way")
    func closing() throws {
        let cluster = try Self.cluster()
        var member = try Member(makeSettings(cluster), anchor: "app-tasks", topics: ["app.a"])
        let isMember = try member.run { $0.tasks.count == 1 }
        #expect(isMember)
        let taken = member.source.membership
        let membership = try #require(taken)
        var sink = try KafkaSink(
            makeSettings(cluster),
            topics: ["app.a"],
            transactionalID: "app-0"
        )
        try sink.initTransactions(milliseconds: 10_000)
        cluster.setBroker(2, isDown: true)
        try sink.begin()
        let error = Self.send(&sink, membership, milliseconds: 300)
        #expect(error != nil)
        let took = ContinuousClock().measure { sink.close(milliseconds: 500) }
        #expect(took < .seconds(10))
        member.source.close(milliseconds: 500)
    }
}
