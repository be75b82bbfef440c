import Records
import TestSupport
import Testing

@testable import Engine
@testable import RuleEngine

@Suite("The state of a task is everything its future depends on")
struct TaskStateTests {
    private let settings: EngineSettings
    private let seed = testSeed()
    /// An hour with something of everything in it, detections too, which not every hour has.
    private static let richSeed: UInt64 = 14

    init() throws { settings = try TaskWorkload.settings() }

    /// A task in the middle of its work, between two cycles.
    private func busy(
        _ settings: EngineSettings,
        count: Int = 800,
        seed: UInt64? = nil
    ) -> TaskRig {
        let workload = TaskWorkload(seed: seed ?? self.seed, count: count, settings: settings)
        let rig = TaskRig.live(settings)
        rig.feed(workload.inputs)
        rig.feed(.tick(Factory.epoch + 36_000_000))
        return rig
    }

    @Test(
        "a task that is written, read and goes on writes what it would have written",
        arguments: 0..<6
    )
    func goesOn(round: UInt64) throws {
        let seed = round == 0 ? Self.richSeed : seed &+ round
        try goesOn(
            TaskWorkload(seed: seed, count: 1_600, settings: settings),
            settings,
            seed
        )
    }

    @Test("so does one that forgets machines, series and keys on the way")
    func forgetting() throws {
        var settings = settings
        settings.limits.evictAfterNanoseconds = 10 * Nanoseconds.minute
        var gone = EvictionCounts()
        for round: UInt64 in 0..<2 {
            let seed = seed &+ round
            // Silences of up to a day and more: a machine stays until its day is out.
            let workload = TaskWorkload(
                seed: seed,
                count: 1_600,
                settings: settings,
                gapMillisecondsMax: 100_000_000
            )
            gone += try goesOn(workload, settings, seed)
        }
        #expect(gone.machines > 0 && gone.series > 0 && gone.keys > 0, "seed \(seed)")
    }

    @discardableResult
    private func goesOn(
        _ workload: TaskWorkload,
        _ settings: EngineSettings,
        _ seed: UInt64
    ) throws -> EvictionCounts {
        var generator = SeededGenerator(seed: seed)
        let first = TaskRig.live(settings)
        var isMoved = false
        let wanted = Int.random(in: 1..<1_500, using: &generator)
        var second = TaskRig(settings)
        var before = 0
        for (index, input) in workload.inputs.enumerated() {
            first.feed(input)
            if isMoved { second.feed(input) }
            guard !isMoved, index >= wanted, first.task.order.steps.isEmpty else { continue }
            isMoved = true
            before = first.cuts.count
            second = TaskRig(settings)
            let state = first.state
            try second.restore(state)
            #expect(second.state == state, "what was read is written again, seed \(seed)")
            second.goLive(cycle: first.task.cycle - 1, epoch: first.task.epoch)
        }
        #expect(isMoved, "seed \(seed)")
        expectEqual(first.outputs(after: before), second.outputs(), seed)
        #expect(first.state == second.state, "seed \(seed)")
        return first.task.totalEvictions
    }

    /// Outputs of two tasks, without order entries: those speak of acknowledgements, too.
    private func expectEqual(_ one: [CutBundle], _ two: [CutBundle], _ seed: UInt64) {
        #expect(one.map(\.cycle) == two.map(\.cycle), "seed \(seed)")
        let different = zip(one, two).first { $0.outputs != $1.outputs }
        guard let (one, two) = different else { return }
        let start = zip(one.outputs, two.outputs).prefix { $0 == $1 }.count
        let texts = [one, two].map { cut in
            let part = cut.outputs[max(0, start - 400)...].prefix(600)
            return String(decoding: part.filter { $0 >= 32 }, as: UTF8.self)
        }
        Issue.record("Cycle \(one.cycle), seed \(seed):\n\(texts[0])\nis not\n\(texts[1])")
    }

    @Test("the workload of these tests has something of everything")
    func coverage() {
        let rig = busy(settings, count: 1_600, seed: Self.richSeed)
        let topics = Set(rig.cuts.flatMap(\.topics))
        let wanted: Set<OutputTopic> = [
            .spcPoints, .spcSignals, .kpiOEE, .anomalyDetections, .anomalyScores, .alerts,
            .alertsCurrent, .kpiEngine, .lateEvents, .deadLetters,
        ]
        let missed = wanted.filter { !topics.contains($0.rawValue) }
        #expect(missed.isEmpty, "seed \(seed)")
        let books = rig.task.totalBooks
        #expect(books.duplicates > 0 && books.ignored > 0 && books.late > 0, "seed \(seed)")
        #expect(books.isBalanced)
    }

    @Test("a state that ends too early is an error, wherever it ends")
    func truncations() {
        let state = busy(settings, count: 300).state
        var generator = SeededGenerator(seed: seed)
        let random = (0..<300).map { _ in Int.random(in: 0..<state.count, using: &generator) }
        for count in Array(0..<100) + random + [state.count - 1] {
            #expect(throws: StateError.self, "\(count) bytes, seed \(seed)") {
                try TaskRig(settings).restore(Array(state[..<count]))
            }
        }
        #expect(throws: StateError.self) { try TaskRig(settings).restore(state + [0]) }
    }

    @Test("a state with wrong bytes is refused or read, and what was read goes on without a trap")
    func corruptions() {
        let state = busy(settings, count: 300).state
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let rig = TaskRig(settings)
            // Only what passes its checksum is ever read, so that it goes on is more than is promised.
            _ = try? rig.restore(corrupted(state, &generator))
        }
    }

    @Test("a state of another layout or of another number of tasks is refused in so many words")
    func otherVersions() throws {
        let rig = busy(settings, count: 100)
        var newer = rig.state
        newer[0] = 9
        #expect(
            sentence(newer).contains("version 9 of the layout, but this program reads version 6")
        )
        var settings = settings
        settings.taskCount = 3
        let other = TaskRig(settings)
        #expect(sentence(other.state).contains("one of 3 tasks, not 1"))
    }

    private func sentence(_ state: [UInt8]) -> String {
        do throws(StateError) {
            try TaskRig(settings).restore(state)
            return "read"
        } catch {
            return error.description
        }
    }

    @Test("a chart that the plant file changed begins anew, everything else goes on")
    func changedChart() throws {
        let before = busy(settings)
        let changed = try TaskWorkload.settings(
            plant: TaskWorkload.plantText.replacing("i-mr, rules: nelson", with: "i-mr, rules: [1]")
        )
        let after = TaskRig(changed)
        try after.restore(before.state)
        #expect(after.task.seriesCount == before.task.seriesCount)
        #expect(after.task.stand.wasOtherModel == (changed.modelHash != settings.modelHash))
        for (index, row) in before.task.series.rows.enumerated() where row.chart >= 0 {
            let name = before.task.characteristics.name(Int(row.characteristic))
            let now = after.task.series.rows[index]
            let profile = after.tasks.bench.profiles[Int(now.profile)]
            var fresh = SeriesTable(countLimit: 1)
            let owner = try #require(after.task.machines[Int(row.machine)])
            let firstSeries = owner.firstSeries
            owner.firstSeries = -1
            _ = fresh.insert(row, of: owner, profile: profile)
            owner.firstSeries = firstSeries
            let expected =
                name == "diameter"
                ? stateBytes { fresh.charts[0].write(to: &$0) }
                : chart(row.chart, before)
            #expect(chart(now.chart, after) == expected, "\(name), seed \(seed)")
        }
        for row in before.task.machines.indices {
            #expect(machine(row, before) == machine(row, after))
        }
        #expect(rules(before) == rules(after))
    }

    private func machine(_ row: Int, _ rig: TaskRig) -> [UInt8] {
        stateBytes { rig.task.writeMachine(row, to: &$0) }
    }

    private func rules(_ rig: TaskRig) -> [UInt8] {
        stateBytes {
            rig.task.rules.writeHead(to: &$0)
            for row in rig.task.rules.keys.slots.indices { rig.task.rules.writeKey(row, to: &$0) }
        }
    }

    private func chart(_ index: Int32, _ rig: TaskRig) -> [UInt8] {
        stateBytes { rig.task.series.charts[Int(index)].write(to: &$0) }
    }

    @Test("alerts of a rule that is gone are closed with the reason when the task goes live")
    func removedRule() throws {
        let before = TaskRig.live(settings)
        for second in 0..<60 {
            before.feed(
                .record(
                    topic: InputRole.measurements.rawValue,
                    offset: Int64(second),
                    timestamp: Factory.epoch + Int64(second) * 1_000,
                    key: "plant/oven",
                    value: Array(
                        "{\"equipment\":\"plant/oven\",\"time\":\(Factory.epoch + Int64(second) * 1_000),\"characteristic\":\"zone_temp\",\"value\":260}"
                            .utf8
                    )
                )
            )
        }
        before.feed(.tick(Factory.epoch + 60_000))
        #expect(before.cuts.contains { $0.topics.contains(OutputTopic.alerts.rawValue) })

        let after = TaskRig(try TaskWorkload.settings(rules: .empty))
        try after.restore(before.state)
        #expect(after.tasks.bench.takeNotes().contains { $0.contains("1 open alerts") })
        #expect(after.state.count > 0, "open alerts stay in the state until they are closed")
        let last = before.task.cycle - 1
        after.goLive(cycle: last, epoch: 2)
        let closing = try #require(after.outputs().first)
        let text = String(decoding: closing.outputs, as: UTF8.self)
        #expect(closing.topics.contains(OutputTopic.alerts.rawValue))
        #expect(text.contains("rule-removed") && text.contains("\"state\":\"closed\""))
        #expect(closing.entry?.flags == .orphansClosed)
        #expect(closing.cycle == last + 1)
        #expect(after.task.rules.orphanCount == 0)
    }
}
