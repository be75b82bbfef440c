import Codecs
import Records

/// The roll-up family in a replay: what machines contribute is handed on at once, without a topic.
///
/// Contributions and ticks reach the tasks in the order of the input lines that caused them, whatever
/// the number of shards and wherever the file was cut into chunks.
struct ReplayRollUps {
    /// A tick of the replay's clock.
    struct Tick {
        var line: UInt64
        var milliseconds: Int64
    }

    private let tasks: ShardTasks
    private var offsets = [Int64](repeating: 0, count: Replay.partitionCount)

    init(_ settings: EngineSettings) {
        tasks = unsafe ShardTasks(
            bench: Workbench(settings: settings),
            shardIndex: 0,
            taskCount: Replay.partitionCount,
            release: { _ in }
        )
        for partition in 0..<Int32(Replay.partitionCount) {
            tasks.take(InboundMessage(kind: .taskStarted, partition: partition))
        }
    }

    /// Bundles with what the roll-ups wrote; they are taken back by `recycle`.
    private(set) var written: [Bundle] = []

    /// Works on the contributions among some outputs, in their order, and on the ticks between them.
    mutating func take(_ outputs: [(bundle: Bundle, entry: Int)], ticks: [Tick]) {
        var next = 0
        for tick in ticks {
            while next < outputs.count, Self.line(of: outputs[next]) <= tick.line {
                feed(outputs[next])
                next += 1
            }
            tasks.take(
                InboundMessage(
                    kind: .tick,
                    partition: -1,
                    timestampMilliseconds: tick.milliseconds,
                    sequence: tick.line
                )
            )
            passOn()
        }
        for output in outputs[next...] { feed(output) }
    }

    /// Closes everything open, level by level.
    mutating func finish(at progress: EventTime) {
        repeat { tasks.finishAll(at: progress) } while passOn() > 0
    }

    mutating func recycle() {
        for bundle in written { tasks.keep(bundle) }
        written.removeAll()
    }

    /// Hands the contributions of one level to the next; answers how many.
    @discardableResult
    private mutating func passOn() -> Int {
        tasks.cutAll()
        let bundles = tasks.cutBundles
        tasks.cutBundles.removeAll()
        written += bundles
        var count = 0
        for bundle in bundles {
            for entry in bundle.outputs.entries.indices
            where Int(bundle.outputs.entries[entry].topic) == InternalTopics.sinkContributions {
                feed((bundle, entry))
                count += 1
            }
        }
        return count
    }

    private mutating func feed(_ output: (bundle: Bundle, entry: Int)) {
        let entry = output.bundle.outputs.entries[output.entry]
        guard Int(entry.topic) == InternalTopics.sinkContributions else { return }
        unsafe output.bundle.outputs.bytes.withUnsafeBytes { bytes in
            let key = unsafe UnsafeRawBufferPointer(
                rebasing: bytes[entry.keyStart..<entry.valueStart]
            )
            let partition = unsafe StableHash.partition(
                ofKey: key,
                partitionCount: Replay.partitionCount
            )
            let offset = offsets[Int(partition)]
            offsets[Int(partition)] += 1
            tasks.take(
                unsafe InboundMessage(
                    record: 0,
                    partition: partition,
                    offset: offset,
                    timestampMilliseconds: entry.timestampMilliseconds,
                    sequence: entry.inputIndex,
                    key: key,
                    value: UnsafeRawBufferPointer(
                        rebasing: bytes[entry.valueStart..<entry.end]
                    ),
                    handle: nil
                )
            )
        }
    }

    /// The input line that caused an output.
    private static func line(of output: (bundle: Bundle, entry: Int)) -> UInt64 {
        output.bundle.outputs.entries[output.entry].inputIndex
    }
}
