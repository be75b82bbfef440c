import Codecs
import PlantModel
import Records
import Rings

/// The engine without a broker: recorded lines in, output lines out, the same bytes every time.
///
/// Keys are spread over a fixed number of virtual partitions, whatever the number of shards, and
/// outputs are written in the order of the input lines that caused them. The clock is the newest
/// timestamp of the lines, so silent machines are noticed as they were when the lines were written.
public struct Replay {
    /// Virtual partitions; part of what a replay means, so it never changes.
    public static let partitionCount = 16
    /// Lines that are worked on before their outputs are sorted and written.
    private static let lineCount = 16_384

    private let settings: EngineSettings
    private let finalProgress: FinalProgress
    private let shards: [ShardTasks]
    private var rollUps: ReplayRollUps
    private var ticks: [ReplayRollUps.Tick] = []
    private let topics: [String: Int]
    private let names: [String]
    private var summary = ReplaySummary()
    private var lineNumber = 0
    private var newestStamp: Int64 = -1
    private var newestTick: Int64 = -1
    private var isFinished = false

    /// A replay with these settings; task count and partition check are the replay's own.
    public init(settings: EngineSettings, finalProgress: FinalProgress = .newest) {
        var settings = settings
        settings.taskCount = Self.partitionCount
        settings.instance = "replay"
        // The file is the log.
        settings.isDurable = false
        // A line without its partition lies where its key belongs.
        settings.checksPartitions = false
        self.settings = settings
        self.finalProgress = finalProgress
        rollUps = ReplayRollUps(settings.rollUps())
        names = settings.outputNames
        topics = Dictionary(
            uniqueKeysWithValues: settings.inputs.enumerated().map { ($1.name, $0) }
        )
        shards = (0..<max(1, settings.shardCount)).map { index in
            unsafe ShardTasks(
                bench: Workbench(settings: settings),
                shardIndex: index,
                taskCount: Self.partitionCount,
                release: { unsafe ReplayRecord.release($0) }
            )
        }
        for partition in 0..<Int32(Self.partitionCount) {
            shard(of: partition).take(InboundMessage(kind: .taskStarted, partition: partition))
            for topic in settings.inputs.indices {
                shard(of: partition).take(
                    InboundMessage(kind: .endOfPartition, topic: topic, partition: partition)
                )
            }
        }
    }

    /// Reads chunks until `input` appends nothing, and hands finished output lines to `output`.
    public mutating func run(
        input: (inout [UInt8]) throws -> Void,
        output: ([UInt8]) throws -> Void
    ) throws -> ReplaySummary {
        var buffer: [UInt8] = []
        var isAtEnd = false
        var offsets = [[Int64]](
            repeating: Array(repeating: 0, count: Self.partitionCount),
            count: settings.inputs.count
        )
        while !isAtEnd {
            let before = buffer.count
            try input(&buffer)
            isAtEnd = buffer.count == before
            if isAtEnd, !buffer.isEmpty { buffer.append(UInt8(ascii: "\n")) }
            let consumed = try feedLines(buffer, &offsets)
            buffer.removeFirst(consumed)
            try output(collect())
        }
        finish()
        try output(collect())
        return summary
    }

    private func shard(of partition: Int32) -> ShardTasks { shards[Int(partition) % shards.count] }

    /// Feeds every complete line and says how many bytes those were.
    private mutating func feedLines(_ buffer: [UInt8], _ offsets: inout [[Int64]]) throws -> Int {
        var start = 0
        for end in buffer.indices where buffer[end] == UInt8(ascii: "\n") {
            lineNumber += 1
            defer { start = end + 1 }
            guard end > start else { continue }
            do {
                let line = try unsafe buffer.withUnsafeBytes { bytes throws(ReplayError) in
                    try unsafe ReplayLine(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                }
                feed(line, &offsets)
            } catch {
                let sentence = "Line \(lineNumber) \(error)"
                throw ReplayError(description: sentence.hasSuffix(".") ? sentence : sentence + ".")
            }
        }
        return start
    }

    private mutating func feed(_ line: ReplayLine, _ offsets: inout [[Int64]]) {
        guard let topic = topics[line.topic] else {
            summary.foreignCount += 1
            return
        }
        summary.recordCount += 1
        let record = ReplayRecord(line)
        let partition =
            unsafe record.key.map {
                unsafe StableHash.partition(ofKey: $0, partitionCount: Self.partitionCount)
            } ?? 0
        let offset = offsets[topic][Int(partition)]
        offsets[topic][Int(partition)] += 1
        let handle = unsafe Unmanaged.passRetained(record).toOpaque()
        shard(of: partition).take(
            unsafe InboundMessage(
                record: topic,
                partition: partition,
                offset: offset,
                timestampMilliseconds: line.timestampMilliseconds,
                sequence: UInt64(lineNumber),
                key: record.key,
                value: record.value,
                handle: handle
            )
        )
        tickIfDue(line.timestampMilliseconds)
    }

    /// The clock of a replay: every second of the lines' own timestamps is a tick for every task.
    private mutating func tickIfDue(_ stamp: Int64) {
        newestStamp = max(newestStamp, stamp)
        guard newestStamp >= newestTick + 1_000 else { return }
        newestTick = newestStamp
        ticks.append(.init(line: UInt64(lineNumber), milliseconds: newestTick))
        for partition in 0..<Int32(Self.partitionCount) {
            let shard = shard(of: partition)
            for topic in settings.inputs.indices {
                shard.take(
                    InboundMessage(kind: .endOfPartition, topic: topic, partition: partition)
                )
            }
            shard.take(
                InboundMessage(
                    kind: .tick,
                    partition: partition,
                    timestampMilliseconds: newestTick,
                    sequence: UInt64(lineNumber)
                )
            )
        }
    }

    private mutating func finish() {
        let newest = shards.map(\.newestTime).max() ?? .distantPast
        switch finalProgress {
        case .none: break
        case .newest: if newest > .distantPast { finishAll(at: newest) }
        case .time(let time): finishAll(at: time)
        }
        for shard in shards { summary.books += shard.totalBooks }
    }

    private mutating func finishAll(at progress: EventTime) {
        // One past, because a window is settled once progress has passed its end.
        let end = progress.advanced(byNanoseconds: 1)
        isFinished = true
        for shard in shards { shard.finishAll(at: end) }
        rollUps.take(writtenByMachines(), ticks: takeTicks())
        rollUps.finish(at: end)
    }

    private mutating func takeTicks() -> [ReplayRollUps.Tick] {
        defer { ticks.removeAll() }
        return ticks
    }

    /// Everything the machines wrote since the last call, in the order of the input that caused it.
    private func writtenByMachines() -> [(bundle: Bundle, entry: Int)] {
        for shard in shards { shard.cutAll() }
        return Self.ordered(shards.flatMap(\.cutBundles))
    }

    /// Bundles of a task lie in order, so entries of one line stay in theirs.
    private static func ordered(_ bundles: [Bundle]) -> [(bundle: Bundle, entry: Int)] {
        var places: [(index: UInt64, task: Int32, bundle: Int, entry: Int)] = []
        for (number, bundle) in bundles.enumerated() {
            for entry in 0..<bundle.outputs.count {
                let index = bundle.outputs.entries[entry].inputIndex
                places.append((index, bundle.task, number, entry))
            }
        }
        places.sort {
            ($0.index, $0.task, $0.bundle, $0.entry) < ($1.index, $1.task, $1.bundle, $1.entry)
        }
        return places.map { (bundles[$0.bundle], $0.entry) }
    }

    /// Everything written since the last call as lines: for each input line what the machines had to
    /// say about it, then the paths above them.
    private mutating func collect() -> [UInt8] {
        let machines = writtenByMachines()
        if !isFinished { rollUps.take(machines, ticks: takeTicks()) }
        let paths = Self.ordered(rollUps.written)
        var lines: [UInt8] = []
        var next = 0
        for output in machines {
            let index = output.bundle.outputs.entries[output.entry].inputIndex
            while next < paths.count,
                paths[next].bundle.outputs.entries[paths[next].entry].inputIndex < index
            {
                append(paths[next], to: &lines)
                next += 1
            }
            append(output, to: &lines)
        }
        for output in paths[next...] { append(output, to: &lines) }
        for shard in shards { shard.recycle() }
        rollUps.recycle()
        return lines
    }

    private mutating func append(_ output: (bundle: Bundle, entry: Int), to lines: inout [UInt8]) {
        guard isPublished(output.bundle, output.entry) else { return }
        ReplayOutput.append(output.bundle.outputs, output.entry, names, to: &lines)
        summary.outputCount += 1
    }

    /// Books speak of stretches that depend on when bundles are cut, so a replay leaves them out;
    /// contributions are nobody's but the roll-ups'.
    private func isPublished(_ bundle: Bundle, _ entry: Int) -> Bool {
        let topic = Int(bundle.outputs.entries[entry].topic)
        return topic != OutputTopic.kpiEngine.rawValue && topic < names.count
    }
}
