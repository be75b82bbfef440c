import Codecs
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
        bench.recordID("point", point.number)
        bench.emit(.spcPoints, to: bundle, key: machine.name, time: time) { bytes in
            writeCommon(point, machine, time, &bytes)
            JSONWriter.field("phase", word: point.verdict.outcome.name, &bytes)
            JSONWriter.field("signal", point.verdict.isSignal, &bytes)
            JSONWriter.field(
                point.kind == .meanRange ? "range" : "moving_range",
                point.verdict.dispersion,
                &bytes
            )
            JSONWriter.field("dispersion_ucl", point.verdict.dispersionUCL, &bytes)
            writeContext(bench, &bytes)
        }
    }

    /// Publishes a violated rule on `spc.signals`, with the offsets of its pattern.
    func writeSignal(
        _ signal: ChartSignal,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        bench.recordID(signal.isDispersion ? "signal-dispersion" : "signal", signal.point.number)
        let offsets = patternOffsets(signal)
        bench.emit(.spcSignals, to: bundle, key: machine.name, time: time) { bytes in
            writeCommon(signal.point, machine, time, &bytes)
            JSONWriter.field(
                "location",
                word: signal.isDispersion ? "dispersion" : "location",
                &bytes
            )
            JSONWriter.field("rule", signal.ruleNumber, &bytes)
            JSONWriter.field("rules", integers: signal.ruleNumbers, &bytes)
            JSONWriter.field("rule_title", signal.rule.title, &bytes)
            JSONWriter.field("pattern_points", offsets.count, &bytes)
            JSONWriter.field("pattern_offsets", integers: offsets, &bytes)
            writeContext(bench, &bytes)
        }
    }

    private func writeCommon(
        _ point: ChartPoint,
        _ machine: Machine,
        _ time: EventTime,
        _ bytes: inout [UInt8]
    ) {
        let verdict = point.verdict
        JSONWriter.field("time", time, &bytes)
        JSONWriter.field("equipment", machine.name, &bytes)
        unsafe characteristics.withName(Int(series.rows[point.series].characteristic)) {
            unsafe JSONWriter.field("characteristic", $0, &bytes)
        }
        JSONWriter.field("chart", word: point.kind.name, &bytes)
        JSONWriter.field("point", verdict.pointNumber, &bytes)
        JSONWriter.field("statistic", verdict.statistic, &bytes)
        JSONWriter.field("centre", verdict.centre, &bytes)
        JSONWriter.field("lcl", verdict.lcl, &bytes)
        JSONWriter.field("ucl", verdict.ucl, &bytes)
        JSONWriter.field("sigma", verdict.standardError, &bytes)
        JSONWriter.field("z", verdict.z, &bytes)
        JSONWriter.field("limit_version", Int(verdict.limitVersion), &bytes)
    }

    /// What the record said about the material; left out where it said nothing.
    private func writeContext(_ bench: Workbench, _ bytes: inout [UInt8]) {
        let fields: [(StaticString, Int)] = [
            ("lot", Slot.Measurement.lot), ("product", Slot.Common.product),
            ("serial", Slot.Measurement.serial), ("subgroup", Slot.Measurement.subgroup),
        ]
        for (name, slot) in fields {
            let value = bench.fields[slot]
            if let number = value.int64 {
                JSONWriter.field(name, "\(number)", &bytes)
            } else if value.isText {
                unsafe bench.fields.withText(value) { unsafe JSONWriter.field(name, $0, &bytes) }
            }
        }
    }
}

extension ChartSignal {
    /// The Nelson number of the rule, 1 to 8.
    var ruleNumber: Int { Int(rule.rawValue) + 1 }

    /// All rules the point completed on this chart.
    var ruleNumbers: [Int64] {
        isDispersion ? [1] : point.verdict.rules.members.map { Int64($0.rawValue) + 1 }
    }
}

extension ChartKind {
    /// The word of the topics.
    var name: StaticString {
        switch self {
        case .individualsMovingRange: "i-mr"
        case .meanRange: "xbar-r"
        case .meanDeviation: "xbar-s"
        }
    }
}

extension PointOutcome {
    /// The word of the topics.
    var name: StaticString {
        switch self {
        case .collecting: "collecting"
        case .monitoring: "monitoring"
        case .degenerate: "degenerate"
        case .rejectedNotFinite, .rejectedTooLarge, .rejectedSubgroupSize, .rejectedCount,
            .rejectedNothingInspected, .rejectedMoreThanInspected:
            "rejected"
        }
    }
}
