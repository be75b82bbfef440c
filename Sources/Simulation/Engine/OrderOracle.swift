import Engine
import Records

/// Says what the members of a simulation should have written, in the simplest way there is: one shard,
/// fed by hand with the inputs in the order that the order log states.
///
/// No recovery, no snapshots, no transactions, no threads; so whatever those get wrong shows.
struct OrderOracle {
    /// An output as it counts for a reader: what identifies it, and what it says.
    struct Output: Hashable {
        var topic: String
        var key: [UInt8]
        var id: String
        var value: [UInt8]
    }

    private let cluster: SimulatedCluster
    private let settings: EngineSettings
    private let isExactlyOnce: Bool
    private let hasZombies: Bool

    /// `hasZombies`: at least once, somebody wrote after the group had gone on without it.
    init(_ cluster: SimulatedCluster, settings: EngineSettings, hasZombies: Bool) {
        self.cluster = cluster
        self.settings = settings
        isExactlyOnce = settings.isExactlyOnce
        self.hasZombies = hasZombies
    }

    /// What is wrong, as sentences.
    func check(_ statistics: inout SimulationStatistics) -> [String] {
        var problems: [String] = []
        let shard = SoloShard(settings: settings, isReadToEnd: false)
        var wanted: [Output: Int] = [:]
        for task in 0..<Int32(settings.taskCount) {
            let entries = entries(task, &problems)
            statistics.cycles += entries.count
            for case .known in entries.lazy.flatMap(\.steps) { statistics.versions += 1 }
            checkCoverage(entries, task, &problems)
            guard problems.isEmpty else { return problems }
            feed(entries, task, shard)
            shard.drain { batch, _ in
                for index in 0..<batch.count where !isBook(Int(batch.entries[index].topic)) {
                    let topic = settings.sinkTopics[Int(batch.entries[index].topic)]
                    wanted[Output(SimulatedRecord(batch, index), topic), default: 0] += 1
                }
            }
        }
        statistics.evictions = shard.evictions
        let found = committed()
        statistics.outputs += found.values.reduce(0, +)
        return compare(wanted, found)
    }

    /// The plant's own records have no producer; on the contributions they lie among ours.
    private func isOurs(_ record: SimulatedRecord, _ topic: String) -> Bool {
        topic != settings.contributionsTopic || record.producerID >= 0
    }

    private func isBook(_ topic: Int) -> Bool { topic == OutputTopic.kpiEngine.rawValue }

    // MARK: The order

    /// The cycles of a task, in order. At least once, others than its owners may have written some too.
    private func entries(_ task: Int32, _ problems: inout [String]) -> [OrderEntry] {
        var entries: [OrderEntry] = []
        for record in cluster.history(of: settings.orderTopic, partition: task)
        where record.isCommitted {
            let entry = unsafe (record.value ?? []).withUnsafeBytes { unsafe OrderEntry($0) }
            guard let entry else {
                problems.append("Offset \(record.offset) of the log of task \(task) is no entry.")
                continue
            }
            entries.append(entry)
        }
        return isExactlyOnce ? entries : line(of: entries)
    }

    /// From the last cycle of the last owner back to the first, by what each says of the one before.
    private func line(of entries: [OrderEntry]) -> [OrderEntry] {
        guard var entry = entries.max(by: { ($0.epoch, $0.cycle) < ($1.epoch, $1.cycle) }) else {
            return []
        }
        var line = [entry]
        while let before = entries.last(where: {
            $0.cycle + 1 == entry.cycle && $0.epoch == entry.previousEpoch
        }) {
            line.append(before)
            entry = before
        }
        return line.reversed()
    }

    /// Cycles follow one another from 1; the runs of each topic cover it from its beginning to the
    /// committed offset, each record once and in order.
    private func checkCoverage(
        _ entries: [OrderEntry],
        _ task: Int32,
        _ problems: inout [String]
    ) {
        var next = Array(repeating: Int64(0), count: settings.inputs.count)
        for (index, entry) in entries.enumerated() {
            if entry.cycle != UInt64(index + 1) {
                problems.append("Task \(task) has cycle \(entry.cycle) where \(index + 1) belongs.")
                return
            }
            for case .run(let topic, let from, let to) in entry.steps {
                if from < next[Int(topic)]
                    || hasRecords(Int(topic), task, next[Int(topic)]..<from)
                {
                    problems.append(
                        "Cycle \(entry.cycle) of task \(task) begins at offset \(from) of "
                            + "\(settings.inputs[Int(topic)].name), not at \(next[Int(topic)])."
                    )
                }
                next[Int(topic)] = to
            }
        }
        for (topic, input) in settings.inputs.enumerated() {
            let at = cluster.committedOffset(
                group: settings.application,
                topic: input.name,
                partition: task
            )
            if max(at, 0) != next[topic] {
                problems.append(
                    "The group is at \(at) of \(input.name)/\(task), the order log at \(next[topic])."
                )
            }
        }
    }

    /// Whether there is something between two runs that a reader of committed records would get.
    private func hasRecords(_ topic: Int, _ task: Int32, _ offsets: Range<Int64>) -> Bool {
        !offsets.isEmpty
            && cluster.records(of: settings.inputs[topic].name, partition: task).contains {
                $0.isCommitted && offsets.contains($0.offset)
            }
    }

    private func feed(_ entries: [OrderEntry], _ task: Int32, _ shard: SoloShard) {
        let logs = settings.inputs.map { cluster.records(of: $0.name, partition: task) }
        for step in entries.lazy.flatMap(\.steps) {
            switch step {
            case .run(let topic, let from, let to):
                for record in logs[Int(topic)]
                where record.isCommitted && from <= record.offset && record.offset < to {
                    feed(record, Int(topic), task, shard)
                }
            case .known(let version): shard.take(InboundMessage(known: version, task: task))
            case .end(let topic):
                shard.take(
                    InboundMessage(kind: .endOfPartition, topic: Int(topic), partition: task)
                )
            case .tick(let milliseconds):
                shard.take(
                    InboundMessage(
                        kind: .tick,
                        partition: task,
                        timestampMilliseconds: milliseconds
                    )
                )
            }
        }
    }

    private func feed(_ record: SimulatedRecord, _ topic: Int, _ task: Int32, _ shard: SoloShard) {
        let ledger = HandleLedger(taskCount: settings.taskCount)
        let message = MessageBox.message(record, topic: topic, task: task, ledger)
        shard.take(message)
        if let handle = unsafe message.handle { unsafe MessageBox.release(handle) }
    }

    // MARK: The outputs

    private func committed() -> [Output: Int] {
        var found: [Output: Int] = [:]
        let own = [settings.orderTopic, settings.snapshotTopic]
        for (index, topic) in settings.sinkTopics.enumerated()
        where !isBook(index) && !own.contains(topic) {
            for record in cluster.committedRecords(of: topic) where isOurs(record, topic) {
                found[Output(record, topic), default: 0] += 1
            }
        }
        return found
    }

    private func compare(_ wanted: [Output: Int], _ found: [Output: Int]) -> [String] {
        var problems: [String] = []
        for (output, count) in wanted {
            let there = found[output] ?? 0
            if there == 0 { problems.append("Missing: \(output)") }
            if isExactlyOnce, there > 0, there != count {
                problems.append("\(there) times instead of \(count): \(output)")
            }
        }
        // What a member wrote after the group had gone on without it is not in the order log.
        if isExactlyOnce || !hasZombies {
            for output in found.keys where wanted[output] == nil {
                problems.append("Nobody asked for: \(output)")
            }
        }
        return problems.sorted()
    }
}

extension OrderOracle.Output: CustomStringConvertible {
    init(_ record: SimulatedRecord, _ topic: String) {
        self.init(
            topic: topic,
            key: record.key ?? [],
            id: String(decoding: record.header("ce_id") ?? [], as: UTF8.self),
            value: record.value ?? []
        )
    }

    var description: String {
        "\(topic) \(id) \(String(decoding: value, as: UTF8.self))"
    }
}
