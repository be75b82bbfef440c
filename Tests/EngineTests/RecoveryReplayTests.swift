import PlantModel
import Records
import TestSupport
import Testing

@testable import Engine

@Suite("A task that is lost is worked on again from its snapshot and its order log")
struct RecoveryReplayTests {
    private let seed = testSeed()

    /// A task up to its loss, and what has to be told to the next owner besides the log.
    private struct Life {
        var rig: TaskRig
        /// Inputs up to here went into cycles that were cut.
        var inputCount = 0
        /// Where the task stood with its snapshots then, which decides when it cuts again.
        var stand: TaskStand
        var cutCount = 0
    }

    /// Feeds inputs to a task and notes where its last cycle ended.
    private func live(
        _ inputs: ArraySlice<TaskInput>,
        _ settings: EngineSettings,
        acknowledgedCount: Int = .max
    ) -> Life {
        let rig = TaskRig.live(settings)
        var life = Life(rig: rig, stand: rig.task.stand)
        for (index, input) in inputs.enumerated() {
            rig.acknowledges = index < acknowledgedCount
            rig.feed(input)
            // A bundle with nothing but a piece of a snapshot ends no cycle.
            let entries = rig.cuts[life.cutCount...].contains { !$0.order.isEmpty }
            life.cutCount = rig.cuts.count
            guard entries else { continue }
            life.inputCount = index + 1
            life.stand = rig.task.stand
        }
        return life
    }

    /// What intake does with a task that comes: snapshot, log, the cycles once more.
    private func recover(
        _ cuts: [CutBundle],
        _ inputs: [TaskInput],
        _ settings: EngineSettings,
        isExactlyOnce: Bool = true
    ) throws -> (rig: TaskRig, script: OrderScript, report: RestoreReport) {
        let rig = TaskRig(settings)
        for (offset, record) in cuts.flatMap(\.snapshot).enumerated() {
            rig.takeSnapshotRecord(record, offset: Int64(offset))
        }
        rig.tasks.take(InboundMessage(kind: .snapshotEnd, partition: 0))
        let report = try #require(rig.board.take(task: 0))
        #expect(report.problem == nil)
        var script = OrderScript()
        for cut in cuts where !cut.order.isEmpty {
            script.add(try #require(cut.entry), after: report.cycle)
        }
        #expect(script.firstGap(after: report.cycle) == nil, "seed \(seed)")
        for entry in script.entries {
            for step in entry.steps { replay(step, inputs, rig) }
            var flags: CycleFlags = [.sameModel]
            if entry.flags.contains(.booksClosed) { flags.insert(.booksClosed) }
            if !isExactlyOnce, entry.cycle > script.acknowledgedThrough {
                flags.insert(.repeatsOutputs)
            }
            rig.tasks.take(
                InboundMessage(
                    kind: .cycleEnd,
                    topic: Int(flags.rawValue),
                    partition: 0,
                    offset: Int64(entry.cycle),
                    sequence: entry.outputHash
                )
            )
            rig.collect()
        }
        rig.goLive(
            cycle: script.lastCycle(after: report.cycle),
            epoch: max(script.epoch, report.epoch) + 1
        )
        #expect(!rig.tasks.bench.takeNotes().contains { $0.contains("gave other outputs") })
        #expect(!rig.task.stand.hasDiverged, "seed \(seed)")
        return (rig, script, report)
    }

    private func replay(_ step: OrderStep, _ inputs: [TaskInput], _ rig: TaskRig) {
        switch step {
        case .end(let topic): rig.feed(.end(topic: Int(topic)))
        case .tick(let milliseconds): rig.tick(milliseconds, partition: 0)
        case .known(let version): rig.tasks.take(InboundMessage(known: version, task: 0))
        case .run(let topic, let from, let to):
            for case .record(Int(topic), let offset, _, _, _) in inputs
            where offset >= from && offset < to {
                rig.feed(inputs.first { $0.isRecord(Int(topic), offset) }!)
            }
        }
    }

    /// Both owners go on with the same input; what they write and know must be the same.
    private func goOn(_ life: Life, _ next: TaskRig, _ inputs: [TaskInput], lostAt count: Int) {
        let first = life.rig
        first.acknowledges = true
        let before = next.cuts.count
        // Its next snapshot would wait for the one under way, which the other owner knows nothing of.
        while first.tasks.writeSlice() == 1 {}
        while first.tasks.shipment != nil { first.tasks.ship() }
        first.collect()
        // A snapshot that was on its way when the task was lost had its number, and its number only.
        next.task.stand.snapshotNumber = life.stand.snapshotNumber
        next.task.stand.ticksToSnapshot = life.stand.ticksToSnapshot
        next.task.stand.quietSnapshots = life.stand.quietSnapshots
        next.task.stand.hasNews = life.stand.hasNews
        first.feed(inputs[count...])
        next.feed(inputs[life.inputCount...])
        let one = first.outputs(after: life.cutCount)
        let two = next.outputs(after: before)
        #expect(!one.isEmpty && one.map(\.cycle) == two.map(\.cycle), "seed \(seed)")
        for (one, two) in zip(one, two) where one.outputs != two.outputs {
            Issue.record("Cycle \(one.cycle) differs, seed \(seed).")
            break
        }
        #expect(one.map { $0.entry?.steps } == two.map { $0.entry?.steps }, "seed \(seed)")
        next.task.epoch = first.task.epoch
        #expect(first.state == next.state, "seed \(seed)")
    }

    @Test("outputs and state go on as if nothing had happened", arguments: 0..<5)
    func withSnapshot(round: UInt64) throws {
        try lose(seed: seed &+ round, snapshotSeconds: 60, expectsSnapshot: true)
    }

    @Test("also when there is no snapshot yet and everything is worked on again", arguments: 0..<3)
    func withoutSnapshot(round: UInt64) throws {
        try lose(seed: seed &+ round, snapshotSeconds: 36_000, expectsSnapshot: false)
    }

    @Test("also when limits of the plant file change on the way", arguments: 0..<4)
    func withPlantVersions(round: UInt64) throws {
        var settings = try TaskWorkload.settings(snapshotSeconds: round % 2 == 0 ? 60 : 36_000)
        let board = SetBoard(inputs: settings.inputs)
        settings.sets = board
        let seed = seed &+ round
        let inputs = TaskWorkload(seed: seed, count: 1_500, settings: settings).inputs
        let ticks = inputs.compactMap { if case .tick(let time) = $0 { time } else { nil } }
        let middle = (ticks[ticks.count / 2] - Factory.epoch) / 1_000
        for (number, from) in [(UInt64(1), nil), (2, Optional(middle))] {
            let text = TaskWorkload.plantText.replacing("mean: 10.0", with: "mean: 10.\(number)")
                .replacing("mean: 240", with: "mean: 24\(number)")
            _ = PlantVersionTests.lay(try Plant.load(text), number, from: from, board)
        }
        let count = 1_100
        let life = live(inputs[..<count], settings)
        #expect(life.rig.task.sets.present(.plant)?.number == 2, "seed \(seed)")
        let (next, _, _) = try recover(life.rig.cuts, inputs, settings)
        goOn(life, next, inputs, lostAt: count)
    }

    private func lose(seed: UInt64, snapshotSeconds: Int64, expectsSnapshot: Bool) throws {
        let settings = try TaskWorkload.settings(snapshotSeconds: snapshotSeconds)
        let inputs = TaskWorkload(seed: seed, count: 1_500, settings: settings).inputs
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 700..<1_300, using: &generator)
        let life = live(inputs[..<count], settings)
        let (next, script, report) = try recover(life.rig.cuts, inputs, settings)
        #expect((report.cycle > 0) == expectsSnapshot, "seed \(seed)")
        #expect(next.outputs().isEmpty, "nothing that is out goes out again")
        #expect(script.lastCycle(after: report.cycle) == next.task.cycle - 1)
        goOn(life, next, inputs, lostAt: count)
    }

    @Test("outputs nobody vouched for go out again, byte for byte", arguments: 0..<3)
    func repeats(round: UInt64) throws {
        let settings = try TaskWorkload.settings(snapshotSeconds: 120)
        let inputs = TaskWorkload(seed: seed &+ round, count: 1_200, settings: settings).inputs
        let life = live(inputs[..<1_000], settings, acknowledgedCount: 900)
        let (next, script, report) = try recover(
            life.rig.cuts,
            inputs,
            settings,
            isExactlyOnce: false
        )
        let from = max(script.acknowledgedThrough, report.cycle)
        let wanted = life.rig.outputs().filter { $0.cycle > from }
        let repeated = next.outputs()
        #expect(!wanted.isEmpty, "seed \(seed)")
        #expect(repeated.map(\.cycle) == wanted.map(\.cycle), "seed \(seed)")
        #expect(repeated.map(\.outputs) == wanted.map(\.outputs), "seed \(seed)")
        goOn(life, next, inputs, lostAt: 1_000)
    }

    @Test("a task that left in order is taken over without working on anything again")
    func handedOver() throws {
        let settings = try TaskWorkload.settings(snapshotSeconds: 60)
        let inputs = TaskWorkload(seed: seed, count: 800, settings: settings).inputs
        let first = TaskRig.live(settings)
        first.feed(inputs)
        let positions = first.task.ledgers.map(\.toOffset)
        let cycle = first.task.cycle
        first.stop()
        #expect(first.cuts.last?.isLast == true)
        let (next, script, report) = try recover(first.cuts, inputs, settings)
        #expect(script.entries.isEmpty)
        #expect(report.cycle == cycle)
        #expect(report.positions == positions)
        #expect(next.task.cycle == cycle + 1 && next.task.epoch == 2)
    }

    @Test("records that were worked on again are news for the next snapshot")
    func newsAfterRecovery() throws {
        let settings = try TaskWorkload.settings(snapshotSeconds: 60)
        let inputs = TaskWorkload(seed: seed, count: 300, settings: settings).inputs
        let life = live(inputs[...], try TaskWorkload.settings())
        let next = try recover(life.rig.cuts, inputs, settings).rig
        // From here on the plant is silent: without a snapshot each further loss costs the same again.
        let time = next.task.now.milliseconds
        for second in 1...120 { next.feed(.tick(time + Int64(second) * 1_000)) }
        #expect(next.cuts.contains { !$0.snapshot.isEmpty }, "seed \(seed)")
    }
}

extension TaskInput {
    fileprivate func isRecord(_ topic: Int, _ offset: Int64) -> Bool {
        guard case .record(topic, offset, _, _, _) = self else { return false }
        return true
    }
}
