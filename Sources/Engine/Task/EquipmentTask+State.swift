import Records

// The state of a task as bytes: everything that what it writes from now on depends on.
//
//     head   version, versions of sets, identity of the model, cycle, clock, ledgers, rounds, graves, head of the rules,
//            how many rows of machines and series there are
//     row    of each machine, each series, each key of a rule: 0 for a vacant one
//
// Names stand in the rows that use them; their indices are not written. Rows keep their places.
extension EquipmentTask {
    /// The layout. A change to any part of the state needs a new number; readers refuse others.
    static let stateVersion: UInt16 = 6

    /// Writes the head and notes where the rows stand; `writeRows` writes them as they are now.
    ///
    /// Until then whatever is about to change is copied first. Memory: four bytes a row, and at most one
    /// copy of each.
    func startCapture(to writer: inout StateWriter, _ bench: Workbench) {
        let copiesFirst = bench.settings.safeguards.copiesBeforeChange
        machineCapture = StateCapture(rowCount: machines.count, copiesFirst: copiesFirst)
        seriesCapture = StateCapture(rowCount: series.rows.count, copiesFirst: copiesFirst)
        rules.beginCapture(copiesFirst: copiesFirst)
        writeHead(to: &writer, on: bench)
    }

    /// Writes the next rows until the writer holds `byteCount` bytes; true when there are no more.
    func writeNextRows(to writer: inout StateWriter, until byteCount: Int, _ bench: Workbench)
        -> Bool
    {
        if let machineCapture {
            machineCapture.write(to: &writer, until: byteCount) { writeMachine($0, to: &$1) }
            if machineCapture.isDone { self.machineCapture = nil }
            return false
        }
        if let seriesCapture {
            seriesCapture.write(to: &writer, until: byteCount) {
                writeSeries($0, to: &$1, on: bench)
            }
            if seriesCapture.isDone { self.seriesCapture = nil }
            return false
        }
        return rules.writeKeys(to: &writer, until: byteCount)
    }

    /// A machine is about to change: a snapshot under way needs it as it is.
    func willChange(machine row: Int) {
        machineCapture?.keep(row) { writeMachine($0, to: &$1) }
    }

    /// A series is about to change, as above.
    func willChange(series row: Int, _ bench: Workbench) {
        seriesCapture?.keep(row) { writeSeries($0, to: &$1, on: bench) }
    }

    func writeHead(to writer: inout StateWriter, on bench: Workbench) {
        writer.write(Self.stateVersion)
        writer.write(sets)
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
