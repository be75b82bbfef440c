import Codecs
import Records
import RuleEngine

extension EquipmentTask {
    /// Publishes what rules produced, in their order.
    func writeRuleOutputs(_ bench: Workbench) {
        guard !bench.ruleOutputs.isEmpty else { return }
        var dispatchCount = 0
        for output in bench.ruleOutputs.items {
            switch output {
            case .alert(let transition): writeAlert(transition, bench)
            case .dispatch(let change):
                writeDispatch(change, dispatchCount, bench)
                dispatchCount += 1
            case .log(let line): bench.note("Rule \(line.rule) says: \(line.text)")
            }
        }
        for output in bench.ruleOutputs.shadow { writeShadow(output, bench) }
        bench.ruleOutputs.removeAll()
    }

    /// What a rule in shadow mode would have said goes to a topic of its own, where nobody acts on it; what
    /// it would have done goes to the log.
    private func writeShadow(_ output: RuleOutput, _ bench: Workbench) {
        switch output {
        case .alert(let alert):
            let hex = identify(alert, "alert-shadow", bench)
            bench.emit(.alertsShadow, to: bundle, key: alert.equipment, time: alert.time) { bytes in
                writeAlert(alert, hex, bench, &bytes)
            }
        case .dispatch(let change):
            bench.note(
                "Rule \(change.rule), in shadow, would \(change.change) \(change.lot) at "
                    + "\(change.equipment)."
            )
        case .log(let line): bench.note("Rule \(line.rule), in shadow, says: \(line.text)")
        }
    }

    /// Makes the id of the record of a transition and answers the identity of its alert.
    private func identify(
        _ alert: AlertTransition,
        _ kind: StaticString,
        _ bench: Workbench
    ) -> String {
        var id: [UInt8] = []
        Hex.append(alert.alert, to: &id)
        let hex = String(decoding: id, as: UTF8.self)
        // A repeat or a rise in severity keeps the state; the reason tells them apart.
        let reason = alert.reason.prefix { $0 != " " }
        bench.keyID(kind, "\(hex)/\(alert.episode)/\(alert.state.text)/\(reason)", alert.time, 0)
        return hex
    }

    private func writeAlert(_ alert: AlertTransition, _ bench: Workbench) {
        let hex = identify(alert, "alert", bench)
        bench.emit(.alerts, to: bundle, key: alert.equipment, time: alert.time) { bytes in
            writeAlert(alert, hex, bench, &bytes)
        }
        bench.emit(.alertsCurrent, to: bundle, key: hex, time: alert.time) { bytes in
            writeAlert(alert, hex, bench, &bytes)
        }
    }

    private func writeAlert(
        _ alert: AlertTransition,
        _ hex: String,
        _ bench: Workbench,
        _ bytes: inout [UInt8]
    ) {
        JSONWriter.field("time", alert.time, &bytes)
        JSONWriter.field("equipment", alert.equipment, &bytes)
        JSONWriter.field("alert", hex, &bytes)
        JSONWriter.field("episode", Int(alert.episode), &bytes)
        JSONWriter.field("rule", alert.rule, &bytes)
        JSONWriter.field("rule_version", alert.ruleVersion, &bytes)
        JSONWriter.field("rule_set", alert.setHash, &bytes)
        JSONWriter.field("state", alert.state.text, &bytes)
        JSONWriter.field("previous", alert.previous.text, &bytes)
        JSONWriter.field("severity", alert.severity.text, &bytes)
        JSONWriter.field("title", alert.title, &bytes)
        if !alert.owner.isEmpty { JSONWriter.field("owner", alert.owner, &bytes) }
        if !alert.runbook.isEmpty { JSONWriter.field("runbook", alert.runbook, &bytes) }
        JSONWriter.field("key", strings: alert.key.map { $0.value.text }, &bytes)
        if alert.raisedAt.nanoseconds != 0 {
            JSONWriter.field("raised_at", alert.raisedAt, &bytes)
        }
        if let time = alert.acknowledgedAt { JSONWriter.field("acknowledged_at", time, &bytes) }
        if !alert.acknowledgedBy.isEmpty {
            JSONWriter.field("acknowledged_by", alert.acknowledgedBy, &bytes)
        }
        if alert.state == .cleared || alert.state == .closed {
            JSONWriter.field("cleared_at", alert.time, &bytes)
        }
        JSONWriter.field("reason", alert.reason, &bytes)
        if let audit = alert.audit { writeAudit(audit, &bytes) }
        if let percent = alert.flappingPercent {
            JSONWriter.field("flapping", true, &bytes)
            JSONWriter.field("change_percent", percent, &bytes)
            JSONWriter.field("suggestion", "shelve", &bytes)
        }
        writeSource(alert.source, bench, &bytes)
        let sources = alert.sources.compactMap { position(of: $0, bench) }
        if !sources.isEmpty { JSONWriter.field("sources", strings: sources, &bytes) }
        for parameter in alert.parameters { writeFact("param_", parameter, &bytes) }
        if !alert.conditions.isEmpty { JSONWriter.field("conditions", alert.conditions, &bytes) }
        // What `act.alert` says comes after the fields of the condition, and wins.
        for (index, item) in alert.evidence.enumerated()
        where !alert.evidence[(index + 1)...].contains(where: { $0.name == item.name }) {
            writeFact("detail_", item, &bytes)
        }
    }

    private func writeAudit(_ audit: AlertAudit, _ bytes: inout [UInt8]) {
        JSONWriter.field("command", audit.command.rawValue, &bytes)
        JSONWriter.field("by", audit.by, &bytes)
        if !audit.why.isEmpty { JSONWriter.field("why", audit.why, &bytes) }
        if let until = audit.until { JSONWriter.field("until", until, &bytes) }
        if audit.command == .shelve {
            JSONWriter.field("shelving", audit.isOneShot ? "one_shot" : "timed", &bytes)
        }
        if !audit.workOrder.isEmpty { JSONWriter.field("work_order", audit.workOrder, &bytes) }
    }

    private func writeDispatch(_ change: DispatchChange, _ index: Int, _ bench: Workbench) {
        let place = "\(change.source.topic).\(change.source.partition).\(change.source.offset)"
        let rule =
            "\(change.rule)/\(change.equipment)/\(change.change)/\(change.lot)/\(place)"
        bench.keyID("dispatch", rule, change.time, index)
        bench.emit(.dispatchChanges, to: bundle, key: change.equipment, time: change.time) {
            bytes in
            JSONWriter.field("time", change.time, &bytes)
            JSONWriter.field("equipment", change.equipment, &bytes)
            JSONWriter.field("change", change.change, &bytes)
            if !change.lot.isEmpty { JSONWriter.field("lot", change.lot, &bytes) }
            if !change.new.isEmpty { JSONWriter.field("new", change.new, &bytes) }
            if let by = change.by { JSONWriter.field("by", by, &bytes) }
            if !change.from.isEmpty { JSONWriter.field("from", change.from, &bytes) }
            if !change.toGroup.isEmpty { JSONWriter.field("to_group", change.toGroup, &bytes) }
            JSONWriter.field("reason", change.reason, &bytes)
            JSONWriter.field("rule", change.rule, &bytes)
            JSONWriter.field("rule_version", change.ruleVersion, &bytes)
            var alert: [UInt8] = []
            Hex.append(change.alert, to: &alert)
            JSONWriter.field("alert", String(decoding: alert, as: UTF8.self), &bytes)
            writeSource(change.source, bench, &bytes)
        }
    }

    /// The input record behind an alert or a change; ticks have none.
    private func writeSource(
        _ source: SourcePosition,
        _ bench: Workbench,
        _ bytes: inout [UInt8]
    ) {
        guard source.offset >= 0, bench.inputNames.indices.contains(Int(source.topic)) else {
            return
        }
        JSONWriter.field("source_topic", bench.inputNames[Int(source.topic)], &bytes)
        JSONWriter.field("source_partition", Int(source.partition), &bytes)
        JSONWriter.field("source_offset", source.offset, &bytes)
    }

    /// A record of the input in one word.
    private func position(of source: SourcePosition, _ bench: Workbench) -> String? {
        guard source.offset >= 0, bench.inputNames.indices.contains(Int(source.topic)) else {
            return nil
        }
        return "\(bench.inputNames[Int(source.topic)])/\(source.partition)/\(source.offset)"
    }

    /// A piece of evidence as a field of its own, so that values stay flat.
    private func writeFact(_ prefix: String, _ item: NamedValue, _ bytes: inout [UInt8]) {
        JSONWriter.name(prefix + item.name, &bytes)
        switch item.value {
        case .nothing: bytes.append(contentsOf: "null".utf8)
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): JSONWriter.appendInteger(value, &bytes)
        case .number(let value): JSONWriter.appendDouble(value, &bytes)
        case .text(let value): JSONWriter.appendString(value, &bytes)
        }
    }
}
