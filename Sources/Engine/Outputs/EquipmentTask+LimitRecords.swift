import Codecs
import PlantModel
import ProcessControl
import Records

extension EquipmentTask {
    /// Publishes a change in the life of a chart's limits on `spc.limits`, by the record that caused it.
    func writeLimits(
        _ change: LimitChange,
        _ place: ChartPlace,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        let kind = LimitChange.Kind.allCases.firstIndex(of: change.kind) ?? 0
        bench.recordID("limits", limitChangeCount << 16 + place.unit << 4 + kind)
        limitChangeCount += 1
        emit(change, place, machine, time, bench)
    }

    /// Publishes limits of a plant file, which no record caused: by chart and version.
    func writePlantLimits(
        _ change: LimitChange,
        _ place: ChartPlace,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        let row = series.rows[place.row]
        let key = [
            machine.name, characteristics.name(Int(row.characteristic)),
            products.name(Int(row.product)), "\(place.unit)",
        ].joined(separator: "/")
        let number = Int(change.version?.number ?? 0)
        bench.keyID("spc.limits", key, change.version?.effectiveFrom ?? time, number)
        emit(change, place, machine, time, bench)
    }

    private func emit(
        _ change: LimitChange,
        _ place: ChartPlace,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        let profile = bench.profiles[Int(series.rows[place.row].profile)]
        let plan = profile.plan(place.unit)
        bench.emit(.spcLimits, to: bundle, key: machine.name, time: time) { bytes in
            JSONWriter.field("time", time, &bytes)
            writePlace(place, machine, profile, plan, &bytes)
            JSONWriter.field("change", change.kind.rawValue, &bytes)
            JSONWriter.field("phase", change.phase.word, &bytes)
            writeVersion(change, &bytes)
            writeEstimate(change.estimate, plan, &bytes)
            writeTrial(change, &bytes)
            writeEvidence(change, plan, &bytes)
            if !change.by.isEmpty { JSONWriter.field("by", change.by, &bytes) }
            if !change.why.isEmpty { JSONWriter.field("why", change.why, &bytes) }
            if !change.cause.isEmpty { JSONWriter.field("cause", change.cause, &bytes) }
        }
    }

    private func writePlace(
        _ place: ChartPlace,
        _ machine: Machine,
        _ profile: CharacteristicProfile,
        _ plan: ChartPlan,
        _ bytes: inout [UInt8]
    ) {
        let row = series.rows[place.row]
        JSONWriter.field("equipment", machine.name, &bytes)
        unsafe characteristics.withName(Int(row.characteristic)) {
            unsafe JSONWriter.field("characteristic", $0, &bytes)
        }
        if row.product != 0 {
            JSONWriter.field("product", products.name(Int(row.product)), &bytes)
        }
        if let stage = series.stageName(place.row, unit: place.unit, profile) {
            JSONWriter.field("stage", stage, &bytes)
        }
        JSONWriter.field("chart", plan.kind.rawValue, &bytes)
        if profile.chartCount > 1 {
            JSONWriter.field("chart_number", place.unit % profile.chartCount + 1, &bytes)
        }
    }

    private func writeVersion(_ change: LimitChange, _ bytes: inout [UInt8]) {
        let number = change.version?.number ?? change.before?.number ?? 0
        JSONWriter.field("limit_version", Int(number), &bytes)
        if change.kind == .proposed {
            JSONWriter.field("proposed_version", Int(number) + 1, &bytes)
        }
        if let version = change.version, version.effectiveFrom > .distantPast {
            JSONWriter.field("effective_from", version.effectiveFrom, &bytes)
        }
        if let before = change.before, let version = change.version,
            before.number < version.number
        {
            JSONWriter.field("supersedes", Int(before.number), &bytes)
        }
    }

    private func writeEstimate(
        _ estimate: LifeEstimate?,
        _ plan: ChartPlan,
        _ bytes: inout [UInt8]
    ) {
        guard let estimate else { return }
        if plan.isAttributes {
            JSONWriter.field("average", estimate.mean, &bytes)
            if plan.kind.attributes?.isLaney == true {
                JSONWriter.field("sigma_z", estimate.sigma, &bytes)
            }
        } else {
            JSONWriter.field("mean", estimate.mean, &bytes)
            JSONWriter.field("sigma", estimate.sigma, &bytes)
        }
        if let lines = plan.lines(estimate) {
            JSONWriter.field("lcl", lines.lcl, &bytes)
            JSONWriter.field("ucl", lines.ucl, &bytes)
        }
        JSONWriter.field("points", estimate.pointCount, &bytes)
    }

    private func writeTrial(_ change: LimitChange, _ bytes: inout [UInt8]) {
        guard change.collectedCount > 0 else { return }
        JSONWriter.field("collected", change.collectedCount, &bytes)
        JSONWriter.field("flagged_points", integers: change.flagged.map(Int64.init), &bytes)
        JSONWriter.field("excluded_points", integers: change.excluded.map(Int64.init), &bytes)
    }

    private func writeEvidence(
        _ change: LimitChange,
        _ plan: ChartPlan,
        _ bytes: inout [UInt8]
    ) {
        guard let evidence = change.evidence, !evidence.grounds.isEmpty else { return }
        JSONWriter.field("grounds", evidence.grounds.words.joined(separator: " "), &bytes)
        JSONWriter.field("points_observed", evidence.pointCount, &bytes)
        JSONWriter.field("signal_count", evidence.signalCount, &bytes)
        JSONWriter.field("side_run", evidence.sideRun, &bytes)
        JSONWriter.field("autocorrelation", evidence.autocorrelation, &bytes)
        let ratio = evidence.sigmaRatio
        JSONWriter.field("f_ratio", ratio * ratio, &bytes)
        JSONWriter.field("f_probability", evidence.sigmaProbability, &bytes)
        guard let count = change.pointsSinceChange, let before = change.before else { return }
        JSONWriter.field("points_since_change", count, &bytes)
        let name: StaticString = plan.isAttributes ? "average_before" : "mean_before"
        JSONWriter.field(name, before.mean, &bytes)
        if !plan.isAttributes { JSONWriter.field("sigma_before", before.sigma, &bytes) }
    }
}

extension LifePhase {
    /// The word of the topic.
    var word: String {
        switch self {
        case .collecting: "collecting"
        case .trial: "trial"
        case .monitoring: "monitoring"
        case .suspect: "suspect"
        case .proposed: "proposed"
        }
    }
}
