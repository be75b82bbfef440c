import Records

/// One shard on the calling thread, fed by hand: for benchmarks and for tests that want to see what
/// becomes of a record without a broker.
///
/// Owns every task of the settings. The bytes of a record only have to live during `take`.
public final class SoloShard {
    private let tasks: ShardTasks
    private let taskCount: Int

    /// A shard with all tasks started.
    ///
    /// - Parameters:
    ///   - isReadToEnd: Whether the tasks begin at the ends of their inputs; false when the caller says
    ///     when they reach them.
    ///   - keepsLog: Whether each drain also writes order-log entries, for measuring them.
    public init(settings: EngineSettings, isReadToEnd: Bool = true, keepsLog: Bool = false) {
        var settings = settings
        // Nobody is there to read a log or a snapshot.
        settings.isDurable = keepsLog
        taskCount = settings.taskCount
        tasks = unsafe ShardTasks(
            bench: Workbench(settings: settings),
            shardIndex: 0,
            taskCount: settings.taskCount,
            release: { _ in }
        )
        for partition in 0..<Int32(taskCount) {
            tasks.take(InboundMessage(kind: .taskStarted, partition: partition))
            if keepsLog {
                tasks.take(
                    InboundMessage(kind: .taskLive, partition: partition, offset: 0, sequence: 1)
                )
            }
            for topic in settings.inputs.indices where isReadToEnd {
                tasks.take(
                    InboundMessage(kind: .endOfPartition, topic: topic, partition: partition)
                )
            }
        }
    }

    /// Begins a snapshot of a task, for nobody. Only for shards that keep a log.
    public func beginSnapshot(task: Int) {
        if let task = tasks.tasks[task] { tasks.shipment = tasks.beginSnapshot(of: task) }
    }

    /// Writes the next slice of it.
    public func writeSlice() { _ = tasks.writeSlice() }

    /// Puts what was written into records, as much as goes out with one tick; `drain` hands them over.
    public func sendSnapshot() { tasks.ship() }

    /// Whether all of it was written; true when there is none.
    public var isSnapshotWhole: Bool { tasks.shipment?.isWhole ?? true }

    /// Throws it away and answers how many bytes it has.
    public func dropSnapshot() -> Int {
        defer { tasks.shipment = nil }
        return tasks.shipment?.byteCount ?? 0
    }

    /// How many tasks it has.
    public var count: Int { taskCount }

    /// Works on one message, a record or not.
    public func take(_ message: InboundMessage) { tasks.take(message) }

    /// Tells every task the time and that it has read everything there is.
    public func tick(_ time: EventTime, topicCount: Int) {
        for partition in 0..<Int32(taskCount) {
            for topic in 0..<topicCount {
                tasks.take(
                    InboundMessage(kind: .endOfPartition, topic: topic, partition: partition)
                )
            }
        }
        tasks.take(
            InboundMessage(kind: .tick, partition: -1, timestampMilliseconds: time.milliseconds)
        )
    }

    /// Ends the input: every task closes what is open at a progress.
    public func finish(at progress: EventTime) { tasks.finishAll(at: progress) }

    /// Hands over what was written since the last call, bundle by bundle, and takes the memory back.
    public func drain(_ body: (borrowing OutputBatch, [TopicOffset]) -> Void) {
        tasks.cutAll()
        for bundle in tasks.cutBundles { body(bundle.outputs, bundle.commits) }
        tasks.recycle()
    }

    /// What became of everything so far.
    public var books: Books { tasks.totalBooks }
    /// What was forgotten so far.
    public var evictions: EvictionCounts { tasks.totalEvictions }
    /// Keys that rules remember something of, over all tasks.
    public var ruleKeyCount: Int {
        tasks.tasks.reduce(0) { $0 + (($1 as? EquipmentTask)?.rules.keyCount ?? 0) }
    }
    /// Series known now.
    public var seriesCount: Int { tasks.seriesCount }
}
