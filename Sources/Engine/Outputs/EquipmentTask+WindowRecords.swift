import Codecs
import Effectiveness
import Records

extension EquipmentTask {
    /// Publishes a window of a machine, and contributes it to the path above.
    func writeWindow(_ record: OEEWindowRecord, _ machine: Machine, _ bench: Workbench) {
        bench.keyID(record.kind.idPart, machine.name, record.start, Int(record.revision))
        let window = Contribution(
            member: machine.name,
            isMachine: true,
            record: record,
            shift: machine.shift(of: record),
            machineCount: 1,
            expectedCount: 1
        )
        publish(window, newestStarts: &machine.newestWindowStarts, bench) { bytes in
            guard machine.product > 0 else { return }
            JSONWriter.field("product", products.name(machine.product), &bytes)
        }
    }
}

extension Machine {
    /// The name of the shift that a window begins in; empty when none does.
    fileprivate func shift(of record: OEEWindowRecord) -> String {
        let index = Int(record.shiftIndex)
        return shiftNames.indices.contains(index) ? shiftNames[index] : ""
    }
}
