import Codecs
import Effectiveness
import Records

/// Windows of machines and of sums over machines.
extension FamilyTask {
    /// Publishes a window on `kpi.oee` under the id of the bench, with the fields that `extra` adds, and
    /// as the newest of its kind on `kpi.oee.current`; then hands it to the path above.
    func publish(
        _ window: Contribution,
        newestStarts: inout InlineArray<3, EventTime>,
        _ bench: Workbench,
        extra: (inout [UInt8]) -> Void
    ) {
        let record = window.record
        bench.emit(.kpiOEE, to: bundle, key: window.member, time: record.end) { bytes in
            writeWindow(record, equipment: window.member, shift: window.shift, &bytes)
            extra(&bytes)
        }
        let kind = Int(record.kind.rawValue)
        if record.start >= newestStarts[kind] {
            newestStarts[kind] = record.start
            let key = window.member + "/" + record.kind.name
            bench.emit(.kpiOEECurrent, to: bundle, key: key, time: record.end) { bytes in
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
        JSONWriter.field("time", record.end, &bytes)
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
        writeTimes(record.totals, &bytes)
        writeQuantities(record.totals, &bytes)
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

    private func writeTimes(_ totals: OEETotals, _ bytes: inout [UInt8]) {
        let times: [(StaticString, Int64)] = [
            ("planned_ms", totals.plannedNanoseconds), ("run_ms", totals[.productive]),
            ("setup_ms", totals[.setup]), ("idle_ms", totals[.idle]),
            ("starved_ms", totals[.starved]), ("blocked_ms", totals[.blocked]),
            ("down_ms", totals[.down]), ("minor_stop_ms", totals[.minorStop]),
            ("maintenance_ms", totals[.maintenance]), ("off_ms", totals[.off]),
            ("unknown_ms", totals[.unknown]), ("planned_stop_ms", totals[.plannedBreak]),
            ("unscheduled_ms", totals[.unscheduled]), ("ideal_total_ms", totals[.idealTotal]),
            ("ideal_good_ms", totals[.idealGood]),
        ]
        for (name, nanoseconds) in times {
            JSONWriter.field(name, Double(nanoseconds) / 1e6, &bytes)
        }
    }

    private func writeQuantities(_ totals: OEETotals, _ bytes: inout [UInt8]) {
        JSONWriter.field("minor_stops", totals[.minorStopCount], &bytes)
        JSONWriter.field("stops", totals[.stopCount], &bytes)
        JSONWriter.field("good", totals.goodCount, &bytes)
        JSONWriter.field("scrap", totals.scrapCount, &bytes)
        JSONWriter.field("rework", totals.reworkCount, &bytes)
        JSONWriter.field("total", totals.totalCount, &bytes)
    }
}

extension OEEWindowKind {
    /// The word of the topics.
    var name: String {
        switch self {
        case .minute: "minute"
        case .hour: "hour"
        case .shift: "shift"
        }
    }

    /// The beginning of the ids of its records.
    var idPart: StaticString {
        switch self {
        case .minute: "kpi.oee/minute"
        case .hour: "kpi.oee/hour"
        case .shift: "kpi.oee/shift"
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
