import ProcessControl

/// A chart of any family as the engine keeps it: judge, limits being collected, and where its newest
/// points came from.
///
/// Charts of values that need nothing else are `ChartSlot`s, which are smaller. Memory: 450 to 600 bytes;
/// a chart of attributes 16 more for each sample while it collects, one that traces lots 2 to 4 kB more.
package struct ChartUnit {
    enum Judge {
        case shewhart(ControlChart)
        case ewma(ControlChart, EWMAChart?)
        case cusum(ControlChart, CUSUMChart?)
        case attributes(AttributeJudge)
        /// Takes late points at their place.
        case revisable(RevisableChart)
    }

    var judge: Judge
    var offsets = NewestOffsets()
    /// What speaks against its limits.
    var watch: LimitWatch
    /// Whether the series table keeps a life of its limits.
    var hasLife = false
    /// Values of a subgroup that is not complete, on a chart that revises.
    var pending: [Double] = []
    /// Nil when the chart does not trace lots.
    var trace: LotTrace?

    /// A chart without points.
    package init(_ plan: ChartPlan) {
        trace = plan.settings.tracesLots ? LotTrace() : nil
        watch = LimitWatch(referenceCount: plan.referenceCount)
        guard let base = plan.base else {
            judge = .attributes(AttributeJudge(plan))
            return
        }
        let chart = ControlChart(base)
        judge =
            switch plan.kind {
            case .ewma: .ewma(chart, nil)
            case .cusum: .cusum(chart, nil)
            default:
                plan.settings.late == .revise
                    ? .revisable(RevisableChart(chart)) : .shewhart(chart)
            }
    }

    /// The chart of values; nil for attributes.
    package var base: ControlChart? {
        switch judge {
        case .shewhart(let chart), .ewma(let chart, _), .cusum(let chart, _): chart
        case .revisable(let chart): chart.chart
        case .attributes: nil
        }
    }

    /// Takes a value; nil while its subgroup is not complete.
    package mutating func add(_ value: Double, _ plan: ChartPlan) -> ChartVerdict? {
        plot(plan) { chart in chart.add(value).map { ($0, chart.subgroupSize) } }
    }

    /// Takes a whole subgroup.
    package mutating func add(subgroup values: Span<Double>, _ plan: ChartPlan) -> ChartVerdict? {
        plot(plan) { ($0.add(subgroup: values), values.count) }
    }

    /// Takes a sample of an inspection; nil on charts of measurements.
    package mutating func add(_ sample: AttributeSample, _ plan: ChartPlan) -> ChartVerdict? {
        guard case .attributes(var judge) = judge else { return nil }
        let verdict = judge.add(sample, plan)
        self.judge = .attributes(judge)
        observe(verdict, size: plan.isCount ? 1 : sample.inspected, isSignal: verdict.isSignal)
        return ChartVerdict(verdict, size: sample.inspected)
    }

    /// Gives up the values of a subgroup that is not complete.
    package mutating func discardUnfinishedSubgroup() {
        pending = []
        _ = plotBase { chart in
            chart.discardUnfinishedSubgroup()
            return nil
        }
    }

    private mutating func plot(
        _ plan: ChartPlan,
        _ add: (inout ControlChart) -> (PointVerdict, Int)?
    ) -> ChartVerdict? {
        guard let (point, count) = plotBase(add) else { return nil }
        let verdict = judge(point, count, plan)
        observe(point, size: Double(count), isSignal: verdict.point.isSignal)
        return verdict
    }

    /// What the family says about a value or mean.
    private mutating func judge(
        _ point: PointVerdict,
        _ count: Int,
        _ plan: ChartPlan
    ) -> ChartVerdict {
        let plain = ChartVerdict(point, size: Double(count))
        // The last collected point makes the limits; the next one is the first judged by them.
        guard point.outcome == .monitoring else { return plain }
        switch judge {
        case .ewma(let base, let started):
            guard var chart = started ?? Self.ewma(base, plan) else { return plain }
            var verdict = chart.add(point.statistic, count: count)
            verdict.pointNumber = point.pointNumber
            verdict.limitVersion = point.limitVersion
            judge = .ewma(base, chart)
            return ChartVerdict(verdict, size: Double(count))
        case .cusum(let base, let started):
            guard var chart = started ?? Self.cusum(base, plan) else { return plain }
            let verdict = chart.add(point.statistic, count: count)
            judge = .cusum(base, chart)
            return ChartVerdict(verdict, of: point, size: Double(count))
        case .shewhart, .attributes, .revisable: return plain
        }
    }

    private mutating func plotBase(
        _ body: (inout ControlChart) -> (PointVerdict, Int)?
    ) -> (PointVerdict, Int)? {
        switch judge {
        case .shewhart(var chart):
            defer { judge = .shewhart(chart) }
            return body(&chart)
        case .ewma(var chart, let other):
            defer { judge = .ewma(chart, other) }
            return body(&chart)
        case .cusum(var chart, let other):
            defer { judge = .cusum(chart, other) }
            return body(&chart)
        case .attributes, .revisable: return nil
        }
    }

    static func ewma(_ base: ControlChart, _ plan: ChartPlan) -> EWMAChart? {
        guard let centre = base.locationLimits?.centre, let sigma = base.sigma else { return nil }
        return (try? plan.ewma(mean: centre, sigma: sigma)).map(EWMAChart.init)
    }

    static func cusum(_ base: ControlChart, _ plan: ChartPlan) -> CUSUMChart? {
        guard let centre = base.locationLimits?.centre, let sigma = base.sigma else { return nil }
        return (try? plan.cusum(mean: centre, sigma: sigma)).map(CUSUMChart.init)
    }
}
