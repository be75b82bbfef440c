import Records
import Testing

@testable import Engine

@Suite("What a task goes through again follows from its order log")
struct OrderScriptTests {
    private func script(_ entries: [(cycle: UInt64, epoch: UInt32)], after: UInt64 = 0)
        -> OrderScript
    {
        var script = OrderScript()
        for entry in entries {
            script.add(OrderEntry(cycle: entry.cycle, epoch: entry.epoch), after: after)
        }
        return script
    }

    @Test("cycles of the snapshot and before it are left out")
    func afterSnapshot() {
        let script = script((1...9).map { ($0, 1) }, after: 6)
        #expect(script.entries.map(\.cycle) == [7, 8, 9])
        #expect(script.firstGap(after: 6) == nil)
        #expect(script.lastCycle(after: 6) == 9)
        #expect(OrderScript().lastCycle(after: 6) == 6)
        #expect(OrderScript().firstGap(after: 6) == nil)
    }

    @Test("a cycle that is missing is found, also right after the snapshot")
    func gaps() {
        #expect(script([(1, 1), (2, 1), (4, 1)]).firstGap(after: 0) == 3)
        #expect(script([(8, 1), (9, 1)], after: 6).firstGap(after: 6) == 7)
        #expect(script([(2, 1)]).firstGap(after: 0) == 1)
    }

    @Test("what a former owner writes after the next one began is ignored")
    func zombie() {
        let script = script([(1, 1), (2, 1), (3, 2), (3, 1), (4, 1), (4, 2)])
        #expect(script.entries.map(\.epoch) == [1, 1, 2, 2])
        #expect(script.entries.map(\.cycle) == [1, 2, 3, 4])
        #expect(script.epoch == 2)
    }

    @Test("cycles of a former owner that the next one did not know of are replaced")
    func replaced() {
        let script = script([(1, 1), (2, 1), (3, 1), (4, 1), (3, 2)])
        #expect(script.entries.map(\.cycle) == [1, 2, 3])
        #expect(script.entries.map(\.epoch) == [1, 1, 2])
        #expect(script.firstGap(after: 0) == nil)
    }

    @Test("the owner is known from entries before the snapshot, too")
    func epochBeforeSnapshot() {
        var script = OrderScript()
        script.add(OrderEntry(cycle: 5, epoch: 3, acknowledgedThrough: 4), after: 6)
        script.add(OrderEntry(cycle: 7, epoch: 2, acknowledgedThrough: 6), after: 6)
        #expect(script.entries.isEmpty)
        #expect(script.epoch == 3)
        #expect(script.acknowledgedThrough == 4)
    }

    @Test(
        "what an owner before the snapshot's wrote of later cycles is ignored, its earlier cycles are not"
    )
    func formerOwner() {
        var script = OrderScript()
        script.add(OrderEntry(cycle: 6, epoch: 2), after: 6, snapshotEpoch: 5)
        script.add(OrderEntry(cycle: 7, epoch: 2), after: 6, snapshotEpoch: 5)
        #expect(script.entries.isEmpty && script.fork == nil)
        script.add(OrderEntry(cycle: 7, epoch: 5), after: 6, snapshotEpoch: 5)
        script.add(OrderEntry(cycle: 8, epoch: 6), after: 6, snapshotEpoch: 5)
        #expect(script.entries.map(\.epoch) == [5, 6])
        script.add(OrderEntry(cycle: 6, epoch: 7), after: 6, snapshotEpoch: 5)
        #expect(script.fork == SnapshotFork(epoch: 7, cycle: 6))
    }

    @Test("an owner goes on from what it had found, whatever was added before it wrote")
    func line() {
        var script = OrderScript()
        var log: [(cycle: UInt64, epoch: UInt32, previous: UInt32)] = [
            (1, 1, 0), (2, 1, 1), (3, 1, 1), (2, 3, 1), (3, 3, 3), (4, 5, 1), (5, 5, 5),
        ]
        for entry in log { add(entry, to: &script) }
        #expect(script.entries.map(\.epoch) == [1, 1, 1, 5, 5])
        #expect(script.firstGap(after: 0) == nil)
        // A line that is not all there stays as it is, and its gap is found.
        log[2].cycle = 9
        script = OrderScript()
        for entry in log { add(entry, to: &script) }
        #expect(script.entries.map(\.epoch) == [1, 3, 3, 5, 5])
    }

    private func add(
        _ entry: (cycle: UInt64, epoch: UInt32, previous: UInt32),
        to script: inout OrderScript
    ) {
        script.add(
            OrderEntry(cycle: entry.cycle, epoch: entry.epoch, previousEpoch: entry.previous),
            after: 0
        )
    }

    @Test("what is known to be out only grows")
    func acknowledged() {
        var script = OrderScript()
        script.add(OrderEntry(cycle: 9, epoch: 1, acknowledgedThrough: 8), after: 0)
        script.add(OrderEntry(cycle: 10, epoch: 2, acknowledgedThrough: 6), after: 0)
        #expect(script.acknowledgedThrough == 8)
    }

    @Test("reading begins at the first run of each topic and ends after the last")
    func places() {
        var script = OrderScript()
        script.add(
            OrderEntry(
                cycle: 1,
                epoch: 1,
                steps: [.tick(1), .run(topic: 1, from: 4, to: 9), .end(topic: 1)]
            ),
            after: 0
        )
        script.add(
            OrderEntry(
                cycle: 2,
                epoch: 1,
                steps: [
                    .run(topic: 2, from: 0, to: 1), .run(topic: 1, from: 9, to: 12),
                    .run(topic: 7, from: 0, to: 1),
                ]
            ),
            after: 0
        )
        #expect(script.starts(topicCount: 3) == [nil, 4, 0])
        #expect(script.ends(topicCount: 3) == [nil, 12, 1])
        script.abandon()
        #expect(script.starts(topicCount: 3) == [nil, nil, nil])
        #expect(script.epoch == 1, "the next owner still has to be a later one")
    }
}
