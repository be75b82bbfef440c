import Records
import TestSupport
import Testing

@testable import Simulation

@Suite("A group of the simulated broker")
struct GroupTests {
    @Test("moves only what it must and takes a task away before it gives it to another")
    func rebalanceIsCooperative() throws {
        let cluster = Bench.cluster(partitionCount: 8)
        var first = Bench.source(cluster, "a")
        var second = Bench.source(cluster, "b")
        _ = try first.settle(8)
        #expect(cluster.tasks(of: "a") == [0, 1, 2, 3, 4, 5, 6, 7])
        // The newcomer gets nothing before the other has answered.
        var leaving: [Int32] = []
        for _ in 0..<5 {
            check(second.poll() == nil)
            if case .revoked(let tasks, let lost) = first.poll() {
                #expect(!lost)
                leaving = tasks
            }
        }
        #expect(leaving.count == 4)
        #expect(cluster.tasks(of: "b") == [])
        check(second.membership != nil)
        try first.stop(tasks: leaving)
        for _ in 0..<3 where cluster.tasks(of: "b").isEmpty {
            check(first.poll() == nil)
            if case .assigned(let tasks) = second.poll() { try second.start(tasks: tasks) }
        }
        #expect(cluster.tasks(of: "b") == leaving)
        #expect(Set(cluster.tasks(of: "a")).isDisjoint(with: leaving))
    }

    @Test("gives the tasks of a silent member to the others when its session is over")
    func silenceExpels() throws {
        let cluster = Bench.cluster()
        var first = Bench.source(cluster, "a")
        _ = try first.settle(4)
        cluster.kill("a")
        var second = Bench.source(cluster, "b")
        for _ in 0..<59 {
            check(second.poll() == nil)
            cluster.advance(milliseconds: 100)
        }
        cluster.advance(milliseconds: 100)
        try check(second.settle(4).count, 4)
        check(first.poll() == nil)
    }

    @Test("gives the tasks of a member that closes to the others at once")
    func closingLeaves() throws {
        let cluster = Bench.cluster()
        var first = Bench.source(cluster, "a")
        _ = try first.settle(4)
        try first.commit([TopicOffset(topic: 0, partition: 3, offset: 17)])
        first.close(milliseconds: 100)
        var second = Bench.source(cluster, "b")
        try check(second.settle(4)[3], [17, -1])
    }

    @Test("says where it has left off only when no transaction can move that any more")
    func locatedWaits() throws {
        for waits in [true, false] {
            let cluster = Bench.cluster()
            cluster.safeguards.waitsForPendingOffsets = waits
            var first = Bench.source(cluster, "a")
            _ = try first.settle(4)
            var sink = Bench.sink(cluster, "a")
            try sink.open()
            try sink.sendOffsets(
                [TopicOffset(topic: 1, partition: 2, offset: 9)],
                topics: Bench.inputs,
                try joined(first),
                milliseconds: 100
            )
            first.close(milliseconds: 100)
            var second = Bench.source(cluster, "b")
            let located = try second.settle(4)
            #expect(located.keys.sorted() == (waits ? [0, 1, 3] : [0, 1, 2, 3]))
            try sink.commit(milliseconds: 100)
            try check(second.settle(1)[2], (waits ? [-1, 9] : nil))
        }
    }

    @Test("refuses a late commit of a member it has expelled, and says so through poll")
    func lateCommitIsRefused() throws {
        let cluster = Bench.cluster()
        var source = Bench.source(cluster)
        _ = try source.settle(4)
        cluster.advance(milliseconds: 6000)
        try source.commit([TopicOffset(topic: 0, partition: 0, offset: 4)])
        guard case .failed(let error) = source.poll() else {
            Issue.record("nothing was said about the refused commit")
            return
        }
        #expect(error.name == "UNKNOWN_MEMBER_ID")
        #expect(!error.isFatal)
        #expect(cluster.committedOffset(group: "group", topic: "orders", partition: 0) == -1)
    }

    @Test("is balanced to within one and moves the fewest tasks, whoever comes and goes")
    func assignmentIsStickyAndBalanced() {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let taskCount = Int.random(in: 1...20, using: &random)
            let memberCount = Int.random(in: 1...6, using: &random)
            var owned = Array(repeating: [Int32](), count: memberCount)
            for task in 0..<taskCount where Bool.random(using: &random) {
                owned[Int.random(in: 0..<memberCount, using: &random)].append(Int32(task))
            }
            let first = StickyAssignment.balance(owned, taskCount: taskCount)
            for (before, after) in zip(owned, first) {
                // Nobody is given what another still holds.
                let coming = Set(after).subtracting(before)
                #expect(coming.isDisjoint(with: owned.joined()), "seed \(seed)")
            }
            let second = StickyAssignment.balance(first, taskCount: taskCount)
            let counts = second.map(\.count)
            #expect(counts.max()! - counts.min()! <= 1, "seed \(seed): \(owned) gives \(second)")
            let all = (0..<taskCount).map { Int32($0) }
            #expect(second.joined().sorted() == all, "seed \(seed)")
            // The least that must go: what exceeds the larger shares, dealt to those with the most.
            let share = taskCount / memberCount
            let extra = taskCount % memberCount
            let sorted = owned.map(\.count).sorted(by: >)
            let must = sorted.enumerated().map {
                max($0.element - share - ($0.offset < extra ? 1 : 0), 0)
            }
            let kept = zip(owned, first).map { Set($0).intersection($1).count }.reduce(0, +)
            #expect(sorted.reduce(0, +) - kept == must.reduce(0, +), "seed \(seed)")
        }
    }
}
