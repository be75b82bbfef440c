import CPlatform
import Engine
import PlantModel
import Records
import RuleEngine
import Simulation

/// A whole engine with its threads and rings, fed as fast as it takes, for a long time.
struct Soak {
    static let taskCount = 8
    /// The first moment of the plant, and how long it could go on.
    private static let start = EventTime(milliseconds: 1_772_438_400_000)
    private static let length = 3_000 * Nanoseconds.day

    private let scenario: PlantScenario
    private let settings: EngineSettings

    init(machineCount: Int, rules: RuleSet) throws {
        var plan = ScenarioSettings(
            seed: 1,
            start: Self.start,
            durationNanoseconds: Self.length,
            machineCount: machineCount
        )
        plan.lateShare = 0.01
        plan.duplicateShare = 0.01
        scenario = PlantScenario(plan)
        var settings = EngineSettings(
            plant: try Plant.load(scenario.plantYAML),
            rules: rules,
            taskCount: Self.taskCount
        )
        settings.isExactlyOnce = true
        // Snapshots are a part of the load; a task writes one every five seconds.
        settings.limits.snapshotIntervalNanoseconds = 5 * Nanoseconds.second
        self.settings = settings
    }

    /// Runs for so long and looks at the memory all the time.
    func run(nanoseconds: Int64) throws(Failure) -> SoakReport {
        let progress = SoakProgress(start: Self.start)
        let engine = RunningEngine(
            settings: settings,
            source: SoakSource(
                scenario,
                topics: settings.sourceTopics,
                taskCount: Self.taskCount,
                progress: progress
            ),
            sink: SoakSink(),
            clock: EngineClock(now: {
                EventTime(milliseconds: progress.milliseconds.load(ordering: .relaxed))
            })
        )
        do throws(EngineError) {
            try engine.start()
        } catch {
            throw Failure("The engine could not start: \(error.description)")
        }
        var report = SoakReport(nanoseconds: nanoseconds)
        watch(engine, nanoseconds, &report)
        let isClean = engine.stop(withinMilliseconds: 10_000)
        report.sentences = engine.control.failureSentences + engine.metrics.takeMessages()
        report.isClean = isClean && !engine.control.hasFailed
        return report
    }

    private func watch(
        _ engine: RunningEngine<SoakSource, SoakSink>,
        _ nanoseconds: Int64,
        _ report: inout SoakReport
    ) {
        let start = platform_monotonic_nanoseconds()
        let pause = max(nanoseconds / Int64(SoakReport.sampleCount), Nanoseconds.millisecond)
        var progress = ProgressLine()
        for sample in 1...Int64(SoakReport.sampleCount) {
            while platform_monotonic_nanoseconds() < start + sample * pause {
                let left = start + sample * pause - platform_monotonic_nanoseconds()
                if StopSignals.wait(milliseconds: Int(max(1, min(left / 1_000_000, 250)))) {
                    return
                }
                if engine.control.hasFailed { return }
            }
            report.samples.append(platform_resident_byte_count())
            report.figures = engine.metrics.snapshot()
            progress.show {
                "\(NumberText.grouped(report.figures.books.read)) events, "
                    + NumberText.bytes(Int(report.samples.last ?? 0))
            }
        }
        progress.end()
    }
}
