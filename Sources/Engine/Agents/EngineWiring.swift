import Records
import Rings

/// The rings, parkers and shards of one engine, before they move to their threads.
struct EngineWiring {
    let metrics: EngineMetrics
    let control = EngineControl()
    let clock: EngineClock
    let board = RestoreBoard()
    let roster = TaskRoster()
    let intakeParker = Parker()
    let publisherParker = Parker()
    private(set) var shardParkers: [Parker] = []
    private(set) var lanes: [Lane] = []
    private(set) var outlets: [Outlet] = []
    private(set) var parts = Parts()

    /// What moves to a thread exactly once.
    struct Parts {
        var shards: [Movable<Shard>] = []
        var acknowledged: Movable<SPSCConsumer<Acknowledgement>>
        var acknowledging: Movable<SPSCProducer<Acknowledgement>>

        init() {
            let ring = SPSCRing<Acknowledgement>(minimumCapacity: 16_384)
            acknowledged = Movable(ring.consumer)
            acknowledging = Movable(ring.producer)
        }
    }

    init(
        settings: EngineSettings,
        shardCount wanted: Int,
        clock: EngineClock,
        release: @escaping (UnsafeMutableRawPointer) -> Void
    ) {
        let shardCount = max(1, min(wanted, settings.taskCount))
        self.clock = clock
        metrics = EngineMetrics(shardCount: shardCount)
        for index in 0..<shardCount { unsafe addShard(index, settings, release) }
    }

    private mutating func addShard(
        _ index: Int,
        _ settings: EngineSettings,
        _ release: @escaping (UnsafeMutableRawPointer) -> Void
    ) {
        let limits = settings.limits
        let parker = Parker()
        let inbound = SPSCRing<InboundMessage>(
            minimumCapacity: Int(limits.inputRingEntries),
            byteLimit: Int(limits.inputRingBytes)
        )
        let outbound = SPSCRing<Bundle>(minimumCapacity: Int(limits.outputRingEntries))
        let used = SPSCRing<Bundle>(minimumCapacity: Int(limits.outputRingEntries))
        metrics.shard(index).watch(inbound: inbound.gauge, outbound: outbound.gauge)
        shardParkers.append(parker)
        lanes.append(Lane(producer: inbound.producer, wakesShard: parker))
        outlets.append(
            Outlet(bundles: outbound.consumer, used: used.producer, wakesShard: parker)
        )
        let tasks = unsafe ShardTasks(
            bench: Workbench(settings: settings),
            shardIndex: index,
            taskCount: settings.taskCount,
            board: board,
            release: release
        )
        parts.shards.append(
            Movable(
                Shard(
                    tasks: tasks,
                    inbound: inbound.consumer,
                    outbound: outbound.producer,
                    used: used.consumer,
                    control: control,
                    clock: clock,
                    metrics: metrics.shard(index),
                    wakesPublisher: publisherParker,
                    wakesIntake: intakeParker
                )
            )
        )
    }
}

/// A noncopyable value on its way from where it is made to where it belongs.
final class Movable<Value: ~Copyable> {
    private var value: Value?

    init(_ value: consuming Value) { self.value = consume value }

    /// Works on the value where it is.
    func with<R>(_ body: (inout Value) -> R) -> R {
        guard var held = value.take() else {
            preconditionFailure("The value has moved to its thread.")
        }
        let result = body(&held)
        value = consume held
        return result
    }

    /// Moves the value out; a second call traps.
    func take() -> Value {
        guard let value = value.take() else {
            preconditionFailure("The value has already moved to its thread.")
        }
        return value
    }
}
