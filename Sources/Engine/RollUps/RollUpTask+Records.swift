import Codecs
import Effectiveness
import Records

extension RollUpTask {
    /// Publishes a window of a path as machines publish theirs, and tells the path above.
    func write(
        _ window: RollUpWindow,
        _ status: RecordStatus,
        _ group: RollUpGroup,
        _ bench: Workbench
    ) {
        let record = record(of: window, status)
        // Members with other shifts make windows that begin together and end at different times.
        bench.keyID(
            record.kind.rollUpIDPart,
            "\(group.name)/\(record.end.milliseconds)",
            record.start,
            Int(record.revision)
        )
        bench.emit(.kpiOEE, to: bundle, key: group.name, time: record.end) { bytes in
            write(record, window, group, &bytes)
        }
        let kind = Int(record.kind.rawValue)
        if record.start >= group.newestStarts[kind] {
            group.newestStarts[kind] = record.start
            bench.emit(
                .kpiOEECurrent,
                to: bundle,
                key: group.name + "/" + record.kind.name,
                time: record.end
            ) { bytes in write(record, window, group, &bytes) }
        }
        let contribution = Contribution(
            member: group.name,
            isMachine: false,
            record: record,
            shift: window.shift,
            machineCount: window.machineCount,
            expectedCount: group.expectedCount
        )
        bench.contribute(contribution, to: bundle)
    }

    private func record(of window: RollUpWindow, _ status: RecordStatus) -> OEEWindowRecord {
        OEEWindowRecord(
            kind: window.kind,
            status: status,
            revision: window.revision,
            shiftIndex: -1,
            localDay: window.localDay,
            start: window.start,
            end: window.end,
            through: window.through,
            totals: window.totals
        )
    }

    private func write(
        _ record: OEEWindowRecord,
        _ window: RollUpWindow,
        _ group: RollUpGroup,
        _ bytes: inout [UInt8]
    ) {
        writeWindow(record, equipment: group.name, shift: window.shift, &bytes)
        JSONWriter.field("machines", Int(window.machineCount), &bytes)
        JSONWriter.field("machines_expected", Int(group.expectedCount), &bytes)
    }
}

extension OEEWindowKind {
    /// The beginning of the ids of sums over machines.
    fileprivate var rollUpIDPart: StaticString {
        switch self {
        case .minute: "kpi.oee/rollup/minute"
        case .hour: "kpi.oee/rollup/hour"
        case .shift: "kpi.oee/rollup/shift"
        }
    }
}
