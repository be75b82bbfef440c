import Codecs
import Effectiveness
import Records

extension FamilyTask {
    /// Writes a book record for every topic with news.
    func closeBooks(on bench: Workbench) {
        for topic in ledgers.indices {
            guard let from = ledgers[topic].fromOffset else { continue }
            writeBooks(topic, from: from, bench)
            ledgers[topic].beginStretch()
        }
        stand.ticksSinceBooks = 0
        stand.areBooksClosed = true
    }

    /// How far this task has read each topic: what is committed once the bundle is out.
    func notePositions() {
        bundle.commits.removeAll(keepingCapacity: true)
        for topic in ledgers.indices where ledgers[topic].toOffset >= 0 {
            bundle.commits.append(
                TopicOffset(topic: topic, partition: number, offset: ledgers[topic].toOffset)
            )
        }
    }

    private func writeBooks(_ topic: Int, from: Int64, _ bench: Workbench) {
        let ledger = ledgers[topic]
        let settings = bench.settings
        let time = now == .distantPast ? newestTime : now
        bench.id.removeAll(keepingCapacity: true)
        bench.id.append(
            contentsOf: "books/\(settings.instance)/\(number)/\(topic)/\(from)/\(cycle)".utf8
        )
        bench.emit(.kpiEngine, to: bundle, key: "\(number)", time: time) { bytes in
            JSONWriter.field("time", time, &bytes)
            JSONWriter.field("task", Int(number), &bytes)
            JSONWriter.field("topic", bench.inputNames[topic], &bytes)
            JSONWriter.field("instance", settings.instance, &bytes)
            JSONWriter.field("from_offset", from, &bytes)
            JSONWriter.field("to_offset", ledger.toOffset, &bytes)
            JSONWriter.field("read", ledger.books.read, &bytes)
            JSONWriter.field("counted", ledger.books.counted, &bytes)
            JSONWriter.field("late", ledger.books.late, &bytes)
            JSONWriter.field("dead_lettered", ledger.books.deadLettered, &bytes)
            JSONWriter.field("ignored", ledger.books.ignored, &bytes)
            JSONWriter.field("duplicates", ledger.books.duplicates, &bytes)
            JSONWriter.field("balanced", ledger.books.isBalanced, &bytes)
            if newestTime > .distantPast { JSONWriter.field("progress", newestTime, &bytes) }
            if let version = sets.present(.rules) {
                JSONWriter.field("rules_version", Int64(clamping: version.number), &bytes)
            }
            if let problem = settings.sets?.problem {
                JSONWriter.field("rules_problem", problem, &bytes)
            }
        }
    }
}
