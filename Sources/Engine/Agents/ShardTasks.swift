import CPlatform
import Records
import RuleEngine

/// The tasks of one shard and the bench they work on.
///
/// A class because it is one per shard and lent to closures; it is used by the shard's thread only.
/// `@safe`: the handles it gives back are the ones it was given, each once.
@safe
final class ShardTasks {
    let bench: Workbench
    private let shardIndex: Int
    private let releaseHandle: (UnsafeMutableRawPointer) -> Void
    let board: RestoreBoard
    var tasks: [FamilyTask?]
    /// Snapshots on their way in, of tasks that are being restored.
    var assemblies: [Int32: SnapshotAssembly] = [:]
    /// The snapshot on its way out; one at a time, so that their memory stays bounded.
    var shipment: SnapshotShipment?
    /// How many announcements the tasks have heard.
    private var heardCount = 0
    /// Tasks that have not heard the last of them, the next one last.
    private var untold: [Int] = []
    /// Books of tasks that have left.
    private var formerBooks = Books()
    private var formerEvictions = EvictionCounts()
    private var rulesPublishedAt: Int64 = 0
    /// Bundles that were cut and not yet taken by the publisher, oldest first.
    var cutBundles: [Bundle] = []
    /// Used bundles whose memory serves again.
    private(set) var spareBundles: [Bundle] = []
    private var spareByteCount = 0
    /// Bytes that unused bundles may hold on to.
    private static let spareByteLimit = 32 << 20

    init(
        bench: Workbench,
        shardIndex: Int,
        taskCount: Int,
        board: RestoreBoard = RestoreBoard(),
        release: @escaping (UnsafeMutableRawPointer) -> Void
    ) {
        self.bench = bench
        self.shardIndex = shardIndex
        self.board = board
        unsafe releaseHandle = release
        tasks = Array(repeating: nil, count: taskCount)
    }

    /// Works on one message and gives it back to the broker.
    func take(_ message: InboundMessage) {
        switch message.kind {
        case .record:
            if let task = tasks[Int(message.partition)] {
                task.process(message, on: bench)
                if task.isBundleFull, task.stand.isLive { cut(task) }
            }
            release(message)
        case .endOfPartition:
            tasks[Int(message.partition)]?.reachedEnd(of: Int(message.topic), on: bench)
        case .tick:
            tick(message)
        case .taskStarted: start(message)
        case .taskStopped: stop(message.partition)
        case .snapshotRecord:
            assemblies[message.partition]?.take(message)
            release(message)
        case .snapshotEnd: restore(message.partition, waits: message.offset != 0)
        case .cycleEnd: endCycle(message)
        case .setKnown:
            if let version = message.version {
                tasks[Int(message.partition)]?.learn(of: version, on: bench)
            }
        case .taskLive: goLive(message)
        }
    }

    /// Gives a message back to the broker without looking at it.
    func release(_ message: InboundMessage) {
        if let handle = unsafe message.handle { unsafe releaseHandle(handle) }
    }

    private func start(_ message: InboundMessage) {
        let task = makeTask(
            number: message.partition,
            stay: UInt32(max(1, message.offset)),
            bundle: freshBundle()
        )
        tasks[Int(message.partition)] = task
        if bench.settings.isDurable {
            assemblies[message.partition] = SnapshotAssembly()
        } else {
            task.stand.isLive = true
        }
    }

    func makeTask(number: Int32, stay: UInt32, bundle: Bundle) -> FamilyTask {
        let settings = bench.settings
        switch settings.family {
        case .equipment:
            return EquipmentTask(
                number: number,
                stay: stay,
                settings: settings,
                edition: bench.edition,
                bundle: bundle
            )
        case .rollUps:
            return RollUpTask(number: number, stay: stay, settings: settings, bundle: bundle)
        }
    }

    // MARK: Time

    private func tick(_ message: InboundMessage) {
        if message.partition < 0 { spreadNews() }
        for case let task? in tasks {
            if message.partition >= 0, task.number != message.partition { continue }
            // While a task catches up it gets the ticks of its log and no others.
            guard task.stand.isLive || message.partition >= 0 else { continue }
            task.tick(
                EventTime(milliseconds: message.timestampMilliseconds),
                sequence: message.sequence,
                on: bench
            )
            if task.stand.isLive { liveTick(task) }
        }
        ship()
    }

    /// Tells the tasks of versions that came since the last look, one at each tick: going over to one takes
    /// some milliseconds. Whoever is on its way back hears of them when it has arrived.
    private func spreadNews() {
        guard let board = bench.settings.sets else { return }
        if board.count != heardCount {
            heardCount = board.count
            untold = tasks.indices.reversed()
        }
        while let number = untold.popLast() {
            guard let task = tasks[number], task.stand.isLive else { continue }
            return tellNews(to: task)
        }
    }

    func tellNews(to task: FamilyTask) {
        guard let board = bench.settings.sets, bench.settings.isDurable else { return }
        for version in board.news(for: task.sets) { task.learn(of: version, on: bench) }
    }

    private func liveTick(_ task: FamilyTask) {
        task.stand.ticksSinceBooks += 1
        task.stand.ticksToSnapshot -= 1
        if task.areBooksDue { task.closeBooks(on: bench) }
        if task.isWorthCutting { cut(task) }
        takeSnapshotIfDue(task)
    }

    private func stop(_ partition: Int32) {
        assemblies[partition] = nil
        guard let task = tasks[Int(partition)], task.stand.isLive else {
            // Nothing was ever written; the publisher still has to hear that the task is over.
            let bundle = freshBundle()
            bundle.task = partition
            bundle.isLast = true
            cutBundles.append(bundle)
            tasks[Int(partition)] = nil
            return
        }
        task.closeBooks(on: bench)
        cut(task, flags: .last)
        shipLastSnapshot(of: task)
        cutBundles[cutBundles.count - 1].isLast = true
        formerBooks += task.totalBooks
        formerEvictions += task.totalEvictions
        tasks[Int(partition)] = nil
    }

    // MARK: Bundles

    /// Ends the cycle of a task and hands over what it wrote.
    func cut(_ task: FamilyTask, flags: OrderEntry.Flags = []) {
        if bench.settings.isDurable { task.writeOrder(flags, bench) }
        task.notePositions()
        cutBundles.append(task.cut(replacement: freshBundle()))
    }

    /// Keeps a used bundle while all of them together hold little memory; a burst is not kept for
    /// ever. Its cycle is on the broker now.
    func keep(_ bundle: Bundle) {
        if bundle.cycle > 0, let task = tasks[Int(bundle.task)], task.stay == bundle.stay {
            task.stand.acknowledgedCycle = max(task.stand.acknowledgedCycle, bundle.cycle)
        }
        bundle.reuse()
        let capacity = bundle.outputs.bytes.capacity
        guard spareByteCount + capacity <= Self.spareByteLimit else { return }
        spareByteCount += capacity
        spareBundles.append(bundle)
    }

    func freshBundle() -> Bundle {
        let spare = spareBundles.popLast()
        if let spare { spareByteCount -= spare.outputs.bytes.capacity }
        let bundle = spare ?? Bundle()
        bundle.shard = shardIndex
        return bundle
    }

    // MARK: Figures

    /// The newest event time of any task.
    var newestTime: EventTime { tasks.compactMap { $0?.newestTime }.max() ?? .distantPast }

    /// Series of all tasks.
    var seriesCount: Int { tasks.reduce(0) { $0 + ($1?.seriesCount ?? 0) } }

    /// What became of everything read so far.
    var totalBooks: Books {
        var sum = formerBooks
        for case let task? in tasks { sum += task.totalBooks }
        return sum
    }

    /// What was forgotten so far.
    var totalEvictions: EvictionCounts {
        var sum = formerEvictions
        for case let task? in tasks { sum += task.totalEvictions }
        return sum
    }

    /// Publishes the sums over all tasks, past ones included.
    func publish(to metrics: ShardMetrics) {
        metrics.keep(notes: bench.takeNotes())
        var equipment = 0
        var series = 0
        var progress = EventTime.distantPast
        for case let task? in tasks {
            equipment += task.equipmentCount
            series += task.seriesCount
            progress = max(progress, task.newestTime)
        }
        metrics.publish(totalBooks, equipment: equipment, series: series, progress: progress)
        metrics.publish(totalEvictions)
        publishRules(to: metrics)
    }

    /// Publishes what rules do and cost, twice a second at most: there may be thousands of them.
    private func publishRules(to metrics: ShardMetrics) {
        let now = platform_monotonic_nanoseconds()
        guard now - rulesPublishedAt >= 500_000_000 else { return }
        rulesPublishedAt = now
        var figures: [RuleFigures] = []
        for case let task? in tasks { figures.add(task.ruleFigures) }
        metrics.publish(figures)
    }
}
