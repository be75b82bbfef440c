import Codecs
import PlantModel
import Records

@testable import Engine
@testable import RuleEngine

/// One thing that a task is given, with everything it needs to be given a second time.
enum TaskInput {
    case record(topic: Int, offset: Int64, timestamp: Int64, key: String?, value: [UInt8]?)
    case end(topic: Int)
    case tick(Int64)
}

/// What a shard handed to its publisher at once, copied out.
struct CutBundle: Equatable {
    var cycle: UInt64
    var order: [UInt8]
    /// Bytes of all outputs; of a part of a snapshot nothing.
    var outputs: [UInt8] = []
    var topics: [Int] = []
    /// The values of snapshot records.
    var snapshot: [[UInt8]] = []
    var isLast: Bool

    var entry: OrderEntry? {
        unsafe order.withUnsafeBytes { unsafe OrderEntry($0) }
    }
}

/// The only task of a durable shard, fed by hand: what intake and publisher do around it is up to the
/// test.
final class TaskRig {
    let settings: EngineSettings
    let board = RestoreBoard()
    let tasks: ShardTasks
    private(set) var cuts: [CutBundle] = []
    /// Whether bundles come back as the broker acknowledges them.
    var acknowledges = true
    /// Whether a slice of a snapshot is written after each input.
    var writesSlices = true

    init(_ settings: EngineSettings) {
        self.settings = settings
        tasks = unsafe ShardTasks(
            bench: Workbench(settings: settings),
            shardIndex: 0,
            taskCount: 1,
            board: board,
            release: { _ in }
        )
        tasks.take(InboundMessage(kind: .taskStarted, partition: 0, offset: 1))
    }

    /// A rig whose task starts from nothing and is live.
    static func live(_ settings: EngineSettings) -> TaskRig {
        let rig = TaskRig(settings)
        rig.tasks.take(InboundMessage(kind: .snapshotEnd, partition: 0))
        rig.goLive(cycle: 0, epoch: 1)
        return rig
    }

    var task: EquipmentTask { tasks.tasks[0] as! EquipmentTask }

    /// The state as a snapshot that begins now will hold it, written in one go.
    var state: [UInt8] {
        var writer = StateWriter(minimumCapacity: 1 << 16)
        task.writeHead(to: &writer, on: tasks.bench)
        for row in task.machines.indices { task.writeMachine(row, to: &writer) }
        for row in task.series.rows.indices { task.writeSeries(row, to: &writer, on: tasks.bench) }
        for row in task.rules.keys.slots.indices { task.rules.writeKey(row, to: &writer) }
        return unsafe writer.withBytes { unsafe Array($0) }
    }

    func restore(_ state: [UInt8]) throws(StateError) {
        let problem = unsafe state.withUnsafeBytes { bytes -> StateError? in
            do throws(StateError) {
                try unsafe tasks.tasks[0]!.restore(StateReader(bytes), on: tasks.bench)
                return nil
            } catch { return error }
        }
        if let problem { throw problem }
    }

    func goLive(cycle: UInt64, epoch: UInt32) {
        tasks.take(
            InboundMessage(
                kind: .taskLive,
                partition: 0,
                offset: Int64(cycle),
                sequence: UInt64(epoch)
            )
        )
        collect()
    }

    func stop() {
        tasks.take(InboundMessage(kind: .taskStopped, partition: 0))
        collect()
    }

    func feed(_ inputs: some Sequence<TaskInput>) { for input in inputs { feed(input) } }

    func feed(_ input: TaskInput) {
        switch input {
        case .end(let topic):
            tasks.take(InboundMessage(kind: .endOfPartition, topic: topic, partition: 0))
        case .tick(let milliseconds): tick(milliseconds, partition: -1)
        case .record(let topic, let offset, let timestamp, let key, let value):
            // An empty array has no address, which would read as null.
            unsafe (Array((key ?? "").utf8) + [0]).withUnsafeBytes { keyBytes in
                unsafe ((value ?? []) + [0]).withUnsafeBytes { valueBytes in
                    let message = unsafe InboundMessage(
                        record: topic,
                        partition: 0,
                        offset: offset,
                        timestampMilliseconds: timestamp,
                        key: key == nil ? nil : .init(rebasing: keyBytes.dropLast()),
                        value: value == nil ? nil : .init(rebasing: valueBytes.dropLast()),
                        handle: nil
                    )
                    tasks.take(message)
                }
            }
        }
        collect()
        if writesSlices { _ = tasks.writeSlice() }
    }

    /// A tick for all tasks, or for one that is worked on again.
    func tick(_ milliseconds: Int64, partition: Int32) {
        tasks.take(
            InboundMessage(kind: .tick, partition: partition, timestampMilliseconds: milliseconds)
        )
    }

    /// One record of the snapshot topic.
    func takeSnapshotRecord(_ value: [UInt8], offset: Int64) {
        unsafe value.withUnsafeBytes { bytes in
            var message = unsafe InboundMessage(
                record: 0,
                partition: 0,
                offset: offset,
                timestampMilliseconds: 0,
                key: nil,
                value: bytes,
                handle: nil
            )
            message.kind = .snapshotRecord
            tasks.take(message)
        }
    }

    /// Copies out what was cut since the last call.
    func collect() {
        for bundle in tasks.cutBundles {
            var cut = CutBundle(
                cycle: bundle.cycle,
                order: bundle.order.count > 0
                    ? unsafe bundle.order.withValue(0) { unsafe Array($0) } : [],
                isLast: bundle.isLast
            )
            for index in 0..<bundle.outputs.count {
                let topic = Int(bundle.outputs.entries[index].topic)
                guard topic == InternalTopics.sinkSnapshots else {
                    cut.topics.append(topic)
                    continue
                }
                cut.snapshot.append(unsafe bundle.outputs.withValue(index) { unsafe Array($0) })
            }
            if cut.snapshot.isEmpty { cut.outputs = bundle.outputs.bytes }
            cuts.append(cut)
            if acknowledges { tasks.keep(bundle) }
        }
        tasks.cutBundles.removeAll()
    }

    /// The output bundles that follow the first `count` bundles.
    func outputs(after count: Int = 0) -> [CutBundle] {
        cuts.dropFirst(count).filter { $0.snapshot.isEmpty && $0.cycle > 0 }
    }
}
