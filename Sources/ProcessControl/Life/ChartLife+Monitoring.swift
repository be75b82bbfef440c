import Records

/// New limits that the newest points speak for, with what speaks for them.
public struct LimitProposal: Hashable, Sendable {
    /// Centre and σ of the points since the change.
    public let estimate: ProcessEstimate
    /// The limits in force.
    public let before: LimitVersion
    /// How many of the newest points lie after the change, by a CUSUM of the newest points.
    public let pointsSinceChange: Int
    /// What spoke against the limits in force.
    public let evidence: LimitEvidence
}

extension ChartLife {
    /// Takes what the chart said about a point, and suspects the limits once there is evidence. Points
    /// are the plotted subgroups; single values have a count of 1. O(`recentMax`).
    ///
    /// Answers the grounds when this point is the one that raises the suspicion, otherwise none.
    public mutating func observe(
        _ point: SubgroupSummary,
        isSignal: Bool
    ) -> LimitEvidence.Grounds {
        guard phase.rawValue >= LifePhase.monitoring.rawValue, let version = versions.last,
            point.mean.isFinite
        else { return [] }
        recent.append(point)
        signals = signals << 1 | (isSignal ? 1 : 0)
        if recent.count > Self.recentMax { recent.removeFirst() }
        evidence.pointCount += 1
        evidence.signalCount = (signals & 0xF_FFFF).nonzeroBitCount
        let side = point.mean > version.mean ? 1 : point.mean < version.mean ? -1 : 0
        let goesOn = side != 0 && (evidence.sideRun == 0 || side == sideOfRun)
        evidence.sideRun = goesOn ? evidence.sideRun + 1 : abs(side)
        sideOfRun = side
        compareSpread(version)
        guard phase == .monitoring, !evidence.grounds.isEmpty else { return [] }
        phase = .suspect
        return evidence.grounds
    }

    /// A calibration, repair or other event after which limits may no longer hold.
    public mutating func report() throws(LifeCycleError) {
        try require([.monitoring, .suspect], "suspect its limits")
        evidence.isReported = true
        phase = .suspect
    }

    /// Finds the evidence unconvincing: the limits stay and watching begins anew.
    public mutating func dismiss() throws(LifeCycleError) {
        try require([.suspect], "dismiss evidence")
        clearEvidence()
        phase = .monitoring
    }

    /// Proposes limits from the points since the change. The old ones stay in force until somebody
    /// approves.
    ///
    /// - Throws: `LifeCycleError` when the chart is not suspect, or fewer than eight points lie after
    ///   the change.
    public mutating func propose() throws(LifeCycleError) -> LimitProposal {
        try require([.suspect], "propose limits")
        guard let version = versions.last else { throw .noLimits("there were none before.") }
        let after = pointsSinceChange(version)
        guard after >= 8 else {
            throw .noLimits("only \(after) points lie after the change; wait for eight.")
        }
        let estimate = try Self.estimate(Array(recent.suffix(after)), method)
        let made = LimitProposal(
            estimate: estimate,
            before: version,
            pointsSinceChange: after,
            evidence: evidence
        )
        proposal = made
        phase = .proposed
        return made
    }

    /// Accepts the proposal as the next version of limits.
    public mutating func approve(
        approver: String,
        effectiveFrom: EventTime
    ) throws(LifeCycleError) {
        try require([.proposed], "approve limits")
        guard let proposal else { throw .noLimits("nothing was proposed.") }
        try append(proposal.estimate, approver, effectiveFrom)
        self.proposal = nil
    }

    /// Declines the proposal: the limits stay and watching begins anew.
    public mutating func decline() throws(LifeCycleError) {
        try require([.proposed], "decline limits")
        proposal = nil
        clearEvidence()
        phase = .monitoring
    }

    /// r₁ of the newest points, and an F test of their σ against the one in force.
    private mutating func compareSpread(_ version: LimitVersion) {
        guard recent.count >= 20 else { return }
        var moments = Moments()
        for point in recent { moments.add(point.mean) }
        evidence.autocorrelation = moments.autocorrelation
        guard let estimate = try? Self.estimate(recent, method) else { return }
        evidence.sigmaRatio = estimate.sigma / version.sigma
        let freedom = estimate.degreesOfFreedom
        guard freedom > 0 else { return }
        // The σ in force has the freedom of as many points as it rests on.
        let reference = freedom * Double(version.pointCount) / Double(estimate.pointCount)
        let square = evidence.sigmaRatio * evidence.sigmaRatio
        let tail =
            square >= 1
            ? BetaDistribution.varianceRatioTail(square, freedom, reference)
            : BetaDistribution.varianceRatioTail(1 / square, reference, freedom)
        evidence.sigmaProbability = min(1, 2 * tail)
    }

    /// The change point of the larger of two sums Σ(z ∓ ½) over the newest points: the place after its
    /// least value before the end (Page 1954).
    private func pointsSinceChange(_ version: LimitVersion) -> Int {
        var best = (sum: 0.0, count: 0)
        for sign in [1.0, -1] {
            var (sum, count) = (0.0, 0)
            for point in recent {
                let error = version.sigma / Double(point.count).squareRoot()
                sum = max(0, sum + sign * (point.mean - version.mean) / error - 0.5)
                count = sum > 0 ? count + 1 : 0
            }
            if sum > best.sum { best = (sum, count) }
        }
        // A change of spread or a report has no place; then all newest points count.
        return evidence.grounds.contains(.shift) || evidence.grounds.contains(.storm)
            ? best.count : recent.count
    }
}
