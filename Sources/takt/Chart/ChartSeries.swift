import PlantModel
import ProcessControl
import Records

/// The points of one characteristic, as the engine's chart judges them.
struct ChartSeries {
    /// One plotted point.
    struct Row {
        let time: EventTime
        let verdict: PointVerdict
    }

    private(set) var rows: [Row] = []
    private var chart: ControlChart
    private var subgroup = ""

    /// A chart with the plant's settings.
    init(_ settings: CharacteristicSettings) throws(Failure) {
        let limits: LimitsSource =
            switch settings.chart.limits {
            case .estimated(let points): .estimated(count: points)
            case .known(let mean, let sigma): .known(mean: mean, sigma: sigma)
            }
        let isIndividuals = settings.chart.kind == .individuals
        do throws(ChartDesignError) {
            chart = ControlChart(
                try ChartDesign(
                    kind: isIndividuals ? .individualsMovingRange : .meanRange,
                    subgroupSize: isIndividuals ? 1 : settings.chart.subgroupSize,
                    rules: RunRuleSet(RunRules(rawValue: UInt16(settings.chart.ruleBits))),
                    limits: limits
                )
            )
        } catch {
            throw Failure("The plant's chart of \(settings.name) cannot be drawn: \(error)")
        }
    }

    /// Values per point.
    var subgroupSize: Int { chart.subgroupSize }
    /// What is plotted.
    var kind: ChartKind { chart.kind }
    /// Standard deviation of single values behind the limits; nil while they are being estimated.
    var sigma: Double? { chart.sigma }
    /// Points that the estimate of the limits still needs.
    var collectionRemaining: Int { chart.collectionRemaining }

    /// Takes a record in order of arrival.
    mutating func add(_ reading: ChartReading) {
        if reading.isGroup, chart.kind == .meanRange {
            note(chart.add(subgroup: reading.values.span), reading.time)
            return
        }
        if chart.kind == .meanRange, reading.subgroup != subgroup {
            chart.discardUnfinishedSubgroup()
        }
        subgroup = reading.subgroup
        for value in reading.values {
            if let verdict = chart.add(value) { note(verdict, reading.time) }
        }
    }

    private mutating func note(_ verdict: PointVerdict, _ time: EventTime) {
        if !verdict.outcome.isRejected { rows.append(Row(time: time, verdict: verdict)) }
    }
}
