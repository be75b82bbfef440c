import Anomaly
import Effectiveness
import ProcessControl
import Records

/// The state of a task as bytes: everything that what it writes from now on depends on.
extension EquipmentTask {
    /// The layout below. A change to any part of the state needs a new number; readers refuse others.
    static let stateVersion: UInt16 = 2

    func writeState(to writer: inout StateWriter, _ bench: Workbench) {
        writer.write(Self.stateVersion)
        writeHead(to: &writer, bench)
        writer.write(scannedAt)
        machineNames.write(to: &writer)
        characteristics.write(to: &writer)
        products.write(to: &writer)
        for machine in machines { machine.write(to: &writer) }
        series.write(to: &writer, profiles: bench.profiles)
        rules.write(to: &writer)
    }

    /// Reads what `write` wrote into a task that has just been made. State words are looked up again;
    /// a series whose chart or detectors the plant file has changed since begins anew.
    func restoreState(_ reader: consuming StateReader, _ bench: Workbench) throws(StateError) {
        try readVersion(Self.stateVersion, &reader)
        try restoreHead(&reader, bench)
        scannedAt = try reader.readTime()
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
        label()
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
