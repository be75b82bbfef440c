import Records

extension EquipmentTask {
    /// Reads what `write` wrote into a task that has just been made. State words are looked up again;
    /// a series whose chart or detectors the plant file has changed since begins anew.
    func restore(_ reader: consuming StateReader, on bench: Workbench) throws(StateError) {
        let version: UInt16 = try reader.read()
        guard version == Self.stateVersion else {
            throw reader.invalid(
                "version \(version) of the layout, but this program reads version "
                    + "\(Self.stateVersion)"
            )
        }
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
        scannedAt = try reader.readTime()
        isBehind = try reader.readBool()
        rounds = try TaskRounds(from: &reader)
        graves = try Graves(from: &reader)
        try restoreLedgers(&reader, bench)
        let head = try rules.restoreHead(from: &reader)
        let machineCount = try reader.readCount()
        let seriesCount = try reader.readCount()
        for row in 0..<machineCount { try restoreMachine(row, &reader, bench) }
        for _ in 0..<seriesCount { try restoreSeries(&reader, bench) }
        let found = try rules.restoreKeys(
            of: head,
            from: &reader,
            equipmentCount: machines.count
        )
        if found.orphanCount > 0 {
            bench.note(
                "Task \(number): \(found.orphanCount) open alerts belong to rules that were "
                    + "changed or removed; they are closed."
            )
        }
        guard reader.remaining == 0 else { throw reader.invalid("more than a state") }
        stand.wasOtherModel = model != bench.modelHash
        label()
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

    private func restoreMachine(
        _ row: Int,
        _ reader: inout StateReader,
        _ bench: Workbench
    ) throws(StateError) {
        guard try reader.readBool() else {
            _ = machineNames.append(nil)
            return machines.append(nil)
        }
        let name = try reader.readText()
        guard machineNames.append(name) else {
            throw reader.invalid("a machine twice, or more than the limit")
        }
        let machine = makeMachine(row, name, bench)
        try machine.read(from: &reader, products: &products)
        machines.append(machine)
    }

    private func restoreSeries(_ reader: inout StateReader, _ bench: Workbench) throws(StateError) {
        guard try reader.readBool() else { return series.appendVacancy() }
        let machine = try reader.readIndex(below: machines.count)
        guard let owner = machines[machine] else { throw reader.invalid("a series of no machine") }
        let characteristic = try reader.readName(of: &characteristics)
        let product = try reader.readName(of: &products)
        let name = characteristics.name(characteristic)
        let settings =
            bench.settings.plant.characteristic(named: name, at: owner.name)
            ?? bench.settings.plant.learnedSettings(named: name)
        let profile = bench.profile(for: settings)
        let row = Series(
            machine: Int32(machine),
            characteristic: Int32(characteristic),
            product: Int32(product),
            profile: Int32(profile)
        )
        guard let index = series.append(row, of: owner, profile: bench.profiles[profile]) else {
            throw reader.invalid("more series than the limit")
        }
        if bench.profiles[profile].detectors?.enabled.contains(.dropout) == true {
            owner.isWatchedForSilence = true
        }
        try series.read(index, bench.profiles[profile], from: &reader)
    }
}
