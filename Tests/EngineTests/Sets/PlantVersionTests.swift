import PlantModel
import Records
import Testing

@testable import Engine

@Suite("Limits of the plant file change while a task works, at their event time")
struct PlantVersionTests {
    static func plant(_ diameter: String, usl: Int = 15) throws -> Plant {
        try Plant.load(
            """
            version: limits
            characteristics:
              - name: d
                equipment: "acme/**"
                chart: {kind: i-mr, rules: [1], limits: \(diameter)}
                specification: {usl: \(usl)}
                capability: {window: 1m}
              - {name: other, equipment: "acme/**", chart: {kind: i-mr, rules: [1], limits: {mean: 5, sigma: 1}}}
            """
        )
    }

    /// Lays a plant down, and announces it.
    static func lay(_ plant: Plant, _ number: UInt64, from seconds: Int64?, _ board: SetBoard)
        -> SetVersion
    {
        let version = SetVersion(
            kind: .plant,
            number: number,
            content: plant.contentHash,
            effectiveFrom: seconds.map { EventTime(milliseconds: Factory.epoch + $0 * 1_000) }
                ?? .distantPast
        )
        let limits = PlantLimits(
            plant: plant,
            version: "\(number)",
            effectiveFrom: version.effectiveFrom,
            by: "Ada",
            why: "new drawing"
        )
        board.add(version, limits)
        board.announce(version)
        return version
    }

    static func settings() throws -> EngineSettings {
        var settings = EngineSettings(
            plant: try plant("{mean: 10, sigma: 1}"),
            rules: .empty,
            taskCount: 1
        )
        settings.limits.bundleIntervalNanoseconds = Nanoseconds.second
        settings.sets = SetBoard(inputs: settings.inputs)
        return settings
    }

    private func measure(
        _ rig: TaskRig,
        _ seconds: ClosedRange<Int64>,
        _ value: Double,
        _ name: String = "d",
        machine: String = "acme/m"
    ) {
        for second in seconds {
            let time = Factory.epoch + second * 1_000
            let text =
                "{\"equipment\":\"\(machine)\",\"time\":\(time),\"characteristic\":\"\(name)\",\"value\":\(value)}"
            let offset = rig.task.ledgers[InputRole.measurements.rawValue].toOffset
            rig.feed(
                .record(
                    topic: InputRole.measurements.rawValue,
                    offset: max(0, offset),
                    timestamp: time,
                    key: machine,
                    value: Array(text.utf8)
                )
            )
        }
        rig.feed(.tick(Factory.epoch + seconds.upperBound * 1_000))
    }

    private func mean(_ rig: TaskRig, _ row: Int) -> Double? {
        rig.task.series.limits(ChartPlace(row: row))?.mean
    }

    @Test("they hold from the first point on that is not older; other charts go on untouched")
    func atItsTime() throws {
        let settings = try Self.settings()
        let rig = TaskRig.live(settings)
        measure(rig, 0...3, 10)
        measure(rig, 3...3, 5, "other")
        let version = try Self.lay(
            Self.plant("{mean: 20, sigma: 1}", usl: 30),
            1,
            from: 10,
            #require(settings.sets)
        )
        measure(rig, 4...9, 10)
        #expect(rig.task.sets.pending == [version] && mean(rig, 0) == 10)
        measure(rig, 10...11, 20)
        #expect(rig.task.sets.present(.plant) == version)
        #expect(mean(rig, 0) == 20 && rig.task.series.limitVersion(ChartPlace(row: 0)) == 2)
        #expect(mean(rig, 1) == 5 && rig.task.series.limitVersion(ChartPlace(row: 1)) == 1)
        let text = rig.cuts.map { String(decoding: $0.outputs, as: UTF8.self) }.joined()
        #expect(!text.contains("takt.spc.signal"))
        #expect(text.contains("\"change\":\"given\"") && text.contains("\"by\":\"Ada\""))
        // A series that comes later begins with them.
        measure(rig, 12...13, 20, machine: "acme/later")
        #expect(mean(rig, 2) == 20 && rig.task.series.limitVersion(ChartPlace(row: 2)) == 1)
    }

    @Test("limits for any time hold for the points to come")
    func atOnce() throws {
        let settings = try Self.settings()
        let rig = TaskRig.live(settings)
        measure(rig, 0...3, 10)
        _ = try Self.lay(Self.plant("{mean: 20, sigma: 1}"), 1, from: nil, #require(settings.sets))
        rig.feed(.tick(Factory.epoch + 4_000))
        #expect(rig.task.sets.present(.plant)?.number == 1)
        measure(rig, 5...6, 20)
        #expect(mean(rig, 0) == 20)
        let text = rig.cuts.map { String(decoding: $0.outputs, as: UTF8.self) }.joined()
        #expect(!text.contains("takt.spc.signal"))
    }

    @Test("a restored task sees the limits in force, and the chart goes on without a change back")
    func restored() throws {
        let settings = try Self.settings()
        let board = try #require(settings.sets)
        let rig = TaskRig.live(settings)
        measure(rig, 0...3, 10)
        _ = try Self.lay(Self.plant("{mean: 20, sigma: 1}"), 1, from: 3, board)
        rig.feed(.tick(Factory.epoch + 4_000))
        measure(rig, 4...9, 20)
        #expect(mean(rig, 0) == 20)
        let next = TaskRig(settings)
        try next.restore(rig.state)
        #expect(next.state == rig.state)
        next.goLive(cycle: rig.task.cycle, epoch: 2)
        measure(next, 10...12, 20)
        measure(next, 12...12, 20, machine: "acme/later")
        #expect(mean(next, 0) == 20 && mean(next, 1) == 20)
        #expect(next.task.series.limitVersion(ChartPlace(row: 0)) == 2)
        let text = next.cuts.map { String(decoding: $0.outputs, as: UTF8.self) }.joined()
        #expect(!text.contains("takt.spc.signal"))
        let changes = text.ranges(of: "\"change\":")
        #expect(changes.count == 1, "of the series that is new")
    }

    @Test("a version whose content is gone is named; the task begins with the file of the process")
    func gone() throws {
        let settings = try Self.settings()
        let rig = TaskRig.live(settings)
        measure(rig, 0...3, 10)
        _ = try Self.lay(Self.plant("{mean: 20, sigma: 1}"), 1, from: 3, #require(settings.sets))
        rig.feed(.tick(Factory.epoch + 4_000))
        measure(rig, 4...9, 20)
        let next = TaskRig(try Self.settings())
        try next.restore(rig.state)
        #expect(next.task.sets == TaskSets())
        #expect(next.tasks.bench.takeNotes().contains { $0.contains("version 1 of the plant") })
    }

    @Test("a file with another design gives its limits to the charts that are the same")
    func otherDesign() throws {
        let settings = try Self.settings()
        let rig = TaskRig.live(settings)
        _ = try Self.lay(
            Self.plant("{estimate: 30}", usl: 30),
            1,
            from: nil,
            #require(settings.sets)
        )
        rig.feed(.tick(Factory.epoch))
        measure(rig, 1...3, 10)
        #expect(mean(rig, 0) == 10, "whether limits are stated is a matter of the process")
    }
}
