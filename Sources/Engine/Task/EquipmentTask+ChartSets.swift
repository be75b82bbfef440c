import ProcessControl
import Records

// Charts of series that have several, or one of a family that no slot holds.
extension EquipmentTask {
    /// Plots a measurement on every chart of measurements of the series.
    func plotSet(
        _ index: Int,
        _ values: FieldValue,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        guard let set = series.rows[index].chartSet else { return }
        let profile = bench.profiles[Int(series.rows[index].profile)]
        let isNew = isNewSubgroup(index, bench)
        let first = profile.settings.stage.map {
            series.enterStage(index, stage($0, bench), profile)
        }
        for (number, plan) in profile.plans.enumerated() where !plan.isAttributes {
            let unit = (first ?? 0) + number
            breakAfterGap(set, unit, plan)
            guard mayPlot(ChartPlace(row: index, unit: unit), machine, time, bench) else {
                continue
            }
            if plan.settings.late == .revise {
                if isNew { series.chartSets[set][unit].discardUnfinishedSubgroup() }
                let place = ChartPlace(row: index, unit: unit)
                plotRevisable(place, plan, values, machine, time, bench)
                continue
            }
            if values.kind == .numbers, plan.settings.subgroupSize > 1 {
                let verdict = unsafe bench.fields.withNumbers(values) { numbers in
                    unsafe series.chartSets[set][unit].add(subgroup: numbers.span, plan)
                }
                if let verdict { report(verdict, 0, unit, plan, index, machine, time, bench) }
                continue
            }
            if isNew { series.chartSets[set][unit].discardUnfinishedSubgroup() }
            var number = 0
            forEach(values, bench) { value in
                if let verdict = series.chartSets[set][unit].add(value, plan) {
                    report(verdict, number, unit, plan, index, machine, time, bench)
                }
                number += 1
            }
        }
    }

    /// Plots a sample on every chart of attributes of the series that counts what it counted.
    func plot(
        _ counts: InspectionCounts,
        _ index: Int,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        guard let set = series.rows[index].chartSet else { return }
        let plans = bench.profiles[Int(series.rows[index].profile)].plans
        for (unit, plan) in plans.enumerated() {
            breakAfterGap(set, unit, plan)
            guard let sample = counts.sample(plan),
                mayPlot(ChartPlace(row: index, unit: unit), machine, time, bench),
                let verdict = series.chartSets[set][unit].add(sample, plan)
            else { continue }
            report(verdict, 0, unit, plan, index, machine, time, bench)
        }
    }

    /// Patterns do not reach across a gap that the plant file calls too long.
    private func breakAfterGap(_ set: Int, _ unit: Int, _ plan: ChartPlan) {
        guard let gap = plan.settings.gapNanoseconds, gapNanoseconds > gap else { return }
        series.chartSets[set][unit].breakRuns()
    }

    /// Whether a point of this time belongs to the limits in force, after versions that fell due.
    private func mayPlot(
        _ place: ChartPlace,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) -> Bool {
        !series.hasLife(place) || applyDueLimits(place, machine, time, bench)
    }

    /// A point of a chart of a set, on its way out.
    func makePoint(
        _ verdict: ChartVerdict,
        _ number: Int,
        _ place: ChartPlace,
        _ plan: ChartPlan,
        _ bench: Workbench
    ) -> ChartPoint {
        var point = ChartPoint(
            verdict: verdict,
            kind: plan.kind,
            ruleSet: plan.settings.ruleSet,
            series: place.row,
            unit: place.unit,
            number: number
        )
        let profile = bench.profiles[Int(series.rows[place.row].profile)]
        if profile.plans.count > 1 { point.chartNumber = place.unit % profile.plans.count + 1 }
        point.stage = series.stageName(place.row, unit: place.unit, profile)
        return point
    }

    func report(
        _ verdict: ChartVerdict,
        _ number: Int,
        _ unit: Int,
        _ plan: ChartPlan,
        _ index: Int,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        guard !verdict.point.outcome.isRejected, let set = series.rows[index].chartSet else {
            return
        }
        defer {
            if series.chartSets[set][unit].needsCare(verdict.point) {
                let place = ChartPlace(row: index, unit: unit)
                careForLimits(place, verdict.point, size: verdict.size, machine, time, bench)
            }
        }
        let rates = bench.profiles[Int(series.rows[index].profile)].falseAlarmRates
        countLoad(verdict.point, rates, chart: unit, machine, time, bench)
        var point = makePoint(verdict, number, ChartPlace(row: index, unit: unit), plan, bench)
        if plan.settings.late == .revise {
            point.revision = ChartPoint.Revision(number: 0, record: bench.origin.offset)
        }
        let offset = bench.origin.offset
        series.chartSets[set][unit].offsets.note(offset, point: verdict.point.pointNumber)
        if plan.settings.tracesLots {
            let lot = bench.fields[Slot.Measurement.lot]
            point.atRisk = series.chartSets[set][unit].trace?.add(
                bench.fields.string(lot) ?? lot.int64.map(String.init) ?? "",
                time: time,
                record: offset,
                pattern: point.signals.first?.members ?? 0
            )
        }
        guard verdict.point.isSignal || wantsPoints(bench) else { return }
        publish(point, machine, time, bench)
    }
}
