import ProcessControl
import Records

// A chart that takes late points at their place.
extension ChartUnit {
    /// Takes a value at its time; nil while its subgroup is not complete. A subgroup that comes value by
    /// value has the time of its last one.
    mutating func revise(
        with value: Double,
        _ plan: ChartPlan,
        at time: EventTime,
        record: Int64
    ) -> [RevisableChart.Judgement]? {
        pending.append(value)
        guard pending.count >= plan.settings.subgroupSize else { return nil }
        let values = pending
        pending = []
        return revise(with: values.span, at: time, record: record)
    }

    /// Takes a subgroup at its time and answers what came out of it: its own judgement first, then those of
    /// later points that changed. Nil for a point that is older than those that can be revised.
    mutating func revise(
        with values: Span<Double>,
        at time: EventTime,
        record: Int64
    ) -> [RevisableChart.Judgement]? {
        guard case .revisable(var chart) = judge, let summary = SubgroupSummary(values),
            let judged = chart.add(summary, at: time, record: record)
        else { return nil }
        judge = .revisable(chart)
        // A late point moves the numbers of those behind it.
        chart.forEachPlace { point, record in offsets.note(record, point: point) }
        if let first = judged.first {
            observe(first.verdict, size: Double(values.count), isSignal: first.verdict.isSignal)
        }
        return judged
    }
}
