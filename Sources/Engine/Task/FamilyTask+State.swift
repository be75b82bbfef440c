import Records

/// What the state of every task begins with.
extension FamilyTask {
    /// Refuses the state of another layout.
    func readVersion(_ known: UInt16, _ reader: inout StateReader) throws(StateError) {
        let version: UInt16 = try reader.read()
        guard version == known else {
            throw reader.invalid(
                "version \(version) of the layout, but this program reads version \(known)"
            )
        }
    }

    /// Writes where the task stands: 51 bytes and its ledgers.
    func writeStand(to writer: inout StateWriter, _ bench: Workbench) {
        writer.write(bench.modelHash)
        writer.write(UInt32(bench.taskCount))
        writer.write(cycle)
        writer.write(epoch)
        writer.write(stand.snapshotNumber)
        writer.write(newestTime)
        writer.write(now)
        writer.write(isBehind)
        writer.write(count: ledgers.count)
        for (index, ledger) in ledgers.enumerated() {
            writer.write(bench.inputNames[index])
            writer.write(ledger)
        }
    }

    /// Reads what `writeStand` wrote.
    func restoreStand(_ reader: inout StateReader, _ bench: Workbench) throws(StateError) {
        let model: UInt64 = try reader.read()
        let taskCount: UInt32 = try reader.read()
        guard taskCount == UInt32(bench.taskCount) else {
            throw reader.invalid("the state of one of \(taskCount) tasks, not \(bench.taskCount)")
        }
        cycle = try reader.read()
        epoch = try reader.read()
        stand.snapshotNumber = try reader.read()
        newestTime = try reader.readTime()
        now = try reader.readTime()
        isBehind = try reader.readBool()
        try restoreLedgers(&reader, bench)
        stand.wasOtherModel = model != bench.modelHash
    }

    /// Ledgers are found by the name of their topic: one that is read no more is dropped, a new one
    /// begins empty.
    private func restoreLedgers(_ reader: inout StateReader, _ bench: Workbench) throws(StateError)
    {
        let count = try reader.readCount(limit: 4096)
        for _ in 0..<count {
            let name = try reader.readText()
            let ledger = try TopicLedger(from: &reader)
            if let index = bench.inputNames.firstIndex(of: name) { ledgers[index] = ledger }
        }
    }
}
