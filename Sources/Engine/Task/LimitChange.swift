import ProcessControl
import Records

/// A change in the life of a chart's limits on its way out.
struct LimitChange {
    /// What happened. The raw value is the word of the topic.
    enum Kind: String, CaseIterable {
        /// Points for new limits are collected.
        case collecting
        /// Enough are collected: limits on trial.
        case trial
        /// A point left the trial, with its cause.
        case excluded
        /// A point came back into the trial.
        case included
        /// The limits of the trial, or of a chart that estimates by itself, are a version.
        case frozen
        /// Limits that somebody stated are a version.
        case given
        /// The first point is judged by a version that somebody approved.
        case effective
        /// There is evidence against the limits in force.
        case suspected
        /// New limits are proposed; the old ones hold.
        case proposed
        /// A proposal became a version.
        case approved
        /// A proposal was declined.
        case declined
        /// The evidence was found unconvincing, or passed by itself.
        case dismissed
    }

    var kind: Kind
    /// What the chart does now.
    var phase: LifePhase
    /// The version that the record is about; nil for limits on trial.
    var version: LimitVersion?
    /// Limits on trial or proposed; otherwise those of the version.
    var estimate: LifeEstimate?
    /// The version that this one follows, or against which something speaks.
    var before: LimitVersion?
    var by = ""
    var why = ""
    var cause = ""
    var evidence: LimitEvidence?
    var pointsSinceChange: Int?
    /// Collected points beyond the limits of the trial, and those left out, by number.
    var flagged: [Int] = []
    var excluded: [Int] = []
    var collectedCount = 0

    init(_ kind: Kind, _ phase: LifePhase) {
        self.kind = kind
        self.phase = phase
    }

    /// How the trial of a life stands.
    init(_ kind: Kind, trialOf life: ChartLife) {
        self.init(kind, life.phase)
        let trial = try? life.trial()
        estimate = trial?.estimate
        flagged = trial?.flagged ?? []
        excluded = life.excluded.map(\.number)
        collectedCount = life.collected.count
        before = life.versions.last
    }

    /// The newest version of a life.
    init(_ kind: Kind, versionOf life: ChartLife) {
        self.init(kind, life.phase)
        version = life.versions.last
        estimate = version?.estimate
        before = life.versions.dropLast().last
        by = version?.approver ?? ""
        why = version?.why ?? ""
    }

    /// What speaks against the limits in force, and what is proposed.
    init(_ kind: Kind, evidenceOf life: ChartLife) {
        self.init(kind, life.phase)
        before = life.versions.last
        version = life.versions.last
        evidence = life.proposal?.evidence ?? life.evidence
        estimate = life.proposal?.estimate ?? version?.estimate
        pointsSinceChange = life.proposal?.pointsSinceChange
    }
}
