import Foundation
import KafkaBroker
import Records
import Testing

private let topics = ["app.states", "app.counts", "app.measurements", "app.inspections"]

@Suite("A member of a group", .ownThread)
struct SourceTests {
    @Test("reads all topics of every task in order, to their ends, and resumes where it committed")
    func readsCommitsAndResumes() throws {
        let cluster = try makeCluster(topics)
        try produce(cluster, topics, count: 5)
        var member = try Member(makeSettings(cluster), anchor: "app-tasks", topics: topics)
        #expect(member.source.taskCount == 4)
        let isDone1 = try member.run { $0.seen.count == 80 && $0.ends.count == 16 }
        #expect(isDone1)
        #expect(member.tasks == [0, 1, 2, 3])
        #expect(member.failures.isEmpty)
        for topic in 0..<4 {
            for task in Int32(0)..<4 {
                let part = member.seen.filter { $0.topic == topic && $0.task == task }
                #expect(part.map(\.offset) == [0, 1, 2, 3, 4])
                #expect(part.map(\.value) == ["v0", "v1", "v2", "v3", "v4"])
                #expect(part.map(\.timestamp) == [1000, 1001, 1002, 1003, 1004])
                #expect(part.allSatisfy { $0.key == "k\(task)" })
                #expect(member.source.lag(topic: topic, task: task) == 0)
            }
        }
        #expect(member.source.counters.messageCount == 80)
        #expect(member.source.membership != nil)

        var places: [TopicOffset] = []
        for topic in 0..<4 {
            for task in Int32(0)..<4 {
                places.append(TopicOffset(topic: topic, partition: task, offset: 3))
            }
        }
        try member.source.commit(places)
        member.source.close(milliseconds: 5000)

        var next = try Member(makeSettings(cluster), anchor: "app-tasks", topics: topics)
        let isDone2 = try next.run { $0.seen.count == 32 && $0.ends.count == 16 }
        #expect(isDone2)
        #expect(next.seen.allSatisfy { $0.offset >= 3 })
        #expect(next.failures.isEmpty)
        next.source.close(milliseconds: 2000)
    }

    @Test("shares tasks with another, keeps the topics of a task together, and takes over")
    func sharesTasks() throws {
        let cluster = try makeCluster(topics)
        var first = try Member(makeSettings(cluster, "1"), anchor: "app-tasks", topics: topics)
        let isDone3 = try first.run { $0.tasks.count == 4 }
        #expect(isDone3)
        var second = try Member(makeSettings(cluster, "2"), anchor: "app-tasks", topics: topics)
        let isShared = try run(&first, &second) { $0.tasks.count == 2 && $1.tasks.count == 2 }
        #expect(isShared)
        #expect(first.tasks.isDisjoint(with: second.tasks))

        try produce(cluster, topics, count: 3)
        let isRead = try run(&first, &second) { $0.seen.count + $1.seen.count >= 48 }
        #expect(isRead)
        for task in Int32(0)..<4 {
            let owner = first.tasks.contains(task) ? first.seen : second.seen
            #expect(owner.filter { $0.task == task }.count == 12)
        }

        second.source.close(milliseconds: 5000)
        let isDone4 = try first.run { $0.tasks.count == 4 }
        #expect(isDone4)
        try produce(cluster, topics, count: 1)
        let isTakenOver = try first.run { member in
            (0..<4).allSatisfy { task in member.seen.contains { $0.task == task && $0.offset == 3 }
            }
        }
        #expect(isTakenOver)
        first.source.close(milliseconds: 2000)
    }
}
