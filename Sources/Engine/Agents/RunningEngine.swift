import CPlatform
import PlantModel
import Records
import Rings

/// How the agents of an engine share threads.
public enum EngineLauncher: Sendable {
    /// A thread each for intake, publisher and every shard.
    case threaded
    /// All of them on one thread, for machines with one or two processors and for low idle cost.
    case fused
    /// Fused on one processor, threaded otherwise.
    case automatic
}

/// Why an engine could not start.
public struct EngineError: Error, CustomStringConvertible, Sendable {
    /// A sentence.
    public var description: String
}

/// An engine between a source and a sink: intake, shards and publisher, with the threads they run on.
///
///     source ─▶ intake ══ring══▶ shard 0…n ══ring══▶ publisher ─▶ sink
///                  ▲                                    │
///                  └──────────── acknowledged ──────────┘
///
/// Create it, `start`, and `stop` exactly once. All methods are for one controlling thread; metrics
/// and control may be read from any.
public final class RunningEngine<
    Source: MessageSource & ~Copyable,
    Sink: MessageSink & ~Copyable
> {
    /// Figures for any thread.
    public let metrics: EngineMetrics
    /// Failure and stop, for any thread.
    public let control: EngineControl
    private let crew: Crew
    private var hasStarted = false

    private enum Crew {
        case fused(AgentThread<FusedAgents<Source, Sink>>)
        case threaded(
            AgentThread<Intake<Source>>,
            [AgentThread<Shard>],
            AgentThread<Publisher<Sink>>
        )
    }

    /// Builds the agents and the rings between them; nothing runs yet.
    ///
    /// `source` must have been opened with `settings.sourceTopics`, `sink` with `settings.sinkTopics`,
    /// in transactions when `settings.isExactlyOnce`.
    public init(
        settings: EngineSettings,
        source: consuming Source,
        sink: consuming Sink,
        clock: EngineClock = .wall,
        launcher: EngineLauncher = .automatic
    ) {
        let isFused = launcher.isFused
        let wiring = unsafe EngineWiring(
            settings: settings,
            shardCount: isFused ? 1 : settings.shardCount,
            clock: clock,
            release: { unsafe Source.release($0) }
        )
        metrics = wiring.metrics
        control = wiring.control
        let parts = wiring.parts
        let intake = Intake(
            source: source,
            acknowledgements: parts.acknowledged.take(),
            wiring: wiring,
            settings: settings
        )
        let publisher = Publisher(
            sink: sink,
            acknowledgements: parts.acknowledging.take(),
            wiring: wiring,
            settings: settings
        )
        if isFused {
            let agents = FusedAgents(
                intake: intake,
                shard: parts.shards[0].take(),
                publisher: publisher
            )
            crew = .fused(
                AgentThread(agents, name: "takt-engine", idle: .parking(wiring.intakeParker)) {
                    $0.wait()
                }
            )
            return
        }
        var shards: [AgentThread<Shard>] = []
        for index in parts.shards.indices {
            shards.append(
                AgentThread(
                    parts.shards[index].take(),
                    name: "takt-shard-\(index)",
                    idle: .parking(wiring.shardParkers[index])
                )
            )
        }
        crew = .threaded(
            AgentThread(intake, name: "takt-intake", idle: .parking(wiring.intakeParker)) {
                $0.wait(milliseconds: 10)
            },
            shards,
            AgentThread(publisher, name: "takt-publish", idle: .parking(wiring.publisherParker))
        )
    }

    /// Starts the threads.
    public func start() throws(EngineError) {
        precondition(!hasStarted, "An engine starts once.")
        hasStarted = true
        var problem: String?
        switch crew {
        case .fused(let thread): problem = thread.start()
        case .threaded(let intake, let shards, let publisher):
            problem = publisher.start()
            for shard in shards where problem == nil { problem = shard.start() }
            if problem == nil { problem = intake.start() }
        }
        if let problem { throw EngineError(description: problem) }
    }

    /// Asks the agents to stop and returns at once; `stop` has to follow.
    public func askToStop(withinMilliseconds milliseconds: Int) {
        let budget = Int64(milliseconds) * 1_000_000
        control.stop(deadlineNanoseconds: platform_monotonic_nanoseconds() + budget / 2)
    }

    /// Stops: intake first, then what is under way is finished and acknowledged, at most for the given
    /// time; then the broker's handles are closed. True when nothing was left unacknowledged.
    ///
    /// What was left is read again by the next owner of the task; nothing is lost.
    public func stop(withinMilliseconds milliseconds: Int) -> Bool {
        askToStop(withinMilliseconds: milliseconds)
        guard hasStarted else { return true }
        let closing = max(100, milliseconds / 5)
        let unfinished: Int
        switch crew {
        case .fused(let thread):
            thread.join()
            unfinished = thread.withAgent { agents in
                agents.intake.close(milliseconds: closing)
                return agents.publisher.unfinishedCount + agents.intake.unfinishedCount
            }
        case .threaded(let intake, let shards, let publisher):
            intake.join()
            for shard in shards { shard.join() }
            publisher.join()
            let unfinishedTasks = intake.withAgent { intake in
                intake.close(milliseconds: closing)
                return intake.unfinishedCount
            }
            unfinished = unfinishedTasks + publisher.withAgent { $0.unfinishedCount }
        }
        return unfinished == 0 && !control.hasFailed
    }
}

extension EngineLauncher {
    /// Whether everything runs on one thread on this machine.
    var isFused: Bool {
        switch self {
        case .threaded: false
        case .fused: true
        case .automatic: platform_processor_count() < 2
        }
    }
}
