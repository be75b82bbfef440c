import Engine
import PlantModel
import ProcessControl
import Records

/// The points of one characteristic, judged by the engine's own chart.
struct ChartSeries {
    /// One plotted point.
    struct Row {
        let time: EventTime
        let verdict: PointVerdict
        /// The lower sum of a CUSUM, below zero; not a number on other charts.
        let other: Double
    }

    private(set) var rows: [Row] = []
    private let plan: ChartPlan
    private var unit: ChartUnit
    private var subgroup = ""
    private var waiting: [LimitRecord]
    /// Where versions of limits begin: index of the first point, and a name.
    private(set) var stages: [(start: Int, name: String)] = []

    /// The first chart of the plant's settings, with what people decided about its limits since.
    init(
        _ settings: CharacteristicSettings,
        versions: [LimitRecord] = []
    ) throws(Failure) {
        waiting = versions.sorted { $0.version < $1.version }
        do throws(ChartDesignError) {
            plan = try ChartPlan(settings.chart)
        } catch {
            throw Failure("The plant's chart of \(settings.name) cannot be drawn: \(error)")
        }
        unit = ChartUnit(plan)
    }

    /// What the plant file says.
    var settings: CharacteristicSettings.Chart { plan.settings }
    /// Values per point.
    var subgroupSize: Int { plan.settings.subgroupSize }
    /// What is plotted.
    var kind: CharacteristicSettings.Chart.Kind { plan.kind }
    /// Standard deviation of single values behind the limits; nil while they are being estimated, and
    /// for attributes.
    var sigma: Double? { unit.base?.sigma }
    /// Points that the estimate of the limits still needs.
    var collectionRemaining: Int { unit.base?.collectionRemaining ?? 0 }

    /// Takes a record in order of arrival.
    mutating func add(_ reading: ChartReading) {
        while let next = waiting.first, next.effectiveFrom ?? .distantPast <= reading.time {
            waiting.removeFirst()
            unit.take(LifeEstimate(mean: next.mean, sigma: next.sigma, pointCount: 0), plan)
            stages.append((rows.count, "version \(next.version), \(next.by)"))
        }
        if let inspected = reading.inspected {
            for count in reading.values {
                let sample = AttributeSample(count: count, inspected: inspected)
                note(unit.add(sample, plan), reading.time)
            }
            return
        }
        if reading.isGroup, subgroupSize > 1 {
            note(unit.add(subgroup: reading.values.span, plan), reading.time)
            return
        }
        if reading.subgroup != subgroup { unit.discardUnfinishedSubgroup() }
        subgroup = reading.subgroup
        for value in reading.values { note(unit.add(value, plan), reading.time) }
    }

    private mutating func note(_ verdict: ChartVerdict?, _ time: EventTime) {
        guard let verdict, !verdict.point.outcome.isRejected else { return }
        var point = verdict.point
        // Both sums are drawn, each from its own side of zero.
        if let sums = verdict.sums { point.statistic = sums.upper.sum }
        rows.append(
            Row(time: time, verdict: point, other: verdict.sums.map { -$0.lower.sum } ?? .nan)
        )
    }
}
