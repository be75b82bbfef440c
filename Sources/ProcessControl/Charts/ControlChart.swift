/// A control chart for one characteristic: I-MR, X̄-R or X̄-S, with given or estimated limits and
/// run rules.
///
/// A fixed-size value without references, meant to stand in a flat table and to be fed one reading
/// at a time in the order they are plotted. A point costs the same whatever came before it. One
/// thread at a time.
///
///     collecting ──count points──▶ monitoring        limits stand still from here on
///          │                           ▲  │
///          └── σ̂ = 0 ──▶ degenerate     └──┘ reset(to:) starts a new limit version
///
/// The completing point of the collection is itself not judged. Limits never change except by
/// `reset`.
public struct ControlChart: BitwiseCopyable, Sendable {
    /// Largest magnitude a value may have. Larger ones are rejected: sums and ranges of them could
    /// overflow.
    public static let magnitudeMax = 1e150
    /// An estimated σ below this counts as zero, because z could overflow; a given one is refused.
    public static let sigmaMin = 1e-150

    /// Points plotted since the chart was made.
    public internal(set) var pointCount = 0
    var history = RunRuleHistory()
    var location = LocationLimits(centre: 0, standardError: 0)
    var range = DispersionLimits(sigma: 0, factors: (0, 0))
    var subgroup = SubgroupAccumulator()
    var estimate = LimitsEstimate()
    /// The newest individual, for the moving range; not a number when there is none.
    var previous = Double.nan
    /// Mean and standard deviation of the dispersion statistic in units of σ, for the nominal size.
    let factors: (mean: Double, deviation: Double)
    var estimateCount: Int32 = 0
    /// Version of the limits in force, or of the last ones while new ones are collected. The first
    /// limits are version 1; 0 means that there were none yet.
    public internal(set) var limitVersion: UInt32 = 0
    let runRules: RunRuleMasks
    /// The pair of statistics.
    public let kind: ChartKind
    let size: UInt8
    let dispersionSignals: Bool
    /// Whether subgroups may have other sizes than the nominal one.
    let sizeVaries: Bool
    let isPooled: Bool
    let table: ConstantsTable
    /// What the chart is doing.
    public internal(set) var phase = ChartPhase.collecting

    /// A chart without points. With given limits it monitors from the first point on.
    public init(_ design: ChartDesign) {
        factors = design.kind.dispersionFactors(design.constants)
        runRules = RunRuleMasks(design.rules)
        sizeVaries = design.sizeVaries
        isPooled = design.isPooled
        table = design.constants.table
        kind = design.kind
        size = UInt8(design.subgroupSize)
        dispersionSignals = design.dispersionSignals
        begin(design.limits)
    }

    /// Takes the next reading in order of arrival.
    ///
    /// Returns the verdict on the point it completes, nil when the subgroup still lacks values, or
    /// a rejection, which leaves the chart and its unfinished subgroup as they were.
    ///
    /// Inlined, so that no verdict is written to memory for a reading that completes nothing.
    @inlinable
    public mutating func add(_ value: Double) -> PointVerdict? {
        completesPoint(value) ? point(completedBy: value) : nil
    }

    /// Takes a whole subgroup; on an individuals chart, one value.
    ///
    /// A subgroup with a bad value or of a size the design does not allow is rejected as a whole. An
    /// unfinished subgroup of single readings is not touched. O(n).
    public mutating func add(subgroup values: Span<Double>) -> PointVerdict {
        guard allows(values.count) else { return .rejected(.rejectedSubgroupSize) }
        var whole = SubgroupAccumulator()
        for index in values.indices {
            guard Self.accepts(values[index]) else {
                return .rejected(Self.refusal(of: values[index]))
            }
            whole.add(values[index])
            if kind == .meanDeviation { whole.addSquare(values[index]) }
        }
        if kind.isIndividuals { return plotIndividual(values[0]) }
        return plot(whole)
    }

    /// Takes a subgroup of which only the summary is known; for mean charts.
    public mutating func add(_ summary: SubgroupSummary) -> PointVerdict {
        guard allows(summary.count), !kind.isIndividuals else {
            return .rejected(.rejectedSubgroupSize)
        }
        let dispersion = kind == .meanDeviation ? summary.deviation : summary.range
        return plot(summary.mean, count: summary.count, dispersion: dispersion)
    }

    /// Takes a single value with its moving range, for spans above two (`MovingRange`); not a number
    /// while there is none. For individuals charts.
    public mutating func add(_ value: Double, movingRange: Double) -> PointVerdict {
        guard kind.isIndividuals else { return .rejected(.rejectedSubgroupSize) }
        guard Self.accepts(value) else { return .rejected(Self.refusal(of: value)) }
        previous = value
        return plot(value, count: 1, dispersion: movingRange)
    }

    /// Plots the unfinished subgroup as it is, when sizes may vary; nil when it has fewer than two
    /// readings or sizes may not vary, and then nothing is changed.
    public mutating func plotUnfinishedSubgroup() -> PointVerdict? {
        guard sizeVaries, subgroup.count >= 2 else { return nil }
        return closeSubgroup()
    }

    /// Lets the run rules start anew and the next moving range need two values, with the same limits:
    /// for a gap in time that is too long for patterns to reach across.
    public mutating func breakRuns() {
        history = RunRuleHistory()
        previous = .nan
    }

    /// Throws an unfinished subgroup away and says how many readings it had; for a change of the
    /// subgroup key.
    @discardableResult
    public mutating func discardUnfinishedSubgroup() -> Int {
        defer { subgroup = SubgroupAccumulator() }
        return unfinishedCount
    }

    /// Starts a new limit version, or a new collection towards one.
    ///
    /// Everything remembered of earlier points is forgotten: run rules start anew, the next moving
    /// range needs two values, an unfinished subgroup is dropped. Points go on being numbered.
    public mutating func reset(to source: LimitsSource) throws(ChartDesignError) {
        try source.check()
        begin(source)
    }
}

extension ControlChart {
    /// Rules of the location chart.
    public var rules: RunRules { runRules.set.rules }

    /// Rules of the location chart, with their lengths.
    public var ruleSet: RunRuleSet { runRules.set }

    /// Values per plotted point; the nominal number where sizes vary.
    public var subgroupSize: Int { Int(size) }

    /// Readings of the unfinished subgroup: 0 ..< subgroupSize.
    public var unfinishedCount: Int { Int(subgroup.count) }

    /// How many points the estimate of the limits still needs; 0 when not collecting.
    public var collectionRemaining: Int {
        phase == .collecting ? Int(estimateCount - estimate.count) : 0
    }

    /// Limits of the location chart, nil while collecting.
    public var locationLimits: LocationLimits? { phase == .collecting ? nil : location }

    /// Limits of the range or moving-range chart, nil while collecting.
    public var dispersionLimits: DispersionLimits? { phase == .collecting ? nil : range }

    /// Within-subgroup standard deviation of single values behind the limits, nil while collecting;
    /// 0 on a degenerate chart.
    public var sigma: Double? { phase == .collecting ? nil : range.centre / factors.mean }
}
