import Records
import Testing

@testable import Simulation

/// Short words for tests of the simulated broker: one group, two inputs, an anchor and one output.
enum Bench {
    static let inputs = ["orders", "events"]

    static func cluster(
        seed: UInt64 = 1,
        faults: BrokerFaults = BrokerFaults(),
        partitionCount: Int = 4
    ) -> SimulatedCluster {
        let cluster = SimulatedCluster(seed: seed, faults: faults)
        for topic in ["anchor"] + inputs + ["out", "more"] {
            cluster.createTopic(topic, partitionCount: partitionCount)
        }
        return cluster
    }

    static func source(
        _ cluster: SimulatedCluster,
        _ member: String = "a",
        settings: SimulatedSource.Settings = SimulatedSource.Settings()
    ) -> SimulatedSource {
        SimulatedSource(
            cluster,
            member: member,
            group: "group",
            anchorTopic: "anchor",
            topics: inputs,
            settings: settings
        )
    }

    static func sink(
        _ cluster: SimulatedCluster,
        _ member: String = "a",
        id: String? = "id",
        settings: SimulatedSink.Settings = SimulatedSink.Settings()
    ) -> SimulatedSink {
        SimulatedSink(
            cluster,
            member: member,
            topics: ["out", "more"],
            transactionalID: id,
            settings: settings
        )
    }

    static func record(_ value: String, key: String? = nil) -> SimulatedRecord {
        SimulatedRecord(key: key.map { Array($0.utf8) }, value: Array(value.utf8))
    }

    /// The values of a partition that a reader of committed records sees.
    static func committed(
        _ cluster: SimulatedCluster,
        _ topic: String = "out",
        partition: Int32 = 0
    ) -> [String] {
        cluster.committedRecords(of: topic, partition: partition).map(\.text)
    }
}

extension SimulatedRecord {
    var text: String { String(decoding: value ?? [], as: UTF8.self) }
}

extension InboundMessage {
    var text: String { unsafe String(decoding: value, as: UTF8.self) }
}

extension SimulatedSink {
    /// Sends one record to a partition of an output; traps when the queue is full.
    mutating func send(
        _ value: String,
        topic: Int = 0,
        partition: Int32 = 0,
        tag: UInt64 = 0
    ) throws(BrokerError) {
        var batch = OutputBatch()
        batch.begin(topic: topic, partition: partition, timestampMilliseconds: 7, inputIndex: 0)
        unsafe batch.header("cause", UnsafeRawBufferPointer(start: nil, count: 0))
        batch.beginKey()
        batch.bytes.append(contentsOf: Array("key".utf8))
        batch.beginValue()
        batch.bytes.append(contentsOf: Array(value.utf8))
        batch.end()
        while try !send(batch, 0, tag: tag) {}
    }

    /// Opens a transaction on a fresh sink.
    mutating func open() throws(BrokerError) {
        try initTransactions(milliseconds: 1000)
        try begin()
    }
}

extension SimulatedSource {
    /// Everything that is to be read of a topic of a task; the end of the partition reads as "end".
    /// Releases at once.
    mutating func readAll(topic: Int = 0, task: Int32 = 0, maximum: Int = 100) -> [String] {
        var found: [String] = []
        _ = receive(topic: topic, task: task, maximum: maximum) { message in
            found.append(message.kind == .endOfPartition ? "end" : message.text)
            if let handle = unsafe message.handle { unsafe Self.release(handle) }
        }
        return found
    }

    /// Polls until the group has given us these many tasks and all of them are located and read from
    /// the beginning or from what was committed.
    mutating func settle(_ count: Int) throws(BrokerError) -> [Int32: [Int64]] {
        var located: [Int32: [Int64]] = [:]
        for _ in 0..<50 where located.count < count {
            switch poll() {
            case .assigned(let tasks): try start(tasks: tasks)
            case .located(let task, let offsets):
                located[task] = offsets
                try read(
                    offsets.enumerated().map {
                        TopicOffset(topic: $0.offset, partition: task, offset: $0.element)
                    }
                )
            default: break
            }
        }
        return located
    }
}

/// The error that a call throws, nil when it throws none.
func failure(_ body: () throws(BrokerError) -> Void) -> BrokerError? {
    do throws(BrokerError) {
        try body()
        return nil
    } catch {
        return error
    }
}

/// Compares; an ordinary function, because `#expect` cannot look into calls of what cannot be copied.
func check<T: Equatable>(
    _ found: T,
    _ wanted: T,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found == wanted, sourceLocation: sourceLocation)
}

/// Expects; see the other `check`.
func check(_ condition: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(condition, sourceLocation: sourceLocation)
}

/// The membership of a source that has joined its group.
func joined(_ source: borrowing SimulatedSource) throws -> Membership {
    struct NotJoined: Error {}
    guard let membership = source.membership else { throw NotJoined() }
    return membership
}
