import KafkaBroker
import Records
import Testing

private let topics = ["app.a", "app.b"]

@Suite("When things go wrong, a member of a group", .ownThread)
struct SourceFaultTests {
    @Test("reads the other tasks on while one is left unread, and finds it complete afterwards")
    func unreadTask() throws {
        let cluster = try makeCluster(topics)
        var member = try Member(makeSettings(cluster), anchor: "app-tasks", topics: topics)
        member.unread = [2]
        try produce(cluster, topics, count: 2000)
        let isRead = try member.run { $0.seen.count >= 12_000 }
        #expect(isRead)
        try produce(cluster, topics, count: 500)
        let isReadOn = try member.run { $0.seen.count >= 15_000 }
        #expect(isReadOn)
        #expect(!member.seen.contains { $0.task == 2 })
        #expect(member.source.lag(topic: 0, task: 2) == nil)
        member.unread = []
        let isAll = try member.run { $0.seen.count == 20_000 }
        #expect(isAll)
        let late = member.seen.filter { $0.task == 2 && $0.topic == 1 }
        #expect(late.map(\.offset) == Array(0..<2500))
        #expect(member.failures.isEmpty)
        member.source.close(milliseconds: 2000)
    }

    @Test(
        "closes in under two seconds when the broker is gone, with and without an open commit",
        arguments: [false, true]
    )
    func closesWithoutBroker(isCommitting: Bool) throws {
        let cluster = try makeCluster(topics)
        try produce(cluster, topics, count: 10)
        var member = try Member(makeSettings(cluster), anchor: "app-tasks", topics: topics)
        let isRead = try member.run { $0.seen.count == 80 }
        #expect(isRead)
        cluster.setBroker(1, isDown: true)
        if isCommitting {
            try member.source.commit([TopicOffset(topic: 0, partition: 1, offset: 4)])
        }
        let clock = ContinuousClock()
        let start = clock.now
        member.source.close(milliseconds: 500)
        #expect(clock.now - start < .seconds(2))
    }

    @Test("reports refused commits and a broker that goes away, and reads on when it is back")
    func brokerComesBack() throws {
        let cluster = try makeCluster(topics)
        try produce(cluster, topics, count: 1)
        var member = try Member(makeSettings(cluster), anchor: "app-tasks", topics: topics)
        let isRead = try member.run { $0.seen.count == 8 }
        #expect(isRead)
        // GROUP_AUTHORIZATION_FAILED on OffsetCommit.
        cluster.pushErrors(apiKey: 8, codes: [30])
        try member.source.commit([TopicOffset(topic: 0, partition: 0, offset: 1)])
        let isRefused = try member.run { !$0.failures.isEmpty }
        #expect(isRefused)
        #expect(member.failures.first?.name == "GROUP_AUTHORIZATION_FAILED")
        #expect(member.failures.first?.isFatal == false)

        member.failures = []
        cluster.setBroker(1, isDown: true)
        let isReported = try member.run { !$0.failures.isEmpty }
        #expect(isReported)
        #expect(member.failures.allSatisfy { $0.isRetriable && !$0.isFatal })
        cluster.setBroker(1, isDown: false)
        try produce(cluster, topics, count: 1)
        let isReadOn = try member.run { $0.seen.count >= 16 }
        #expect(isReadOn)
        member.source.close(milliseconds: 2000)
    }

    @Test("serves a group that knows only whole assignments")
    func eager() throws {
        let cluster = try makeCluster(topics)
        try produce(cluster, topics, count: 2)
        var settings = makeSettings(cluster)
        settings.properties["consumer.partition.assignment.strategy"] = "range"
        var member = try Member(settings, anchor: "app-tasks", topics: topics)
        let isRead = try member.run { $0.seen.count == 16 && $0.ends.count == 8 }
        #expect(isRead)
        #expect(member.failures.isEmpty)
        member.source.close(milliseconds: 5000)
    }

    @Test("keeps revoked tasks until it gives them back, whatever it ends or reads meanwhile")
    func revocationWaits() throws {
        let cluster = try makeCluster(topics)
        try produce(cluster, topics, count: 20)
        var first = try Member(makeSettings(cluster, "1"), anchor: "app-tasks", topics: topics)
        let isRead = try first.run { $0.seen.count == 160 }
        #expect(isRead)
        first.stopsAtOnce = false
        var second = try Member(makeSettings(cluster, "2"), anchor: "app-tasks", topics: topics)
        let isRevoked = try run(&first, &second) { first, _ in !first.leaving.isEmpty }
        #expect(isRevoked)
        let kept = try #require(Set<Int32>(0..<4).subtracting(first.leaving).min())
        // Of a task that stays, one topic ends, and another goes back.
        let before = first.source.membership
        try first.source.endReading(topic: 0, task: kept)
        try first.source.read([TopicOffset(topic: 1, partition: kept, offset: 15)])
        first.seen = []
        let isTooEarly = try run(&first, &second, seconds: 8) { _, second in
            !second.tasks.isEmpty
        }
        #expect(!isTooEarly)
        #expect(first.source.membership === before)
        #expect(first.seen.isEmpty)

        let tasks = first.leaving.sorted()
        first.stopsAtOnce = true
        try first.source.stop(tasks: tasks)
        let isShared = try run(&first, &second) { first, second in
            second.tasks == Set(tasks) && first.seen.count >= 5
        }
        #expect(isShared)
        let again = first.seen.filter { $0.task == kept }
        #expect(again.map(\.topic) == Array(repeating: 1, count: 5))
        #expect(again.map(\.offset) == Array(15..<20))
        #expect(first.failures.isEmpty && second.failures.isEmpty)
        second.source.close(milliseconds: 2000)
        first.source.close(milliseconds: 2000)
    }
}
