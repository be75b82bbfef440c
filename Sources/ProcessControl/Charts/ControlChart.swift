/// A control chart for one characteristic: I-MR or X̄-R, with given or estimated limits and run
/// rules.
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
    var range = DispersionLimits(sigma: 0, d2: 0, d3: 0)
    var subgroup = SubgroupAccumulator()
    var estimate = LimitsEstimate()
    /// The newest individual, for the moving range; not a number when there is none.
    var previous = Double.nan
    private let d2: Double
    private let d3: Double
    var estimateCount: Int32 = 0
    /// Version of the limits in force, or of the last ones while new ones are collected. The first
    /// limits are version 1; 0 means that there were none yet.
    public internal(set) var limitVersion: UInt32 = 0
    /// Rules of the location chart.
    public let rules: RunRules
    /// The pair of statistics.
    public let kind: ChartKind
    let size: UInt8
    private let dispersionSignals: Bool
    /// What the chart is doing.
    public internal(set) var phase = ChartPhase.collecting

    /// A chart without points. With given limits it monitors from the first point on.
    public init(_ design: ChartDesign) {
        d2 = design.constants.d2
        d3 = design.constants.d3
        rules = design.rules
        kind = design.kind
        size = UInt8(design.subgroupSize)
        dispersionSignals = design.dispersionSignals
        begin(design.limits)
    }

    /// Takes the next reading in order of arrival.
    ///
    /// Returns the verdict on the point it completes, nil when the subgroup still lacks values, or
    /// a rejection, which leaves the chart and its unfinished subgroup as they were.
    public mutating func add(_ value: Double) -> PointVerdict? {
        guard Self.accepts(value) else { return .rejected(Self.refusal(of: value)) }
        guard kind == .meanRange else { return plotIndividual(value) }
        subgroup.add(value)
        guard subgroup.count == size else { return nil }
        let complete = subgroup
        subgroup = SubgroupAccumulator()
        return plot(complete.mean, dispersion: complete.range)
    }

    /// Takes a whole subgroup; on an individuals chart, one value.
    ///
    /// A subgroup with a bad value or of another size than the design's is rejected as a whole. An
    /// unfinished subgroup of single readings is not touched. O(n).
    public mutating func add(subgroup values: Span<Double>) -> PointVerdict {
        guard values.count == subgroupSize else { return .rejected(.rejectedSubgroupSize) }
        var whole = SubgroupAccumulator()
        for index in values.indices {
            guard Self.accepts(values[index]) else {
                return .rejected(Self.refusal(of: values[index]))
            }
            whole.add(values[index])
        }
        if kind == .individualsMovingRange { return plotIndividual(values[0]) }
        return plot(whole.mean, dispersion: whole.range)
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
    /// Values per plotted point.
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
    public var sigma: Double? { phase == .collecting ? nil : range.centre / d2 }
}

extension ControlChart {
    /// Whether a number can be plotted or be a limit.
    static func accepts(_ value: Double) -> Bool { abs(value) <= magnitudeMax }

    private static func refusal(of value: Double) -> PointOutcome {
        value.isFinite ? .rejectedTooLarge : .rejectedNotFinite
    }

    private mutating func begin(_ source: LimitsSource) {
        history = RunRuleHistory()
        previous = .nan
        subgroup = SubgroupAccumulator()
        estimate = LimitsEstimate()
        switch source {
        case .estimated(let count):
            estimateCount = Int32(count)
            phase = .collecting
        case .known(let mean, let sigma):
            freeze(LocationLimits(centre: mean, standardError: sigma / rootSize), sigma: sigma)
        case .fixed(let centre, let lcl, let ucl):
            let limits = LocationLimits(centre: centre, lcl: lcl, ucl: ucl)
            freeze(limits, sigma: limits.standardError * rootSize)
        }
    }

    private var rootSize: Double { Double(size).squareRoot() }

    private mutating func freeze(_ limits: LocationLimits, sigma: Double) {
        location = limits
        range = DispersionLimits(sigma: sigma, d2: d2, d3: d3)
        limitVersion += 1
        phase = sigma > 0 ? .monitoring : .degenerate
    }

    @inline(__always)
    private mutating func plotIndividual(_ value: Double) -> PointVerdict {
        let movingRange = abs(value - previous)
        previous = value
        return plot(value, dispersion: movingRange)
    }

    @inline(__always)
    private mutating func plot(_ statistic: Double, dispersion: Double) -> PointVerdict {
        pointCount += 1
        switch phase {
        case .collecting: return collect(statistic, dispersion)
        case .monitoring: return judge(statistic, dispersion)
        case .degenerate: return judgeWithoutZones(statistic, dispersion)
        }
    }

    @inline(never)
    private mutating func collect(_ statistic: Double, _ dispersion: Double) -> PointVerdict {
        estimate.add(statistic, dispersion: dispersion)
        if estimate.count == estimateCount {
            let sigma = estimate.meanDispersion / d2
            let usable = sigma >= Self.sigmaMin ? sigma : 0
            freeze(
                LocationLimits(centre: estimate.centre, standardError: usable / rootSize),
                sigma: usable
            )
        }
        return PointVerdict(
            number: pointCount,
            statistic: statistic,
            dispersion: dispersion,
            outcome: .collecting
        )
    }

    @inline(__always)
    private mutating func judge(_ statistic: Double, _ dispersion: Double) -> PointVerdict {
        var verdict = PointVerdict(
            number: pointCount,
            statistic: statistic,
            dispersion: dispersion,
            outcome: .monitoring
        )
        attachLimits(to: &verdict)
        verdict.z = location.z(of: statistic)
        verdict.finding = history.add(statistic, limits: location, rules: rules)
        verdict.dispersionViolated = dispersionSignals && range.isViolated(by: dispersion)
        return verdict
    }

    @inline(never)
    private func judgeWithoutZones(_ statistic: Double, _ dispersion: Double) -> PointVerdict {
        var verdict = PointVerdict(
            number: pointCount,
            statistic: statistic,
            dispersion: dispersion,
            outcome: .degenerate
        )
        attachLimits(to: &verdict)
        if statistic != location.centre {
            verdict.finding.rules = rules.intersection(.beyondLimit)
        }
        return verdict
    }

    private func attachLimits(to verdict: inout PointVerdict) {
        verdict.centre = location.centre
        verdict.lcl = location.lcl
        verdict.ucl = location.ucl
        verdict.standardError = location.standardError
        verdict.dispersionCentre = range.centre
        verdict.dispersionLCL = range.lcl
        verdict.dispersionUCL = range.ucl
        verdict.limitVersion = limitVersion
    }
}
