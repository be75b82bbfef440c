import Codecs
import Effectiveness
import Records

extension EquipmentTask {
    /// Publishes a window on `kpi.oee`, and as the newest of its kind on `kpi.oee.current`.
    func writeWindow(_ record: OEEWindowRecord, _ machine: Machine, _ bench: Workbench) {
        bench.contribute(
            Contribution(
                member: machine.name,
                isMachine: true,
                record: record,
                shift: machine.shift(of: record),
                machineCount: 1,
                expectedCount: 1
            ),
            to: bundle
        )
        bench.keyID(record.kind.idPart, machine.name, record.start, Int(record.revision))
        bench.emit(.kpiOEE, to: bundle, key: machine.name, time: record.end) { bytes in
            writeWindow(record, machine, &bytes)
        }
        let kind = Int(record.kind.rawValue)
        guard record.start >= machine.newestWindowStarts[kind] else { return }
        machine.newestWindowStarts[kind] = record.start
        bench.emit(
            .kpiOEECurrent,
            to: bundle,
            key: machine.name + "/" + record.kind.name,
            time: record.end
        ) { bytes in
            writeWindow(record, machine, &bytes)
        }
    }

    private func writeWindow(
        _ record: OEEWindowRecord,
        _ machine: Machine,
        _ bytes: inout [UInt8]
    ) {
        writeWindow(record, equipment: machine.name, shift: machine.shift(of: record), &bytes)
        if machine.product > 0 {
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
