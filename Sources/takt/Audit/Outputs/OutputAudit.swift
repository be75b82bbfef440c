import Engine
import KafkaBroker
import Records

/// Does the work of an engine once more, in the order that its order log states, and compares what it
/// wrote with what comes out.
///
/// One thread, no snapshots, no transactions, no recovery: what those get wrong shows. Books are left
/// out, because they name who wrote them and when; the audit of the books looks after those.
struct OutputAudit {
    let settings: KafkaSettings
    /// The engines that wrote: of the machines, and of what is above them. They share their outputs.
    let families: [EngineSettings]
    /// Output topics that keep the newest record of each key, by index; older ones may be gone.
    var compacted: Set<Int> = []

    /// - Parameter output: Takes every output that should be there, as a line of a replay.
    func run(output: ([UInt8]) throws(Failure) -> Void) throws(Failure) -> OutputAuditReport {
        var report = OutputAuditReport(isExactlyOnce: families[0].isExactlyOnce)
        var ledger = OutputLedger()
        for engine in families {
            let histories = try histories(engine, &report)
            var rerun = TaskRerun(settings: settings, engine: engine)
            for (task, history) in histories.sorted(by: { $0.key < $1.key }) {
                guard report.accepts(history, task, engine) else { continue }
                report.cycles += history.entries.count
                try rerun.run(task, history.entries, &report) { batch, cycle throws(Failure) in
                    try expect(batch, task, cycle, &ledger, output)
                }
            }
        }
        try find(&ledger, &report)
        report.close(ledger, topics: families[0].sinkTopics)
        return report
    }

    /// Books name who wrote them; order log and snapshots are what the rest is judged by.
    private func isCompared(_ topic: Int) -> Bool {
        let name = families[0].sinkTopics[topic]
        return topic != OutputTopic.kpiEngine.rawValue && name != families[0].orderTopic
            && name != families[0].snapshotTopic
    }

    /// The order log of every task of a family.
    private func histories(
        _ engine: EngineSettings,
        _ report: inout OutputAuditReport
    ) throws(Failure) -> [Int32: OrderHistory] {
        var histories: [Int32: OrderHistory] = [:]
        let log = TopicReading(settings: settings, topics: [engine.orderTopic])
        let isWhole = try log.forEach { record in
            let entry = unsafe (record.value ?? []).withUnsafeBytes { unsafe OrderEntry($0) }
            guard let entry else {
                report.problems.append(
                    "Offset \(record.offset) of \(engine.orderTopic) partition \(record.partition) "
                        + "is no entry that this version of Takt can read."
                )
                return
            }
            histories[record.partition, default: OrderHistory()].add(entry)
        }
        if !isWhole { report.noteUnfinished(engine.orderTopic) }
        return histories
    }

    private func expect(
        _ batch: borrowing OutputBatch,
        _ task: Int32,
        _ cycle: UInt64,
        _ ledger: inout OutputLedger,
        _ output: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        for index in 0..<batch.count {
            let topic = Int(batch.entries[index].topic)
            guard isCompared(topic) else { continue }
            let digest = OutputDigest(batch, index)
            ledger.expect(
                digest,
                from: OutputLedger.Origin(topic: topic, task: task, cycle: cycle)
            )
            if compacted.contains(topic) {
                let key = unsafe batch.withKey(index) { unsafe Array($0) }
                ledger.replace(digest, topic: topic, key: key)
            }
            // What goes from one family to the other is no record for readers.
            guard OutputTopic(rawValue: topic) != nil else { continue }
            var line: [UInt8] = []
            ReplayOutput.append(batch, index, families[0].outputNames, to: &line)
            try output(line)
        }
    }

    /// Looks for every output on its topic.
    private func find(
        _ ledger: inout OutputLedger,
        _ report: inout OutputAuditReport
    ) throws(Failure) {
        let names = families[0].sinkTopics
        let kinds = names.indices.filter { isCompared($0) }
        let topics = kinds.map { names[$0] }
        let isWhole = try TopicReading(settings: settings, topics: topics).forEach { record in
            let finding = ledger.find(OutputDigest(record, topic: kinds[record.topic]))
            report.note(finding, record, topics[record.topic])
        }
        if !isWhole { report.noteUnfinished(topics.joined(separator: ", ")) }
    }
}
