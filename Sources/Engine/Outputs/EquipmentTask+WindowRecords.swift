import Codecs
import Effectiveness
import Records

extension EquipmentTask {
    /// Publishes a window on `kpi.oee`, and as the newest of its kind on `kpi.oee.current`.
    func writeWindow(_ record: OEEWindowRecord, _ machine: Machine, _ bench: Workbench) {
        let isLive = record.status == .provisional
        let time = isLive ? record.through : record.end
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
        bench.emit(.kpiOEE, to: bundle, key: machine.name, time: time) { bytes in
            writeWindow(record, previous, machine, bench, &bytes)
        }
        let kind = Int(record.kind.rawValue)
        guard record.start >= machine.newestWindowStarts[kind] else { return }
        machine.newestWindowStarts[kind] = record.start
        bench.emit(
            .kpiOEECurrent,
            to: bundle,
            key: machine.name + "/" + record.kind.name,
            time: time
        ) { bytes in
            writeWindow(record, previous, machine, bench, &bytes)
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

    private func writeWindow(
        _ record: OEEWindowRecord,
        _ previous: Double?,
        _ machine: Machine,
        _ bench: Workbench,
        _ bytes: inout [UInt8]
    ) {
        let isLive = record.status == .provisional
        JSONWriter.field("time", isLive ? record.through : record.end, &bytes)
        JSONWriter.field("equipment", machine.name, &bytes)
        JSONWriter.field("window", record.kind.name, &bytes)
        JSONWriter.field("window_start", record.start, &bytes)
        JSONWriter.field("window_end", record.end, &bytes)
        JSONWriter.field("status", word: record.status.name, &bytes)
        JSONWriter.field("revision", Int(record.revision), &bytes)
        if record.revision > 1 {
            JSONWriter.field("supersedes", Int(record.revision) - 1, &bytes)
        }
        writeRatios(record, &bytes)
        record.totals.forEachField { name, value, isWhole in
            if isWhole {
                JSONWriter.field(name, Int(value), &bytes)
            } else {
                JSONWriter.field(name, value, &bytes)
            }
        }
        if record.kind.isPeriodic { writeKPIs(record.totals, &bytes) }
        if let target = machine.settings.counts.oeeTarget {
            JSONWriter.field("oee_target", target, &bytes)
        }
        if let previous { JSONWriter.field("oee_previous", previous, &bytes) }
        JSONWriter.field("completeness", record.completeness, &bytes)
        if record.shiftIndex >= 0, Int(record.shiftIndex) < machine.shiftNames.count {
            JSONWriter.field("shift", machine.shiftNames[Int(record.shiftIndex)], &bytes)
        }
        JSONWriter.field("local_day", CalendarDay.text(Int(record.localDay)), &bytes)
        if machine.product > 0, machine.productSince <= record.start {
            JSONWriter.field("product", products.name(machine.product), &bytes)
        }
    }

    private func writeRatios(_ record: OEEWindowRecord, _ bytes: inout [UInt8]) {
        JSONWriter.field("availability", record.availability.value, &bytes)
        JSONWriter.field("performance", record.performance.value, &bytes)
        JSONWriter.field("quality", record.quality.value, &bytes)
        JSONWriter.field("oee", record.oee.value, &bytes)
        if let reason = record.oee.undefined ?? record.performance.undefined
            ?? record.quality.undefined
        {
            JSONWriter.field("undefined_reason", word: reason.name, &bytes)
        }
        JSONWriter.field("performance_capped", record.performance.capped, &bytes)
        JSONWriter.field("ideal_rate_suspect", record.totals.isIdealCycleSuspect, &bytes)
    }

    /// The figures that are no factors of OEE. Those that have no value are left out.
    private func writeKPIs(_ totals: OEETotals, _ bytes: inout [UInt8]) {
        for kpi in KPIDefinition.published {
            guard let value = kpi.value(totals)?.value else { continue }
            JSONWriter.field(kpi.field, kpi.unit == "ms" ? value / 1e6 : value, &bytes)
        }
    }
}

extension OEEWindowKind {
    /// The word of the topics.
    var name: String {
        switch self {
        case .minute: "minute"
        case .hour: "hour"
        case .shift: "shift"
        case .day: "day"
        }
    }

    /// Whether its records carry the figures that are worth looking at now and then.
    var isPeriodic: Bool { self != .minute && self != .hour }

    /// The beginning of the ids of its records.
    var idPart: StaticString {
        switch self {
        case .minute: "kpi.oee/minute"
        case .hour: "kpi.oee/hour"
        case .shift: "kpi.oee/shift"
        case .day: "kpi.oee/day"
        }
    }
}

extension RecordStatus {
    /// The word of the topics.
    var name: StaticString {
        switch self {
        case .provisional: "provisional"
        case .final: "final"
        case .revised: "revised"
        }
    }
}

extension UndefinedReason {
    /// The word of the topics.
    var name: StaticString {
        switch self {
        case .noPlannedTime: "no_planned_time"
        case .noRunTime: "no_run_time"
        case .noProduction: "no_production"
        case .idealCycleUnknown: "ideal_cycle_unknown"
        case .noTakt: "no_takt"
        case .noFailure: "no_failure"
        }
    }
}

/// Days since 1970-01-01 as `2026-03-29`.
enum CalendarDay {
    static func text(_ day: Int) -> String {
        let time = EventTime(milliseconds: Int64(day) * 86_400_000)
        return String(TimeFormatter.string(time).prefix(10))
    }
}
