import Records

extension EquipmentTask {
    /// Reads what `write` wrote into a task that has just been made. State words are looked up again;
    /// a series whose chart or detectors the plant file has changed since begins anew.
    func restoreState(_ reader: consuming StateReader, _ bench: Workbench) throws(StateError) {
        try readVersion(Self.stateVersion, &reader)
        begin(with: try TaskSets(from: &reader), bench)
        try restoreStand(&reader, bench)
        scannedAt = try reader.readTime()
        rounds = try TaskRounds(from: &reader)
        graves = try Graves(from: &reader)
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
        label()
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
            plantSettings(of: name, at: owner.name, bench)
            ?? inForce(bench.settings.plant.learnedSettings(named: name), at: owner.name)
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
        for (unit, limits) in try series.read(index, bench.profiles[profile], from: &reader) {
            restoreLimits(limits, ChartPlace(row: index, unit: unit), bench)
        }
    }
}
