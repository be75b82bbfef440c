import Records

// The state of a task as bytes: everything that what it writes from now on depends on.
//
//     head   version, identity of the model, cycle, clock, ledgers, rounds, graves, head of the rules,
//            how many rows of machines and series there are
//     row    of each machine, each series, each key of a rule: 0 for a vacant one
//
// Names stand in the rows that use them; their indices are not written. Rows keep their places.
extension EquipmentTask {
    /// The layout. A change to any part of the state needs a new number; readers refuse others.
    static let stateVersion: UInt16 = 2

    /// Writes all of it at once.
    func writeState(to writer: inout StateWriter, _ bench: Workbench) {
        writeHead(to: &writer, on: bench)
        for row in machines.indices { writeMachine(row, to: &writer) }
        for row in series.rows.indices { writeSeries(row, to: &writer, on: bench) }
        for row in 0..<rules.keySlotCount { rules.writeKey(row, to: &writer) }
    }

    func writeHead(to writer: inout StateWriter, on bench: Workbench) {
        writer.write(Self.stateVersion)
        writeStand(to: &writer, bench)
        writer.write(scannedAt)
        writer.write(rounds)
        writer.write(graves)
        rules.writeHead(to: &writer)
        writer.write(count: machines.count)
        writer.write(count: series.rows.count)
    }

    func writeMachine(_ row: Int, to writer: inout StateWriter) {
        writer.write(machines[row] != nil)
        machines[row]?.write(to: &writer, products: products)
    }

    func writeSeries(_ index: Int, to writer: inout StateWriter, on bench: Workbench) {
        let row = series.rows[index]
        writer.write(row.machine >= 0)
        guard row.machine >= 0 else { return }
        writer.write(row.machine)
        writer.write(name: Int(row.characteristic), of: characteristics)
        writer.write(name: Int(row.product), of: products)
        series.write(index, bench.profiles[Int(row.profile)], to: &writer)
    }
}
