import Engine
import KafkaBroker
import Records

/// The engines of one process: the equipment family, which takes the shards, and the roll-ups, which
/// make do with one thread.
///
/// Each has its own consumer group, producer, order log and snapshots; they meet in a topic only. Used
/// by one controlling thread.
struct FamilyEngines {
    /// The engine of the machines.
    let equipment: RunningEngine<KafkaSource, KafkaSink>
    /// The engine of the lines, areas and sites.
    let rollUps: RunningEngine<KafkaSource, KafkaSink>
    /// Tasks of the equipment family.
    let taskCount: Int
    private let clock: EngineClock

    /// Connects both; nothing runs yet. The number of tasks is that of the anchors' partitions.
    init(
        _ settings: EngineSettings,
        _ kafka: KafkaSettings,
        clock: EngineClock = .wall
    ) throws(Failure) {
        self.clock = clock
        (equipment, taskCount) = try Self.connect(settings, kafka, clock, .automatic)
        (rollUps, _) = try Self.connect(settings.rollUps(), kafka, clock, .fused)
    }

    private static func connect(
        _ settings: EngineSettings,
        _ kafka: KafkaSettings,
        _ clock: EngineClock,
        _ launcher: EngineLauncher
    ) throws(Failure) -> (RunningEngine<KafkaSource, KafkaSink>, Int) {
        var settings = settings
        var kafka = kafka
        kafka.applicationID = settings.application
        do throws(BrokerError) {
            let source = try KafkaSource(
                kafka,
                anchorTopic: settings.anchorTopic,
                topics: settings.sourceTopics
            )
            settings.taskCount = source.taskCount
            settings.shardCount = min(settings.shardCount, source.taskCount)
            let sink = try KafkaSink(
                kafka,
                topics: settings.sinkTopics,
                transactionalID: settings.isExactlyOnce
                    ? "\(settings.application)-\(settings.instance)" : nil
            )
            let count = source.taskCount
            let engine = RunningEngine(
                settings: settings,
                source: source,
                sink: sink,
                clock: clock,
                launcher: launcher
            )
            return (engine, count)
        } catch {
            throw Failure(error.description)
        }
    }

    /// Starts the threads of both.
    func start() throws(Failure) {
        do throws(EngineError) {
            try rollUps.start()
            try equipment.start()
        } catch {
            throw Failure("The engine could not start: \(error.description)")
        }
    }

    /// True once one of them failed for good; then both have to stop.
    var hasFailed: Bool { equipment.control.hasFailed || rollUps.control.hasFailed }

    /// Why, in sentences.
    var failureSentences: [String] {
        equipment.control.failureSentences
            + rollUps.control.failureSentences.map { "Roll-ups: \($0)" }
    }

    /// What both have to say since the last call.
    func takeMessages() -> [String] {
        equipment.metrics.takeMessages()
            + rollUps.metrics.takeMessages().map { "Roll-ups: \($0)" }
    }

    /// Stops both at the same time, within the given time. True when nothing was left
    /// unacknowledged. What the machines said last is summed at the next start.
    func stop(withinMilliseconds milliseconds: Int) -> Bool {
        let started = clock.monotonic()
        rollUps.askToStop(withinMilliseconds: milliseconds)
        let isClean = equipment.stop(withinMilliseconds: milliseconds)
        let spent = Int((clock.monotonic() - started) / Nanoseconds.millisecond)
        return rollUps.stop(withinMilliseconds: max(100, milliseconds - spent)) && isClean
    }
}
