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

    @Test("calls input that was deleted before it was read an error, not an empty topic")
    func truncatedInput() throws {
        let cluster = try makeCluster(["app.a"], partitions: 1)
        try produce(cluster, ["app.a"], partitions: 1, count: 5)
        var first = try Member(makeSettings(cluster), anchor: "app-tasks", topics: ["app.a"])
        let isRead = try first.run { $0.seen.count == 5 }
        #expect(isRead)
        // An offset the partition does not have stands for one it no longer has.
        try first.source.commit([TopicOffset(topic: 0, partition: 0, offset: 4000)])
        first.source.close(milliseconds: 5000)

        var next = try Member(makeSettings(cluster), anchor: "app-tasks", topics: ["app.a"])
        let isReported = try next.run { !$0.failures.isEmpty }
        #expect(isReported)
        let message = next.failures.first?.message ?? ""
        #expect(next.failures.first?.isFatal == true)
        #expect(message.contains("offset 4000 of partition 0 of app.a"), "\(message)")
        #expect(next.seen.isEmpty)
        next.source.close(milliseconds: 2000)
    }

    @Test("goes back when asked, and starts where it is told")
    func seekAndGivenStart() throws {
        let cluster = try makeCluster(["app.a"], partitions: 1)
        try produce(cluster, ["app.a"], partitions: 1, count: 10)
        var source = try KafkaSource(
            makeSettings(cluster),
            anchorTopic: "app-tasks",
            topics: ["app.a"]
        )
        var offsets: [Int64] = []
        func take(_ source: inout KafkaSource) {
            source.wait(milliseconds: 50)
            _ = source.receive(topic: 0, task: 0, maximum: 100) { message in
                guard let handle = unsafe message.handle else { return }
                offsets.append(message.offset)
                unsafe KafkaSource.release(handle)
            }
        }
        for _ in 0..<600 where offsets.last != 9 {
            if case .assigned(let tasks) = source.poll() {
                try source.start(
                    tasks: tasks,
                    from: [TopicOffset(topic: 0, partition: 0, offset: 6)]
                )
            }
            take(&source)
        }
        #expect(offsets == [6, 7, 8, 9])
        try source.seek([TopicOffset(topic: 0, partition: 0, offset: 8)], milliseconds: 5000)
        offsets = []
        for _ in 0..<600 where offsets.last != 9 {
            _ = source.poll()
            take(&source)
        }
        #expect(offsets == [8, 9])
        source.close(milliseconds: 2000)
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
}
