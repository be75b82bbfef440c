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
/// wherever they arrive. Whether there is evidence a `LimitWatch` says. Memory: 48 bytes per collected
/// point, at most twice as many as were asked for; the newest 16 versions. One thread at a time.
public struct ChartLife: Sendable {
    /// How many points may be asked for at most.
    public static let collectedMax = 10_000
    /// How many versions of limits are remembered.
    public static let versionsMax = 16
    /// Points without evidence after which a suspicion is given up.
    public static let calmMax = 60

    /// Points to collect before limits are tried.
    public let collectCount: Int
    /// What limits are estimated from.
    public let family: LifeFamily
    /// What the chart is doing.
    public internal(set) var phase = LifePhase.collecting
    /// Collected points in the order they came; empty once limits are frozen.
    public internal(set) var collected: [LifePoint] = []
    /// Points left out of the estimate.
    public internal(set) var excluded: [ExcludedPoint] = []
    /// Versions of limits, oldest first.
    public internal(set) var versions: [LimitVersion] = []
    /// What spoke against the limits in force when they were suspected; empty while nothing does.
    public internal(set) var evidence = LimitEvidence()
    /// The limits that were proposed, while they wait for an answer.
    public internal(set) var proposal: LimitProposal?
    /// Points in a row that spoke for the suspected limits.
    var calmCount = 0

    /// A chart that begins to collect. A count outside 2 to `collectedMax` is a programmer error and
    /// traps; 25 subgroups or 100 single values are usual.
    public init(collectCount: Int, family: LifeFamily) {
        precondition(
            (2...Self.collectedMax).contains(collectCount),
            "A chart collects 2 to 10,000 points for its limits."
        )
        self.collectCount = collectCount
        self.family = family
    }

    /// A chart of values or subgroups that begins to collect.
    public init(collectCount: Int, method: SigmaMethod) {
        self.init(collectCount: collectCount, family: .measured(method))
    }

    /// A chart that judges by limits already.
    public init(collectCount: Int, family: LifeFamily, monitoring version: LimitVersion) {
        self.init(collectCount: collectCount, family: family)
        versions = [version]
        phase = .monitoring
    }

    /// The limits that hold at an event time; nil before the first ones.
    public func version(at time: EventTime) -> LimitVersion? {
        versions.last { $0.effectiveFrom <= time }
    }

    /// Takes a point while collecting; the last one begins the trial. Points that come during the trial
    /// are collected, too, until there are twice as many. False when the point was not taken.
    @discardableResult
    public mutating func collect(_ point: LifePoint) -> Bool {
        guard phase == .collecting || phase == .trial, collected.count < 2 * collectCount,
            family.takes(point)
        else { return false }
        collected.append(point)
        if collected.count >= collectCount { phase = .trial }
        return true
    }

    /// As with a point.
    @discardableResult
    public mutating func collect(_ summary: SubgroupSummary) -> Bool {
        collect(LifePoint(summary))
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
        why: String = "",
        effectiveFrom: EventTime
    ) throws(LifeCycleError) {
        try require([.trial], "freeze limits")
        try append(trialEstimate(), approver, why, effectiveFrom)
        collected = []
        excluded = []
    }

    /// Takes limits that somebody states as the next version, whatever the chart is doing.
    ///
    /// - Throws: `LifeCycleError` as `freeze` does.
    public mutating func give(
        _ estimate: LifeEstimate,
        approver: String,
        why: String = "",
        effectiveFrom: EventTime
    ) throws(LifeCycleError) {
        try append(estimate, approver, why, effectiveFrom)
        collected = []
        excluded = []
        proposal = nil
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
        _ estimate: LifeEstimate,
        _ approver: String,
        _ why: String,
        _ effectiveFrom: EventTime
    ) throws(LifeCycleError) {
        guard approver.contains(where: { !$0.isWhitespace }) else { throw .approverMissing }
        guard versions.last.map({ $0.effectiveFrom < effectiveFrom }) ?? true else {
            throw .effectiveTooEarly
        }
        if case .measured = family, estimate.sigma < ControlChart.sigmaMin {
            throw .noLimits("nothing varied.")
        }
        versions.append(
            LimitVersion(
                number: (versions.last?.number ?? 0) + 1,
                estimate: estimate,
                effectiveFrom: effectiveFrom,
                approver: approver,
                why: why
            )
        )
        if versions.count > Self.versionsMax { versions.removeFirst() }
        clearEvidence()
        phase = .monitoring
    }

    mutating func clearEvidence() {
        evidence = LimitEvidence()
        calmCount = 0
    }
}
