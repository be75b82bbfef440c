import Records

/// The agents of an engine without threads: somebody else says who takes the next step.
///
/// For simulation. The same intake, shards, publisher and rings as in `RunningEngine`, on one thread,
/// in any order, under any clock.
public struct SteppedEngine<
    Source: MessageSource & ~Copyable,
    Sink: MessageSink & ~Copyable
>: ~Copyable {
    /// Figures and sentences.
    public let metrics: EngineMetrics
    /// Failure and stop.
    public let control: EngineControl
    private var intake: Intake<Source>
    private var shards: [Movable<Shard>]
    private var publisher: Publisher<Sink>

    /// Builds the agents. Source and sink as for `RunningEngine`.
    public init(
        settings: EngineSettings,
        source: consuming Source,
        sink: consuming Sink,
        clock: EngineClock
    ) {
        let wiring = unsafe EngineWiring(
            settings: settings,
            shardCount: settings.shardCount,
            clock: clock,
            release: { unsafe Source.release($0) }
        )
        metrics = wiring.metrics
        control = wiring.control
        let parts = wiring.parts
        intake = Intake(
            source: source,
            acknowledgements: parts.acknowledged.take(),
            wiring: wiring,
            settings: settings
        )
        publisher = Publisher(
            sink: sink,
            acknowledgements: parts.acknowledging.take(),
            wiring: wiring,
            settings: settings
        )
        shards = parts.shards
    }

    /// How many agents there are: intake, the shards, the publisher.
    public var agentCount: Int { shards.count + 2 }

    /// One step of one agent; 0 is intake, the last one the publisher. Answers the work done.
    public mutating func step(agent: Int) -> Int {
        switch agent {
        case 0: intake.step()
        case agentCount - 1: publisher.step()
        default: shards[agent - 1].with { $0.step() }
        }
    }

    /// Asks the agents to finish by a monotonic time in nanoseconds.
    public func stop(deadlineNanoseconds: Int64) {
        control.stop(deadlineNanoseconds: deadlineNanoseconds)
    }

    /// True once every agent has nothing left to do.
    public var isDone: Bool {
        intake.isDone && publisher.isDone && shards.allSatisfy { $0.with { $0.isDone } }
    }

    /// Closes source and sink after the agents are done.
    public mutating func close(milliseconds: Int) {
        intake.close(milliseconds: milliseconds)
        publisher.close(milliseconds: milliseconds)
    }

    /// The process is gone: gives back the messages that lie in rings, and nothing else.
    public mutating func abandon() {
        intake.abandon()
        for shard in shards { shard.with { $0.abandon() } }
    }
}
