import Anomaly
import Effectiveness
import ProcessControl
import Records

/// The state of a task as bytes: everything that what it writes from now on depends on.
extension EquipmentTask {
    /// The layout below. A change to any part of the state needs a new number; readers refuse others.
    static let stateVersion: UInt16 = 2

    func write(to writer: inout StateWriter, on bench: Workbench) {
        writer.write(Self.stateVersion)
        writer.write(bench.modelHash)
        writer.write(UInt32(bench.taskCount))
        writer.write(cycle)
        writer.write(epoch)
        writer.write(stand.snapshotNumber)
        writer.write(newestTime)
        writer.write(now)
        writer.write(scannedAt)
        writer.write(isBehind)
        writer.write(count: ledgers.count)
        for (index, ledger) in ledgers.enumerated() {
            writer.write(bench.inputNames[index])
            writer.write(ledger)
        }
        machineNames.write(to: &writer)
        characteristics.write(to: &writer)
        products.write(to: &writer)
        for machine in machines { machine.write(to: &writer) }
        series.write(to: &writer, profiles: bench.profiles)
        rules.write(to: &writer)
    }

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
        try restoreLedgers(&reader, bench)
        machineNames = try NameTable(countLimit: machineNames.countLimit, from: &reader)
        characteristics = try NameTable(countLimit: characteristics.countLimit, from: &reader)
        products = try NameTable(countLimit: products.countLimit, from: &reader)
        for index in 0..<machineNames.count {
            let machine = makeMachine(index, machineNames.name(index), bench)
            try machine.read(from: &reader, productCount: products.count)
            machines.append(machine)
        }
        try restoreSeries(&reader, bench)
        let rulesFound = try rules.restore(from: &reader, equipmentCount: machines.count)
        if rulesFound.orphanCount > 0 {
            bench.note(
                "Task \(number): \(rulesFound.orphanCount) open alerts belong to rules that were "
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

    private func restoreSeries(_ reader: inout StateReader, _ bench: Workbench) throws(StateError) {
        let count = try reader.readCount(limit: series.countLimit, elementByteCount: 24)
        for _ in 0..<count {
            let machine = try reader.readIndex(below: machines.count)
            let characteristic = try reader.readIndex(below: characteristics.count)
            let product = try reader.readIndex(below: products.count)
            let owner = machines[machine]
            let settings =
                bench.settings.plant.characteristic(
                    named: characteristics.name(characteristic),
                    at: owner.name
                )
                ?? bench.settings.plant.learnedSettings(
                    named: characteristics.name(characteristic)
                )
            let profile = bench.profile(for: settings)
            guard
                let index = series.insert(
                    Series(
                        machine: Int32(machine),
                        characteristic: Int32(characteristic),
                        product: Int32(product),
                        profile: Int32(profile),
                        next: owner.firstSeries
                    ),
                    profile: bench.profiles[profile]
                )
            else { throw reader.invalid("more series than the limit") }
            owner.firstSeries = Int32(index)
            if bench.profiles[profile].detectors?.enabled.contains(.dropout) == true {
                owner.isWatchedForSilence = true
            }
            try series.read(index, bench.profiles[profile], from: &reader)
        }
    }
}
