import Records

/// The tasks of one shard and the bench they work on.
///
/// A class because it is one per shard and lent to closures; it is used by the shard's thread only.
/// `@safe`: the handles it gives back are the ones it was given, each once.
@safe
final class ShardTasks {
    private let bench: Workbench
    private let shardIndex: Int
    private let releaseHandle: (UnsafeMutableRawPointer) -> Void
    private var tasks: [EquipmentTask?]
    /// Books of tasks that have left.
    private var formerBooks = Books()
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
        release: @escaping (UnsafeMutableRawPointer) -> Void
    ) {
        self.bench = bench
        self.shardIndex = shardIndex
        unsafe releaseHandle = release
        tasks = Array(repeating: nil, count: taskCount)
    }

    /// Works on one message and gives it back to the broker.
    func take(_ message: InboundMessage) {
        switch message.kind {
        case .record:
            if let task = tasks[Int(message.partition)] {
                task.process(message, on: bench)
                if task.isBundleFull { cut(task) }
            }
            release(message)
        case .endOfPartition:
            tasks[Int(message.partition)]?.reachedEnd(of: Int(message.topic))
        case .tick:
            tick(message)
        case .taskStarted:
            tasks[Int(message.partition)] = EquipmentTask(
                number: message.partition,
                settings: bench.settings,
                bundle: freshBundle()
            )
        case .taskStopped:
            stop(message.partition)
        }
    }

    /// Gives a message back to the broker without looking at it.
    func release(_ message: InboundMessage) {
        if let handle = unsafe message.handle { unsafe releaseHandle(handle) }
    }

    /// The end of a file: every task closes what is open at a stated progress. Replay only.
    func finishAll(at progress: EventTime) {
        for case let task? in tasks {
            task.finish(at: progress, on: bench)
            cut(task)
        }
    }

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

    /// Cuts every task that has something to say. Replay only.
    func cutAll() {
        for case let task? in tasks where task.isWorthCutting { cut(task) }
    }

    /// Takes the cut bundles back for use. Replay only.
    func recycle() {
        for bundle in cutBundles {
            bundle.reuse()
            keep(bundle)
        }
        cutBundles.removeAll()
    }

    private func tick(_ message: InboundMessage) {
        for case let task? in tasks {
            if message.partition >= 0, task.number != message.partition { continue }
            task.tick(
                EventTime(milliseconds: message.timestampMilliseconds),
                sequence: message.sequence,
                on: bench
            )
            if task.areBooksDue { task.closeBooks(on: bench) }
            if task.isWorthCutting { cut(task) }
        }
    }

    private func stop(_ partition: Int32) {
        guard let task = tasks[Int(partition)] else {
            // Nothing was ever started; the publisher still has to hear that the task is over.
            let bundle = freshBundle()
            bundle.task = partition
            bundle.isLast = true
            cutBundles.append(bundle)
            return
        }
        task.closeBooks(on: bench)
        task.bundle.isLast = true
        cut(task)
        formerBooks += task.totalBooks
        tasks[Int(partition)] = nil
    }

    private func cut(_ task: EquipmentTask) {
        cutBundles.append(task.cut(replacement: freshBundle()))
    }

    /// Keeps a used bundle while all of them together hold little memory; a burst is not kept for ever.
    func keep(_ bundle: Bundle) {
        let capacity = bundle.outputs.bytes.capacity
        guard spareByteCount + capacity <= Self.spareByteLimit else { return }
        spareByteCount += capacity
        spareBundles.append(bundle)
    }

    private func freshBundle() -> Bundle {
        let spare = spareBundles.popLast()
        if let spare { spareByteCount -= spare.outputs.bytes.capacity }
        let bundle = spare ?? Bundle()
        bundle.shard = shardIndex
        return bundle
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
    }
}
