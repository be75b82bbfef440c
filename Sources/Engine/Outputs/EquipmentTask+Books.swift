import Codecs
import Effectiveness
import Records

extension EquipmentTask {
    /// Writes a book record for every topic with news, and says how far the input may be committed
    /// once this bundle is out.
    func closeBooks(on bench: Workbench) {
        for topic in ledgers.indices {
            guard let from = ledgers[topic].fromOffset else { continue }
            writeBooks(topic, from: from, bench)
            ledgers[topic].beginStretch()
        }
        booksWereWritten()
        noteCommits(bench)
    }

    /// After a crash the task reads again from its oldest open window: until snapshots exist, that is
    /// where its state comes from. States and counter readings reach back to what was in effect there.
    private func noteCommits(_ bench: Workbench) {
        let needed = restartPoint(bench)
        bundle.commits.removeAll(keepingCapacity: true)
        for topic in ledgers.indices where ledgers[topic].toOffset >= 0 {
            let time =
                switch bench.settings.inputs[topic].role {
                case .states: needed.states
                case .counts: needed.counts
                case .measurements, .inspections, .commands: needed.window
                }
            let next = ledgers[topic].toOffset
            ledgers[topic].trail.forget(before: time)
            let rewind = ledgers[topic].trail.rewindOffset(for: time) ?? next
            bundle.commits.append(
                TopicOffset(topic: topic, partition: number, offset: min(next, rewind))
            )
        }
    }

    /// The earliest restart point of all machines.
    private func restartPoint(_ bench: Workbench) -> RestartPoint {
        var oldest = RestartPoint(
            states: .distantFuture,
            counts: .distantFuture,
            window: .distantFuture
        )
        for machine in machines {
            let calendar = bench.calendars.calendar(machine.calendar, around: machine.newest)
            if let point = machine.effectiveness.restartPoint(calendar: calendar) {
                oldest.states = min(oldest.states, point.states)
                oldest.counts = min(oldest.counts, point.counts)
                oldest.window = min(oldest.window, point.window)
            }
        }
        return oldest
    }

    private func writeBooks(_ topic: Int, from: Int64, _ bench: Workbench) {
        let ledger = ledgers[topic]
        let settings = bench.settings
        let time = now == .distantPast ? newestTime : now
        bench.id.removeAll(keepingCapacity: true)
        bench.id.append(
            contentsOf: "books/\(settings.instance)/\(number)/\(topic)/\(from)/\(currentCycle)".utf8
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
        }
    }
}
