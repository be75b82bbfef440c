import PlantModel
import Records
import Testing

@testable import Engine

@Suite("Limits of a newly read plant file become versions of charts that go on")
struct PlantLimitsTests {
    private func settings(_ limits: String, _ more: String = "") throws -> EngineSettings {
        var settings = EngineSettings(
            plant: try Plant.load(
                """
                version: limits
                unknown_equipment: learn
                characteristics:
                  - {name: d, equipment: "acme/**", chart: {kind: i-mr, rules: [1, 2], limits: \(limits)}\(more)}
                """
            ),
            rules: .empty,
            taskCount: 1
        )
        settings.limits.bundleIntervalNanoseconds = Nanoseconds.second
        return settings
    }

    private func measure(_ rig: TaskRig, _ seconds: ClosedRange<Int64>, _ value: Double) {
        for second in seconds {
            let time = Factory.epoch + second * 1_000
            let text =
                "{\"equipment\":\"acme/m\",\"time\":\(time),\"characteristic\":\"d\",\"value\":\(value)}"
            rig.feed(
                .record(
                    topic: InputRole.measurements.rawValue,
                    offset: second,
                    timestamp: time,
                    key: "acme/m",
                    value: Array(text.utf8)
                )
            )
        }
        rig.feed(.tick(Factory.epoch + seconds.upperBound * 1_000))
    }

    private func texts(_ rig: TaskRig) -> String {
        rig.cuts.map { String(decoding: $0.outputs, as: UTF8.self) }.joined()
    }

    private func take(_ plant: Plant, _ rig: TaskRig, at second: Int64) {
        rig.task.takeLimits(
            PlantLimits(
                plant: plant,
                version: "2",
                effectiveFrom: EventTime(milliseconds: Factory.epoch + second * 1_000),
                by: "Ada",
                why: "new drawing"
            ),
            rig.tasks.bench
        )
    }

    @Test("they hold from their event time on, and until then nothing of the chart changes")
    func live() throws {
        let rig = TaskRig.live(try settings("{mean: 10, sigma: 1}"))
        measure(rig, 0...7, 10.5)
        take(try settings("{mean: 20, sigma: 2}").plant, rig, at: 10)
        let place = ChartPlace(row: 0)
        #expect(rig.task.series.limitVersion(place) == 1)
        measure(rig, 8...8, 10.5)
        #expect(texts(rig).contains("\"rule\":2"), "the run of nine went on")
        measure(rig, 9...11, 20)
        #expect(rig.task.series.limitVersion(place) == 2)
        #expect(rig.task.series.limits(place)?.mean == 20)
        let text = texts(rig)
        #expect(text.contains("\"change\":\"given\"") && text.contains("\"by\":\"Ada\""))
        #expect(text.contains("\"change\":\"effective\""))
        take(try settings("{mean: 20, sigma: 2}").plant, rig, at: 50)
        #expect(rig.task.series.lives[0]?[0]?.versions.count == 2, "the same limits are no version")
    }

    @Test("another design is named in the log and changes nothing")
    func otherDesign() throws {
        let rig = TaskRig.live(try settings("{mean: 10, sigma: 1}"))
        measure(rig, 0...3, 10)
        take(try settings("{estimate: 30}").plant, rig, at: 5)
        measure(rig, 4...9, 10)
        #expect(rig.task.series.limitVersion(ChartPlace(row: 0)) == 1)
        #expect(rig.tasks.bench.takeNotes().contains { $0.contains("another design") })
    }

    @Test("specification limits hold for windows that begin later; open ones keep theirs")
    func specification() throws {
        let limits = "{mean: 10, sigma: 1}"
        func plant(_ usl: Int) throws -> EngineSettings {
            try settings(limits, ", specification: {usl: \(usl)}, capability: {window: 1m}")
        }
        let rig = TaskRig.live(try plant(15))
        measure(rig, 0...30, 10)
        take(try plant(25).plant, rig, at: 31)
        let copy = TaskRig(try plant(25))
        try copy.restore(rig.state)
        #expect(copy.state.count == rig.state.count)
        measure(rig, 31...200, 10)
        let text = texts(rig)
        #expect(text.contains("\"usl\":15") && text.contains("\"usl\":25"))
    }

    @Test("a file that changed while the engine was down makes a version, and the chart goes on")
    func restart() throws {
        let before = TaskRig.live(try settings("{mean: 10, sigma: 1}"))
        measure(before, 0...20, 10.5)
        let after = TaskRig(try settings("{mean: 20, sigma: 2}"))
        try after.restore(before.state)
        after.goLive(cycle: before.task.cycle, epoch: 2)
        #expect(after.task.series.charts[0].chart.pointCount == 21)
        measure(after, 21...22, 20)
        #expect(after.task.series.limits(ChartPlace(row: 0))?.mean == 20)
        let text = texts(after)
        #expect(text.contains("\"change\":\"effective\"") && text.contains("plant.yaml"))
        #expect(!text.contains("takt.spc.signal"), "20 is what it should be now")
    }
}
