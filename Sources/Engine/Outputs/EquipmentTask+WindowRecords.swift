import Codecs
import Effectiveness
import Records

extension EquipmentTask {
    /// Publishes a window of a machine, and contributes it to the path above.
    func writeWindow(_ record: OEEWindowRecord, _ machine: Machine, _ bench: Workbench) {
        let isLive = record.status == .provisional
        bench.keyID(
            record.kind.idPart,
            machine.name,
            record.start,
            Int(record.revision),
            through: isLive ? record.through : nil
        )
        var previous: Double?
        if record.kind == .shift && !isLive {
            previous = machine.shifts.enter(record.oee.value, of: record.start)
        }
        let window = Contribution(
            member: machine.name,
            isMachine: true,
            record: record,
            shift: machine.shift(of: record),
            machineCount: 1,
            expectedCount: 1
        )
        publish(window, newestStarts: &machine.newestWindowStarts, bench) { bytes in
            if let target = machine.settings.counts.oeeTarget {
                JSONWriter.field("oee_target", target, &bytes)
            }
            if let previous { JSONWriter.field("oee_previous", previous, &bytes) }
            guard machine.product > 0, machine.productSince <= record.start else { return }
            JSONWriter.field("product", products.name(machine.product), &bytes)
        }
    }

    /// Shows the open windows of a machine, minutes excepted, as provisional records.
    func writeLiveWindows(_ machine: Machine, _ through: EventTime, _ bench: Workbench) {
        var records: [OEEWindowRecord] = []
        let calendar = bench.calendars.calendar(machine.calendar, around: through)
        machine.effectiveness.showOpen(through: through, calendar: calendar, limit: 1) {
            if $0.kind != .minute { records.append($0) }
        }
        for record in records { writeWindow(record, machine, bench) }
    }
}

extension Machine {
    /// The name of the shift that a window begins in; empty when none does.
    fileprivate func shift(of record: OEEWindowRecord) -> String {
        let index = Int(record.shiftIndex)
        return shiftNames.indices.contains(index) ? shiftNames[index] : ""
    }
}
