import ProcessControl
import Records

// Charts that take late points at their place: what comes out differently is published as a revision.
extension EquipmentTask {
    /// Plots a measurement at its time, and publishes what it changes.
    func plotRevisable(
        _ place: ChartPlace,
        _ plan: ChartPlan,
        _ values: FieldValue,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        guard let set = series.rows[place.row].chartSet else { return }
        let unit = place.unit
        let offset = bench.origin.offset
        if values.kind == .numbers, plan.settings.subgroupSize > 1 {
            let judged = unsafe bench.fields.withNumbers(values) { numbers in
                unsafe series.chartSets[set][unit].revise(
                    with: numbers.span,
                    at: time,
                    record: offset
                )
            }
            return publish(judged, 0, place, plan, machine, bench)
        }
        var number = 0
        forEach(values, bench) { value in
            let judged = series.chartSets[set][unit].revise(
                with: value,
                plan,
                at: time,
                record: offset
            )
            publish(judged, number, place, plan, machine, bench)
            number += 1
        }
    }

    /// The point itself goes the way of all points; others that changed are revisions.
    private func publish(
        _ judged: [RevisableChart.Judgement]?,
        _ number: Int,
        _ place: ChartPlace,
        _ plan: ChartPlan,
        _ machine: Machine,
        _ bench: Workbench
    ) {
        guard let judged, let first = judged.first else { return }
        let verdict = ChartVerdict(first.verdict, size: Double(first.size))
        report(verdict, number, place.unit, plan, place.row, machine, first.time, bench)
        for (index, judgement) in judged.dropFirst().enumerated() {
            publishRevision(judgement, number << 6 + index, place, plan, machine, bench)
        }
    }

    /// Publishes what is said differently now of a point: its signals, or that it has none any more.
    private func publishRevision(
        _ judgement: RevisableChart.Judgement,
        _ index: Int,
        _ place: ChartPlace,
        _ plan: ChartPlan,
        _ machine: Machine,
        _ bench: Workbench
    ) {
        func point(_ verdict: PointVerdict, isRetracted: Bool) -> ChartPoint {
            let verdict = ChartVerdict(verdict, size: Double(judgement.size))
            var point = makePoint(verdict, index, place, plan, bench)
            point.revision = ChartPoint.Revision(
                number: judgement.revision,
                record: judgement.record,
                isRetracted: isRetracted
            )
            return point
        }
        let now = point(judgement.verdict, isRetracted: false).signals
        for signal in now { writeSignal(signal, machine, judgement.time, bench) }
        guard var before = judgement.before else { return }
        before.pointNumber = judgement.verdict.pointNumber
        for signal in point(before, isRetracted: true).signals
        where !now.contains(where: { $0.isDispersion == signal.isDispersion }) {
            writeSignal(signal, machine, judgement.time, bench)
        }
    }
}
