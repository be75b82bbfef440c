import CPlatform
import Records
import Simulation
import Synchronization

/// How far the plant of a soak has come; written by its source, read by anybody.
final class SoakProgress: Sendable {
    /// The newest event time, in milliseconds.
    let milliseconds: Atomic<Int64>

    init(start: EventTime) { milliseconds = Atomic(start.milliseconds) }
}

/// A source that makes the events of a simulated plant as fast as they are taken.
///
/// Every message has memory of its own, as a broker's client gives it, freed on whatever thread
/// releases it. Order log and snapshots are read to their end at once: a soak begins from nothing.
@safe
struct SoakSource: MessageSource, ~Copyable, @unchecked Sendable {
    // Sendable because it is moved to the intake thread, never shared: it cannot be copied.

    /// Events that wait here for their topic's turn, at most.
    private static let waitingCountMax = 1_024

    let topics: [String]
    let taskCount: Int
    let membership: Membership? = Membership(generation: 1)
    private let progress: SoakProgress
    private var scenario: PlantScenario
    private let paths: [[UInt8]]
    private let partitions: [Int32]
    private var queues: [[InboundMessage]]
    private var heads: [Int]
    private var offsets: [Int64]
    private var saidEnd: [Bool]
    private var waitingCount = 0
    private var events: [SourceEvent]
    private var value: [UInt8] = []

    init(_ scenario: PlantScenario, topics: [String], taskCount: Int, progress: SoakProgress) {
        self.scenario = scenario
        self.topics = topics
        self.taskCount = taskCount
        self.progress = progress
        paths = (0..<scenario.machineCount).map { Array(scenario.path(ofMachine: $0).utf8) }
        partitions = paths.map { path in
            unsafe path.withUnsafeBytes {
                unsafe StableHash.partition(ofKey: $0, partitionCount: taskCount)
            }
        }
        let slotCount = topics.count * taskCount
        queues = Array(repeating: [], count: slotCount)
        heads = Array(repeating: 0, count: slotCount)
        offsets = Array(repeating: 0, count: slotCount)
        saidEnd = Array(repeating: false, count: slotCount)
        events = [.assigned(tasks: Array(0..<Int32(taskCount)))]
    }

    private func slot(_ topic: Int, _ task: Int32) -> Int { topic * taskCount + Int(task) }

    mutating func poll() -> SourceEvent? { events.isEmpty ? nil : events.removeFirst() }

    mutating func start(tasks: [Int32]) throws(BrokerError) {
        let nothing = Array(repeating: Int64(-1), count: topics.count)
        events += tasks.map { .located(task: $0, offsets: nothing) }
    }

    mutating func receive(
        topic: Int,
        task: Int32,
        maximum: Int,
        _ body: (InboundMessage) -> Void
    ) -> Int {
        let slot = slot(topic, task)
        if heads[slot] == queues[slot].count, waitingCount < Self.waitingCountMax { refill() }
        let count = min(maximum, queues[slot].count - heads[slot])
        for index in heads[slot]..<heads[slot] + count { body(queues[slot][index]) }
        heads[slot] += count
        waitingCount -= count
        // What was taken makes room again, also in a queue that is never empty.
        if heads[slot] == queues[slot].count || heads[slot] >= 256 {
            queues[slot].removeFirst(heads[slot])
            heads[slot] = 0
        }
        if count > 0 {
            saidEnd[slot] = false
        } else if !saidEnd[slot] {
            saidEnd[slot] = true
            body(InboundMessage(kind: .endOfPartition, topic: topic, partition: task))
            return 1
        }
        return count
    }

    /// Makes a few events, for whichever topics and tasks they are.
    private mutating func refill() {
        for _ in 0..<64 {
            value.removeAll(keepingCapacity: true)
            guard let event = scenario.next(into: &value) else { return }
            let task = partitions[event.machine]
            let slot = slot(Int(event.topic.rawValue), task)
            queues[slot].append(
                Self.message(
                    key: paths[event.machine],
                    value: value,
                    topic: Int(event.topic.rawValue),
                    task: task,
                    offset: offsets[slot],
                    milliseconds: event.arrival.milliseconds
                )
            )
            offsets[slot] += 1
            waitingCount += 1
            progress.milliseconds.store(event.arrival.milliseconds, ordering: .relaxed)
        }
    }

    private static func message(
        key: [UInt8],
        value: [UInt8],
        topic: Int,
        task: Int32,
        offset: Int64,
        milliseconds: Int64
    ) -> InboundMessage {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: key.count + value.count,
            alignment: 8
        )
        let keyBytes = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[..<key.count])
        let valueBytes = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[key.count...])
        unsafe keyBytes.copyBytes(from: key)
        unsafe valueBytes.copyBytes(from: value)
        return unsafe InboundMessage(
            record: topic,
            partition: task,
            offset: offset,
            timestampMilliseconds: milliseconds,
            key: UnsafeRawBufferPointer(keyBytes),
            value: UnsafeRawBufferPointer(valueBytes),
            handle: bytes.baseAddress
        )
    }

    mutating func close(milliseconds: Int) {
        for slot in queues.indices {
            for message in queues[slot][heads[slot]...] {
                if let handle = unsafe message.handle { unsafe Self.release(handle) }
            }
            queues[slot] = []
            heads[slot] = 0
        }
    }

    static func release(_ handle: UnsafeMutableRawPointer) { unsafe handle.deallocate() }

    // What a real broker would do, and nothing has to be done for here.
    mutating func read(_ places: [TopicOffset]) throws(BrokerError) {}
    mutating func endReading(topic: Int, task: Int32) throws(BrokerError) {}
    mutating func stop(tasks: [Int32]) throws(BrokerError) {}
    mutating func commit(_ offsets: [TopicOffset]) throws(BrokerError) {}
    func lag(topic: Int, task: Int32) -> Int64? { 0 }
    mutating func drainNotes(_ body: (String) -> Void) {}
    mutating func wait(milliseconds: Int) {
        var word: UInt32 = 0
        _ = unsafe platform_futex_wait(&word, 0, Int64(min(milliseconds, 1)) * 1_000_000)
    }
}
