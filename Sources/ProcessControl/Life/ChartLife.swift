import Records

/// The life of a chart's limits: collect, try, freeze, monitor, suspect, propose. A pure state machine;
/// nothing in it ever changes limits by itself.
///
///     collecting ─count─▶ trial ─freeze─▶ monitoring ─evidence─▶ suspect ─propose─▶ proposed
///         ▲                 │ ▲               ▲ ▲                   │                 │ │
///         └───── restart ───┘ └ exclude       │ └──── dismiss ──────┘     decline ────┘ │
///                                             └───────────── approve (new version) ─────┘
///
/// Versions have an event time from which they hold, so points in between are judged by the old ones
/// wherever they arrive. Memory: 40 bytes per collected point, at most `collectedMax`; 2.4 kB for the
/// newest points; the newest 16 versions. One thread at a time.
public struct ChartLife: Sendable {
    /// How many points may be collected at most.
    public static let collectedMax = 10_000
    /// How many versions of limits are remembered.
    public static let versionsMax = 16
    /// How many of the newest points the evidence for new limits is drawn from.
    public static let recentMax = 60

    /// Points to collect before limits are tried.
    public let collectCount: Int
    /// How σ is estimated.
    public let method: SigmaMethod
    /// What the chart is doing.
    public internal(set) var phase = LifePhase.collecting
    /// Collected points in the order they came; empty once limits are frozen.
    public internal(set) var collected: [SubgroupSummary] = []
    /// Points left out of the estimate.
    public internal(set) var excluded: [ExcludedPoint] = []
    /// Versions of limits, oldest first.
    public internal(set) var versions: [LimitVersion] = []
    /// What speaks against the limits in force; empty while nothing does.
    public internal(set) var evidence = LimitEvidence()
    /// The limits that were proposed, while they wait for an answer.
    public internal(set) var proposal: LimitProposal?
    var recent: [SubgroupSummary] = []
    /// One bit per newest point, set for a signal.
    var signals: UInt64 = 0
    /// Side of the newest point: 1 above the centre, −1 below, 0 on it.
    var sideOfRun = 0

    /// A chart that begins to collect. A count outside 2 to `collectedMax` is a programmer error and
    /// traps; 25 subgroups or 100 single values are usual.
    public init(collectCount: Int, method: SigmaMethod) {
        precondition(
            (2...Self.collectedMax).contains(collectCount),
            "A chart collects 2 to 10,000 points for its limits."
        )
        self.collectCount = collectCount
        self.method = method
    }

    /// The limits that hold at an event time; nil before the first ones.
    public func version(at time: EventTime) -> LimitVersion? {
        versions.last { $0.effectiveFrom <= time }
    }

    /// Takes a point while collecting; the last one begins the trial. Points that come during the trial
    /// are collected, too, until there are `collectedMax`. False when the point was not taken.
    @discardableResult
    public mutating func collect(_ point: SubgroupSummary) -> Bool {
        guard phase == .collecting || phase == .trial, collected.count < Self.collectedMax,
            point.mean.isFinite, (point.count == 1) == method.isForIndividuals
        else { return false }
        collected.append(point)
        if collected.count >= collectCount { phase = .trial }
        return true
    }

    /// Leaves a collected point out of the estimate; only on trial and only with an assigned cause.
    public mutating func exclude(_ number: Int, cause: String) throws(LifeCycleError) {
        try require([.trial], "leave a point out")
        guard collected.indices.contains(number - 1) else { throw .noSuchPoint(number) }
        guard cause.contains(where: { !$0.isWhitespace }) else {
            throw .causeMissing(point: number)
        }
        excluded.removeAll { $0.number == number }
        excluded.append(ExcludedPoint(number: number, cause: cause))
        excluded.sort { $0.number < $1.number }
    }

    /// Takes a point back into the estimate.
    public mutating func include(_ number: Int) throws(LifeCycleError) {
        try require([.trial], "take a point back")
        guard excluded.contains(where: { $0.number == number }) else { throw .noSuchPoint(number) }
        excluded.removeAll { $0.number == number }
    }

    /// Freezes the limits of the trial as the next version. The collected points are then forgotten.
    ///
    /// - Throws: `LifeCycleError` when the chart is not on trial, the approver has no name, the points
    ///   left give no limits, or the time lies before the version in force.
    public mutating func freeze(
        approver: String,
        effectiveFrom: EventTime
    ) throws(LifeCycleError) {
        try require([.trial], "freeze limits")
        let estimate = try trialEstimate()
        try append(estimate, approver, effectiveFrom)
        collected = []
        excluded = []
    }

    /// Throws everything collected away and begins anew; versions stay.
    public mutating func restart() {
        collected = []
        excluded = []
        proposal = nil
        clearEvidence()
        phase = .collecting
    }

    func require(_ phases: [LifePhase], _ step: String) throws(LifeCycleError) {
        guard phases.contains(phase) else { throw .wrongPhase(step: step, phase: phase) }
    }

    /// Makes the next version of limits from an estimate and monitors by it.
    mutating func append(
        _ estimate: ProcessEstimate,
        _ approver: String,
        _ effectiveFrom: EventTime
    ) throws(LifeCycleError) {
        guard approver.contains(where: { !$0.isWhitespace }) else { throw .approverMissing }
        guard versions.last.map({ $0.effectiveFrom < effectiveFrom }) ?? true else {
            throw .effectiveTooEarly
        }
        guard estimate.limits != nil else { throw .noLimits("nothing varied.") }
        versions.append(
            LimitVersion(
                number: (versions.last?.number ?? 0) + 1,
                mean: estimate.mean,
                sigma: estimate.sigma,
                pointCount: estimate.pointCount,
                effectiveFrom: effectiveFrom,
                approver: approver
            )
        )
        if versions.count > Self.versionsMax { versions.removeFirst() }
        clearEvidence()
        phase = .monitoring
    }

    mutating func clearEvidence() {
        evidence = LimitEvidence()
        recent = []
        signals = 0
        sideOfRun = 0
    }
}
