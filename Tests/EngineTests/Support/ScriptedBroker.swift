import Glibc
import Records
import Synchronization

/// What a test tells a source and a sink to do, and what they were asked; any thread.
final class Script: Sendable {
    struct Source {
        var events: [SourceEvent] = []
        var stops: [[Int32]] = []
        /// Records still to be delivered per task, all on topic 0.
        var waiting: [Int32: Int] = [:]
        var handedOut = 0
        var commits: [TopicOffset] = []
    }

    struct Sink {
        /// Whether anything is taken.
        var accepts = true
        /// Whether outcomes arrive, and what they are.
        var delivers = true
        var error: BrokerError?
        /// What sending throws.
        var refusal: BrokerError?
        var sentCount = 0
    }

    let source = Mutex(Source())
    let sink = Mutex(Sink())
    /// Handles that came back, over all scripts of the process.
    static let released = Atomic<Int>(0)
}

/// A source that does what a script says. Every record is the same unreadable byte, so that each
/// becomes a dead letter.
@safe
struct ScriptedSource: MessageSource, ~Copyable {
    let topics: [String]
    let taskCount: Int
    let script: Script
    private var offsets: [Int32: Int64] = [:]
    private var ended: Set<TopicOffset> = []
    private var located: [Int32] = []
    private let payload = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)

    init(topics: [String], taskCount: Int, script: Script) {
        self.topics = topics
        self.taskCount = taskCount
        self.script = script
        unsafe payload[0] = UInt8(ascii: "?")
    }

    deinit { unsafe payload.deallocate() }

    var membership: Membership? { nil }

    mutating func poll() -> SourceEvent? {
        if !located.isEmpty {
            return .located(
                task: located.removeFirst(),
                offsets: Array(repeating: -1, count: topics.count)
            )
        }
        return script.source.withLock { $0.events.isEmpty ? nil : $0.events.removeFirst() }
    }
    mutating func start(tasks: [Int32]) throws(BrokerError) { located += tasks }
    mutating func read(_ places: [TopicOffset]) throws(BrokerError) {}
    mutating func endReading(topic: Int, task: Int32) throws(BrokerError) {}
    mutating func stop(tasks: [Int32]) throws(BrokerError) {
        script.source.withLock { $0.stops.append(tasks) }
    }

    mutating func receive(
        topic: Int,
        task: Int32,
        maximum: Int,
        _ body: (InboundMessage) -> Void
    ) -> Int {
        guard topic == 0 else {
            let end = TopicOffset(topic: topic, partition: task, offset: 0)
            guard ended.insert(end).inserted else { return 0 }
            body(InboundMessage(kind: .endOfPartition, topic: topic, partition: task, offset: 0))
            return 1
        }
        let count = script.source.withLock { state in
            let count = min(maximum, state.waiting[task] ?? 0)
            state.waiting[task, default: 0] -= count
            state.handedOut += count
            return count
        }
        for _ in 0..<count {
            let offset = offsets[task, default: 0]
            offsets[task] = offset + 1
            body(
                unsafe InboundMessage(
                    record: topic,
                    partition: task,
                    offset: offset,
                    timestampMilliseconds: Factory.epoch,
                    key: UnsafeRawBufferPointer(payload),
                    value: UnsafeRawBufferPointer(payload),
                    handle: payload.baseAddress
                )
            )
        }
        return count
    }

    mutating func commit(_ offsets: [TopicOffset]) throws(BrokerError) {
        script.source.withLock { $0.commits += offsets }
    }
    func lag(topic: Int, task: Int32) -> Int64? { nil }
    mutating func drainNotes(_ body: (String) -> Void) {}
    mutating func wait(milliseconds: Int) { usleep(1_000) }
    mutating func close(milliseconds: Int) {}
    static func release(_ handle: UnsafeMutableRawPointer) {
        Script.released.add(1, ordering: .relaxed)
    }
}

/// A sink that does what a script says.
struct ScriptedSink: MessageSink, ~Copyable {
    let script: Script
    private var outcomes: [UInt64] = []

    init(script: Script) { self.script = script }

    mutating func send(_ batch: borrowing OutputBatch, _ index: Int, tag: UInt64)
        throws(BrokerError) -> Bool
    {
        if let refusal = script.sink.withLock({ $0.refusal }) { throw refusal }
        let isTaken = script.sink.withLock { state in
            state.sentCount += state.accepts ? 1 : 0
            return state.accepts
        }
        if isTaken { outcomes.append(tag) }
        return isTaken
    }

    mutating func poll(milliseconds: Int, _ body: (Delivery) -> Void) -> Int {
        let (delivers, error) = script.sink.withLock { ($0.delivers, $0.error) }
        guard delivers else { return 0 }
        defer { outcomes.removeAll() }
        for tag in outcomes { body(Delivery(tag: tag, error: error)) }
        return outcomes.count
    }

    mutating func flush(milliseconds: Int) -> Bool { outcomes.isEmpty }
    mutating func drainNotes(_ body: (String) -> Void) {}
    var inFlightCount: Int { outcomes.count }
    var fatalError: BrokerError? { nil }

    var isTransactional: Bool { false }
    mutating func initTransactions(milliseconds: Int) throws(BrokerError) {}
    mutating func begin() throws(BrokerError) {}
    mutating func sendOffsets(
        _ offsets: [TopicOffset],
        topics: [String],
        _ membership: Membership,
        milliseconds: Int
    ) throws(BrokerError) {}
    mutating func commit(milliseconds: Int) throws(BrokerError) {}
    mutating func abort(milliseconds: Int) throws(BrokerError) {}
    mutating func renew() throws(BrokerError) {}
    mutating func close(milliseconds: Int) -> Bool { true }
}
