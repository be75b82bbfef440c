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
        let figures = group.figures(of: window)
        let record = record(of: window, figures.totals, status)
        // Members with other shifts make windows that begin together and end at different times.
        bench.keyID(
            record.kind.rollUpIDPart,
            "\(group.name)/\(record.end.milliseconds)",
            record.start,
            Int(record.revision),
            through: status == .provisional ? record.through : nil
        )
        let sum = Contribution(
            member: group.name,
            isMachine: false,
            record: record,
            shift: window.shift,
            machineCount: window.machineCount,
            expectedCount: group.expectedCount
        )
        publish(sum, newestStarts: &group.newestStarts, bench) { bytes in
            JSONWriter.field("machines", Int(sum.machineCount), &bytes)
            JSONWriter.field("machines_expected", Int(sum.expectedCount), &bytes)
            JSONWriter.field("roll_up", group.method.name, &bytes)
            if let station = figures.station { JSONWriter.field("station", station, &bytes) }
        }
    }

    private func record(
        of window: RollUpWindow,
        _ totals: OEETotals,
        _ status: RecordStatus
    ) -> OEEWindowRecord {
        OEEWindowRecord(
            kind: window.kind,
            status: status,
            revision: window.revision,
            shiftIndex: -1,
            localDay: window.localDay,
            start: window.start,
            end: window.end,
            through: window.through,
            totals: totals
        )
    }
}

extension OEEWindowKind {
    /// The beginning of the ids of sums over machines.
    fileprivate var rollUpIDPart: StaticString {
        switch self {
        case .minute: "kpi.oee/rollup/minute"
        case .hour: "kpi.oee/rollup/hour"
        case .shift: "kpi.oee/rollup/shift"
        case .day: "kpi.oee/rollup/day"
        }
    }
}
