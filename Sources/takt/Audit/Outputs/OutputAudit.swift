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
    let engine: EngineSettings
    /// Output topics that keep the newest record of each key, by index; older ones may be gone.
    var compacted: Set<Int> = []

    /// - Parameter output: Takes every output that should be there, as a line of a replay.
    func run(output: ([UInt8]) throws(Failure) -> Void) throws(Failure) -> OutputAuditReport {
        var report = OutputAuditReport(isExactlyOnce: engine.isExactlyOnce)
        var ledger = OutputLedger()
        let histories = try histories(&report)
        var rerun = TaskRerun(settings: settings, engine: engine)
        for (task, history) in histories.sorted(by: { $0.key < $1.key }) {
            guard report.accepts(history, task, engine) else { continue }
            report.cycles += history.entries.count
            try rerun.run(task, history.entries, &report) { batch, cycle throws(Failure) in
                try expect(batch, task, cycle, &ledger, output)
            }
        }
        try find(&ledger, &report)
        report.close(ledger, topics: engine.outputNames)
        return report
    }

    private func isBook(_ topic: Int) -> Bool { topic == OutputTopic.kpiEngine.rawValue }

    /// The order log of every task.
    private func histories(_ report: inout OutputAuditReport) throws(Failure)
        -> [Int32: OrderHistory]
    {
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
            if isBook(topic) { continue }
            let digest = OutputDigest(batch, index)
            ledger.expect(
                digest,
                from: OutputLedger.Origin(topic: topic, task: task, cycle: cycle)
            )
            if compacted.contains(topic) {
                let key = unsafe batch.withKey(index) { unsafe Array($0) }
                ledger.replace(digest, topic: topic, key: key)
            }
            var line: [UInt8] = []
            ReplayOutput.append(batch, index, engine.outputNames, to: &line)
            try output(line)
        }
    }

    /// Looks for every output on its topic.
    private func find(
        _ ledger: inout OutputLedger,
        _ report: inout OutputAuditReport
    ) throws(Failure) {
        let kinds = engine.outputNames.indices.filter { !isBook($0) }
        let topics = kinds.map { engine.outputNames[$0] }
        let isWhole = try TopicReading(settings: settings, topics: topics).forEach { record in
            let finding = ledger.find(OutputDigest(record, topic: kinds[record.topic]))
            report.note(finding, record, topics[record.topic])
        }
        if !isWhole { report.noteUnfinished(topics.joined(separator: ", ")) }
    }
}
