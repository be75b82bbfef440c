import Records

/// New limits that the newest points speak for, with what speaks for them.
public struct LimitProposal: Hashable, Sendable {
    /// Centre and σ of the points since the change.
    public let estimate: LifeEstimate
    /// The limits in force.
    public let before: LimitVersion
    /// How many of the newest points lie after the change.
    public let pointsSinceChange: Int
    /// What spoke against the limits in force.
    public let evidence: LimitEvidence
}

extension ChartLife {
    /// Suspects the limits in force because of evidence.
    public mutating func suspect(_ evidence: LimitEvidence) throws(LifeCycleError) {
        try require([.monitoring], "suspect its limits")
        self.evidence = evidence
        calmCount = 0
        phase = .suspect
    }

    /// A calibration, repair or other event after which limits may no longer hold.
    public mutating func report() throws(LifeCycleError) {
        try require([.monitoring, .suspect], "suspect its limits")
        evidence.isReported = true
        phase = .suspect
    }

    /// What came of a point while the limits are suspected: true when evidence was missing for
    /// `calmMax` points, and the suspicion is given up. A reported event stays until somebody answers.
    public mutating func calm(_ hasGrounds: Bool) -> Bool {
        guard phase == .suspect, !evidence.isReported else { return false }
        calmCount = hasGrounds ? 0 : calmCount + 1
        guard calmCount >= Self.calmMax else { return false }
        clearEvidence()
        phase = .monitoring
        return true
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
    /// - Throws: `LifeCycleError` when the chart is not suspect, or the points vary so little that they
    ///   give no limits.
    public mutating func propose(
        _ estimate: LifeEstimate,
        evidence: LimitEvidence
    ) throws(LifeCycleError) -> LimitProposal {
        try require([.suspect], "propose limits")
        guard let version = versions.last else { throw .noLimits("there were none before.") }
        if case .measured = family, estimate.sigma < ControlChart.sigmaMin {
            throw .noLimits("nothing varied.")
        }
        var grounds = evidence
        grounds.isReported = self.evidence.isReported
        let made = LimitProposal(
            estimate: estimate,
            before: version,
            pointsSinceChange: estimate.pointCount,
            evidence: grounds
        )
        proposal = made
        phase = .proposed
        return made
    }

    /// Accepts the proposal as the next version of limits.
    public mutating func approve(
        approver: String,
        why: String = "",
        effectiveFrom: EventTime
    ) throws(LifeCycleError) {
        try require([.proposed], "approve limits")
        guard let proposal else { throw .noLimits("nothing was proposed.") }
        try append(proposal.estimate, approver, why, effectiveFrom)
        self.proposal = nil
    }

    /// Declines the proposal: the limits stay and watching begins anew.
    public mutating func decline() throws(LifeCycleError) {
        try require([.proposed], "decline limits")
        proposal = nil
        clearEvidence()
        phase = .monitoring
    }
}
