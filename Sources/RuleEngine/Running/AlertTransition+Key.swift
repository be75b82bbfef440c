import Records

extension AlertTransition {
    /// What is published of an alert of a key, as the key stands.
    init(
        rule: RuleDefinition,
        setHash: String,
        slot: KeySlot,
        memory: KeyMemory,
        lane: AlertLane,
        missingTitle: @autoclosure () -> String,
        previous: AlertState,
        time: EventTime,
        reason: String,
        audit: AlertAudit? = nil
    ) {
        let record = slot[lane]
        let standing = slot.standing(lane)
        let lasting = standing == .pending ? .normal : standing
        let acknowledgedAt: EventTime? =
            record.acknowledgedAt == KeySlot.unarmed
            ? nil : EventTime(nanoseconds: record.acknowledgedAt)
        self.init(
            alert: slot.identity(lane),
            episode: record.episode,
            rule: rule.id,
            ruleVersion: rule.version,
            setHash: setHash,
            state: record.state.isLasting ? lasting : record.state,
            previous: previous,
            severity: record.severity,
            title: lane == .main ? memory.title : missingTitle(),
            owner: rule.owner,
            runbook: rule.runbook,
            key: memory.key(rule.keyFields),
            equipment: memory.equipmentName,
            equipmentIndex: Int(slot.equipment),
            time: time,
            raisedAt: EventTime(nanoseconds: record.raisedAt),
            acknowledgedAt: acknowledgedAt,
            acknowledgedBy: acknowledgedAt == nil ? "" : memory.acknowledgedBy,
            reason: reason,
            audit: audit,
            flappingPercent: slot.isFlapping && lane == .main
                ? AlertFlap.percent(slot.flapBits) : nil,
            evidence: lane == .main ? memory.evidence : Self.missingEvidence(rule, slot),
            parameters: rule.parameters.map { NamedValue($0.name, $0.value) },
            conditions: lane == .main ? AlertConditions.text(rule, memory) : "",
            sources: lane == .main ? memory.sources : [],
            source: slot.source
        )
    }

    private static func missingEvidence(_ rule: RuleDefinition, _ slot: KeySlot) -> [NamedValue] {
        let last = EventTime(nanoseconds: slot.lastEvent).milliseconds
        return [
            NamedValue("last_time", .integer(last)),
            NamedValue("after", .text(DurationText.text(rule.missing?.afterNanoseconds ?? 0))),
        ]
    }
}
