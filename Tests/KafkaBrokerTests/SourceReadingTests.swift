import KafkaBroker
import Records
import Testing

private let topics = ["app.a", "app.b"]

/// A member that has its only task located and reads nothing yet.
private func makeReader(
    _ cluster: borrowing MockCluster,
    strategy: String = "cooperative-sticky"
) throws -> Member {
    var settings = makeSettings(cluster)
    settings.properties["consumer.partition.assignment.strategy"] = strategy
    var member = try Member(settings, anchor: "app-tasks", topics: topics)
    member.readsAtOnce = false
    let isLocated = try member.run { $0.located.count == 1 }
    #expect(isLocated)
    return member
}

private func place(_ topic: Int, _ offset: Int64) -> TopicOffset {
    TopicOffset(topic: topic, partition: 0, offset: offset)
}

@Suite("A member of a group reads", .ownThread)
struct SourceReadingTests {
    @Test("nothing until it is asked to, and says first what the group has committed")
    func located() throws {
        let cluster = try makeCluster(topics, partitions: 3)
        try produce(cluster, topics, partitions: 3, count: 9)
        var first = try Member(makeSettings(cluster), anchor: "app-tasks", topics: topics)
        first.readsAtOnce = false
        let isLocated = try first.run { $0.located.count == 3 }
        #expect(isLocated)
        #expect(first.located == [0: [-1, -1], 1: [-1, -1], 2: [-1, -1]])
        for _ in 0..<10 {
            let count = try first.turn()
            #expect(count == 0)
            first.source.wait(milliseconds: 20)
        }
        #expect(first.source.lag(topic: 0, task: 0) == nil)
        try first.source.commit([
            TopicOffset(topic: 0, partition: 0, offset: 1),
            TopicOffset(topic: 1, partition: 0, offset: 2),
            TopicOffset(topic: 1, partition: 1, offset: 3),
            TopicOffset(topic: 0, partition: 2, offset: 0),
        ])
        first.source.close(milliseconds: 5000)

        var next = try Member(makeSettings(cluster), anchor: "app-tasks", topics: topics)
        next.readsAtOnce = false
        let isLocatedAgain = try next.run { $0.located.count == 3 }
        #expect(isLocatedAgain)
        #expect(next.located == [0: [1, 2], 1: [-1, 3], 2: [0, -1]])
        #expect(next.failures.isEmpty)
        next.source.close(milliseconds: 2000)
    }

    @Test("nothing before the broker has said what was committed, and asks until it does")
    func locatedLate() throws {
        let cluster = try makeCluster(topics, partitions: 2)
        // GROUP_AUTHORIZATION_FAILED on OffsetFetch, which the library does not repeat by itself.
        cluster.pushErrors(apiKey: 9, codes: [30, 30, 30])
        var member = try Member(makeSettings(cluster), anchor: "app-tasks", topics: topics)
        member.readsAtOnce = false
        let isLocated = try member.run { $0.located.count == 2 }
        #expect(isLocated)
        #expect(member.located == [0: [-1, -1], 1: [-1, -1]])
        #expect(member.failures.map(\.name) == ["GROUP_AUTHORIZATION_FAILED"])
        member.source.close(milliseconds: 2000)
    }

    @Test("what arrives at once out of its sleep, also on a topic that it began anew")
    func wakes() throws {
        let cluster = try makeCluster(topics, partitions: 1)
        try produce(cluster, topics, partitions: 1, count: 1)
        var member = try makeReader(cluster)
        let clock = ContinuousClock()
        for round in 1...3 {
            try member.source.read([place(0, -1)])
            let isAtEnd = try member.run { $0.ends == [0] }
            #expect(isAtEnd)
            // What is left to wake for is the end itself and the answers to what was asked.
            for _ in 0..<5 {
                _ = try member.turn()
                member.source.wait(milliseconds: 100)
            }
            member.seen = []
            member.ends = []
            try produce(cluster, ["app.a"], partitions: 1, count: 1)
            let start = clock.now
            while member.seen.isEmpty, clock.now - start < .seconds(8) {
                member.source.wait(milliseconds: 5000)
                _ = try member.turn()
            }
            #expect(member.seen.map(\.offset) == [Int64(round)])
            #expect(clock.now - start < .seconds(3))
            try member.source.endReading(topic: 0, task: 0)
            member.ends = []
        }
        member.source.close(milliseconds: 2000)
    }

    @Test("only the topics it is told, each from its offset, and ends one while the other goes on")
    func someTopics() throws {
        let cluster = try makeCluster(topics, partitions: 1)
        try produce(cluster, topics, partitions: 1, count: 10)
        var member = try makeReader(cluster)
        try member.source.read([place(0, 6)])
        let isRead = try member.run { $0.ends == [0] }
        #expect(isRead)
        #expect(member.seen.map(\.offset) == [6, 7, 8, 9])
        #expect(member.source.lag(topic: 0, task: 0) == 0)
        #expect(member.source.lag(topic: 1, task: 0) == nil)

        member.seen = []
        try member.source.read([place(1, -1)])
        let isReadToo = try member.run { $0.ends == [0, 1000] }
        #expect(isReadToo)
        #expect(member.seen.map(\.offset) == Array(0..<10))
        #expect(member.seen.allSatisfy { $0.topic == 1 })

        member.seen = []
        try member.source.endReading(topic: 1, task: 0)
        try member.source.endReading(topic: 1, task: 0)
        try produce(cluster, topics, partitions: 1, count: 1)
        let isReadOn = try member.run { !$0.seen.isEmpty }
        #expect(isReadOn)
        for _ in 0..<10 {
            _ = try member.turn()
            member.source.wait(milliseconds: 20)
        }
        #expect(member.seen.map(\.topic) == [0])
        #expect(member.source.lag(topic: 1, task: 0) == nil)

        try member.source.read([place(1, 9)])
        let isReadAgain = try member.run { $0.seen.count == 3 }
        #expect(isReadAgain)
        #expect(member.seen.dropFirst().map(\.offset) == [9, 10])
        #expect(member.failures.isEmpty)
        member.source.close(milliseconds: 2000)
    }

    @Test(
        "on from another offset at once, with nothing of what was fetched before",
        arguments: ["cooperative-sticky", "range"]
    )
    func readsAgain(strategy: String) throws {
        let cluster = try makeCluster(topics, partitions: 1)
        try produce(cluster, topics, partitions: 1, count: 3000)
        var member = try makeReader(cluster, strategy: strategy)
        try member.source.read([place(0, 0), place(1, 0)])
        for from in [Int64](arrayLiteral: 0, 40, 7, 2990, 0, 1500, 3) {
            // Some of the old stretch is taken, much more is queued, some may be on its way.
            let isBusy = try member.run { $0.seen.contains { $0.topic == 0 } }
            #expect(isBusy)
            member.seen.removeAll { $0.topic == 0 }
            try member.source.read([place(0, from)])
            let isThere = try member.run { $0.seen.contains { $0.topic == 0 } }
            #expect(isThere)
            let offsets = member.seen.filter { $0.topic == 0 }.map(\.offset)
            #expect(offsets == Array(from..<from + Int64(offsets.count)), "from \(from)")
        }
        let isAll = try member.run { $0.seen.last { $0.topic == 0 }?.offset == 2999 }
        #expect(isAll)
        let isAllOfTheOther = try member.run { $0.seen.last { $0.topic == 1 }?.offset == 2999 }
        #expect(isAllOfTheOther)
        let other = member.seen.filter { $0.topic == 1 }.map(\.offset)
        #expect(other == Array(0..<3000))
        #expect(member.failures.isEmpty, "\(member.failures)")
        member.source.close(milliseconds: 2000)
    }

    @Test("from the last of many places it was told in one breath")
    func changesItsMind() throws {
        let cluster = try makeCluster(topics, partitions: 1)
        try produce(cluster, topics, partitions: 1, count: 100)
        var member = try makeReader(cluster)
        for round in 0..<50 {
            try member.source.read([place(0, Int64(round)), place(1, 99)])
            if round % 3 == 0 { try member.source.endReading(topic: 0, task: 0) }
            if round % 7 == 0 { _ = try member.turn() }
        }
        member.seen = []
        try member.source.read([place(0, 90)])
        let isRead = try member.run { $0.seen.filter { $0.topic == 0 }.count >= 10 }
        #expect(isRead)
        #expect(member.seen.filter { $0.topic == 0 }.map(\.offset) == Array(90..<100))
        member.source.close(milliseconds: 2000)
    }

    @Test("what it can after input was deleted before it was read, once it is told from where")
    func missingInput() throws {
        let cluster = try makeCluster(topics, partitions: 1)
        try produce(cluster, topics, partitions: 1, count: 5)
        var member = try makeReader(cluster)
        // An offset the partition does not have stands for one it no longer has.
        try member.source.read([place(0, 4000), place(1, 3)])
        let isReported = try member.run { !$0.missing.isEmpty && $0.seen.count == 2 }
        #expect(isReported)
        #expect(member.missing == [place(0, 4000)])
        let error = member.failures.first
        #expect(error?.isFatal == false)
        #expect(error?.message.contains("offset 4000 of partition 0 of app.a") == true)
        #expect(member.seen.allSatisfy { $0.topic == 1 })
        #expect(member.source.lag(topic: 0, task: 0) == nil)

        try member.source.read([place(0, -1)])
        let isRead = try member.run { $0.seen.count == 7 }
        #expect(isRead)
        #expect(member.seen.filter { $0.topic == 0 }.map(\.offset) == Array(0..<5))
        #expect(member.missing.count == 1 && member.failures.count == 1)
        member.source.close(milliseconds: 2000)
    }
}
