import Records

extension AlertTransition {
    /// An alert of our own, whatever the mode of the rule: somebody must know that it does not run.
    init(
        quarantineOf rule: RuleDefinition,
        setHash: String,
        state: AlertState,
        episode: UInt64,
        title: String,
        reason: String,
        message: String,
        at place: QuarantinePlace
    ) {
        self.init(
            alert: StableHash.fnv1a("takt.quarantine/" + rule.id),
            episode: UInt32(clamping: episode),
            rule: rule.id,
            ruleVersion: rule.version,
            setHash: setHash,
            state: state,
            previous: state == .active ? .normal : .active,
            severity: .high,
            title: title,
            owner: rule.owner,
            runbook: rule.runbook,
            key: [NamedValue("rule", .text(rule.id))],
            equipment: place.equipment,
            equipmentIndex: place.equipmentIndex,
            time: place.time,
            raisedAt: place.time,
            acknowledgedAt: nil,
            acknowledgedBy: "",
            reason: reason,
            audit: nil,
            flappingPercent: nil,
            evidence: [NamedValue("error", .text(message))],
            parameters: [],
            conditions: "",
            sources: [],
            source: place.source
        )
    }
}
