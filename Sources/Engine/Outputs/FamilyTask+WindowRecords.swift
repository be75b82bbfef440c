import Codecs
import Effectiveness
import Records

/// Windows of machines and of sums over machines.
extension FamilyTask {
    /// Publishes a window on `kpi.oee` under the id of the bench, with the fields that `extra` adds, and
    /// as the newest of its kind on `kpi.oee.current`; then hands it to the path above.
    func publish(
        _ window: Contribution,
        newestStarts: inout InlineArray<4, EventTime>,
        _ bench: Workbench,
        extra: (inout [UInt8]) -> Void
    ) {
        let record = window.record
        bench.emit(.kpiOEE, to: bundle, key: window.member, time: record.time) { bytes in
            writeWindow(record, equipment: window.member, shift: window.shift, &bytes)
            extra(&bytes)
        }
        let kind = Int(record.kind.rawValue)
        if record.start >= newestStarts[kind] {
            newestStarts[kind] = record.start
            let key = window.member + "/" + record.kind.name
            bench.emit(.kpiOEECurrent, to: bundle, key: key, time: record.time) { bytes in
                writeWindow(record, equipment: window.member, shift: window.shift, &bytes)
                extra(&bytes)
            }
        }
        bench.contribute(window, to: bundle)
    }

    private func writeWindow(
        _ record: OEEWindowRecord,
        equipment: String,
        shift: String,
        _ bytes: inout [UInt8]
    ) {
        JSONWriter.field("time", record.time, &bytes)
        JSONWriter.field("equipment", equipment, &bytes)
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
        JSONWriter.field("completeness", record.completeness, &bytes)
        if !shift.isEmpty { JSONWriter.field("shift", shift, &bytes) }
        JSONWriter.field("local_day", CalendarDay.text(Int(record.localDay)), &bytes)
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

extension OEEWindowRecord {
    /// The time of the record: the end of its window, or up to when it speaks while that is open.
    var time: EventTime { status == .provisional ? through : end }
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
