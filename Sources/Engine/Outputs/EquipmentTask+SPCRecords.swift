import Codecs
import PlantModel
import ProcessControl
import Records

extension EquipmentTask {
    /// Publishes a plotted point on `spc.points`.
    func writePoint(
        _ point: ChartPoint,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        bench.recordID("point", point.idIndex)
        bench.emit(.spcPoints, to: bundle, key: machine.name, time: time) { bytes in
            let verdict = point.verdict.point
            writeHead(point, machine, time, &bytes)
            JSONWriter.figures(point.verdict.location, &bytes)
            JSONWriter.field("phase", word: verdict.outcome.name, &bytes)
            JSONWriter.field("signal", verdict.isSignal, &bytes)
            if let name = point.kind.dispersionField {
                JSONWriter.field(name, verdict.dispersion, &bytes)
                JSONWriter.field("dispersion_centre", verdict.dispersionCentre, &bytes)
                JSONWriter.field(
                    "dispersion_lcl",
                    verdict.dispersionLCLActive ? verdict.dispersionLCL : nil,
                    &bytes
                )
                JSONWriter.field("dispersion_ucl", verdict.dispersionUCL, &bytes)
            }
            writeFamily(point, &bytes)
            writeContext(bench, &bytes)
        }
    }

    /// Publishes a violated rule on `spc.signals`, with the offsets of its pattern and what may have to
    /// be held.
    func writeSignal(
        _ signal: ChartSignal,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        let point = signal.point
        if let revision = point.revision, revision.number > 0 {
            let index = point.number + point.unit << 24
            bench.recordID(signal.isDispersion ? "revision-dispersion" : "revision", index)
        } else {
            bench.recordID(signal.isDispersion ? "signal-dispersion" : "signal", point.idIndex)
        }
        let pattern = pattern(signal)
        bench.emit(.spcSignals, to: bundle, key: machine.name, time: time) { bytes in
            let verdict = point.verdict
            writeHead(point, machine, time, &bytes)
            JSONWriter.field(
                "location",
                word: signal.isDispersion ? "dispersion" : "location",
                &bytes
            )
            JSONWriter.figures(signal.isDispersion ? verdict.spread : verdict.location, &bytes)
            JSONWriter.field("rule", signal.ruleNumber, &bytes)
            JSONWriter.field("rule_code", signal.rule.code, &bytes)
            JSONWriter.field("rules", integers: signal.ruleNumbers, &bytes)
            JSONWriter.field("rule_title", signal.title, &bytes)
            JSONWriter.field("pattern_points", pattern.offsets.count, &bytes)
            JSONWriter.field("pattern_offsets", integers: pattern.offsets, &bytes)
            writeAtRisk(point.atRisk, pattern, &bytes)
            writeFamily(point, &bytes)
            writeRevision(point.revision, &bytes)
            // What the record in work says of the material it says of its own point only.
            if point.revision?.number ?? 0 == 0 { writeContext(bench, &bytes) }
        }
    }

    private func writeRevision(_ revision: ChartPoint.Revision?, _ bytes: inout [UInt8]) {
        guard let revision else { return }
        JSONWriter.field("record_offset", revision.record, &bytes)
        JSONWriter.field("revision", revision.number, &bytes)
        guard revision.number > 0 else { return }
        JSONWriter.field("supersedes", revision.number - 1, &bytes)
        JSONWriter.field("retracted", revision.isRetracted, &bytes)
    }

    private func writeHead(
        _ point: ChartPoint,
        _ machine: Machine,
        _ time: EventTime,
        _ bytes: inout [UInt8]
    ) {
        JSONWriter.field("time", time, &bytes)
        JSONWriter.field("equipment", machine.name, &bytes)
        unsafe characteristics.withName(Int(series.rows[point.series].characteristic)) {
            unsafe JSONWriter.field("characteristic", $0, &bytes)
        }
        JSONWriter.field("chart", point.kind.rawValue, &bytes)
        if let number = point.chartNumber { JSONWriter.field("chart_number", number, &bytes) }
        if let stage = point.stage { JSONWriter.field("stage", stage, &bytes) }
        JSONWriter.field("point", point.verdict.point.pointNumber, &bytes)
        JSONWriter.field("limit_version", Int(point.verdict.point.limitVersion), &bytes)
    }

    /// From the last sample in control to the first one out of control.
    private func writeAtRisk(
        _ window: LotTrace.Window?,
        _ pattern: (offsets: [Int64], before: Int64),
        _ bytes: inout [UInt8]
    ) {
        if pattern.before >= 0 {
            JSONWriter.field("last_in_control_offset", pattern.before, &bytes)
        }
        if let first = pattern.offsets.first {
            JSONWriter.field("first_out_of_control_offset", first, &bytes)
        }
        guard let window else { return }
        if let last = window.lastInControl {
            JSONWriter.field("last_in_control_time", last.time, &bytes)
        }
        JSONWriter.field("first_out_of_control_time", window.firstOutOfControl.time, &bytes)
        JSONWriter.field("lots_at_risk", window.text, &bytes)
        JSONWriter.field("lots_complete", window.isComplete, &bytes)
    }

    /// What only some families have.
    private func writeFamily(_ point: ChartPoint, _ bytes: inout [UInt8]) {
        if !point.verdict.size.isNaN { JSONWriter.field("size", point.verdict.size, &bytes) }
        if point.kind.attributes != nil, point.verdict.point.limitVersion > 0 {
            JSONWriter.field("lcl_active", point.verdict.point.lcl > 0, &bytes)
        }
        guard let sums = point.verdict.sums else { return }
        JSONWriter.field("cusum_upper", sums.upper.sum, &bytes)
        JSONWriter.field("cusum_lower", sums.lower.sum, &bytes)
        guard let count = point.verdict.pointsSinceChange else { return }
        JSONWriter.field("shifted_mean", sums.shiftedMean, &bytes)
        JSONWriter.field("points_since_change", count, &bytes)
    }

    /// What the record said about the material; left out where it said nothing.
    private func writeContext(_ bench: Workbench, _ bytes: inout [UInt8]) {
        writeField("lot", Slot.Measurement.lot, bench, &bytes)
        writeField("product", Slot.Common.product, bench, &bytes)
        guard edition.inputs[bench.origin.topic].topic.role == .measurements else { return }
        writeField("serial", Slot.Measurement.serial, bench, &bytes)
        writeField("subgroup", Slot.Measurement.subgroup, bench, &bytes)
    }

    private func writeField(
        _ name: StaticString,
        _ slot: Int,
        _ bench: Workbench,
        _ bytes: inout [UInt8]
    ) {
        let value = bench.fields[slot]
        if let number = value.int64 {
            JSONWriter.field(name, "\(number)", &bytes)
        } else if value.isText {
            unsafe bench.fields.withText(value) { unsafe JSONWriter.field(name, $0, &bytes) }
        }
    }
}

extension LotTrace.Window {
    /// The lots as one text, each on a line of its own.
    var text: String { lots.joined(separator: "\n") }
}
