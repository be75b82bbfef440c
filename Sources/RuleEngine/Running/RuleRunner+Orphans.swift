import Records

// Ending what rules left open that do not run any more.

extension RuleRunner {
    /// Open alerts of rules that changed or went away; `closeOrphans` ends them.
    public var orphanCount: Int { orphans.reduce(0) { $0 + $1.openCount } }

    /// Closes the alerts of rules that do not run any more, because nothing else ever would.
    ///
    /// To be called once after `restore`, before the first event when its outputs are published.
    /// Until then they are part of what `write` writes, so a crash in between loses none of them. An
    /// alert that the new version has raised meanwhile stays open: it is the same one to whoever
    /// reads the topic.
    public mutating func closeOrphans(at time: EventTime, outputs: inout RuleOutputs) {
        for orphan in orphans {
            let rule = orphan.card.definition
            for key in orphan.keys {
                for lane in [AlertLane.main, .missing] where key.slot[lane].isOpen {
                    guard !isRaisedAgain(key.slot.alert, lane, isShadow: orphan.card.isShadow)
                    else { continue }
                    let transition = closed(key, lane, rule, time, orphan.reason)
                    if orphan.card.isShadow {
                        outputs.shadow.append(.alert(transition))
                    } else {
                        outputs.items.append(.alert(transition))
                    }
                }
            }
            closeQuarantine(orphan, rule, time, &outputs)
        }
        orphans.removeAll()
    }

    /// Whether the rules that run now have the same alert open, published or not as the old one was.
    private func isRaisedAgain(_ alert: UInt64, _ lane: AlertLane, isShadow: Bool) -> Bool {
        guard let slot = keys.find(alert), keys[slot][lane].isOpen else { return false }
        return (set.rules[Int(keys[slot].rule)].mode == .shadow) == isShadow
    }

    private func closed(
        _ key: StoredKey,
        _ lane: AlertLane,
        _ rule: RuleDefinition,
        _ time: EventTime,
        _ reason: String
    ) -> AlertTransition {
        var slot = key.slot
        let previous = slot.standing(lane)
        slot[lane].state = .closed
        return AlertTransition(
            rule: rule,
            setHash: set.contentHash,
            slot: slot,
            memory: key.memory,
            lane: lane,
            missingTitle: key.missingTitle,
            previous: previous,
            // Nothing ends before it began, even when the task has not seen a time yet.
            time: max(time, EventTime(nanoseconds: slot[lane].raisedAt)),
            reason: reason
        )
    }

    private func closeQuarantine(
        _ orphan: OrphanedRule,
        _ rule: RuleDefinition,
        _ time: EventTime,
        _ outputs: inout RuleOutputs
    ) {
        guard orphan.quarantine.isLocked, let key = orphan.keys.last else { return }
        let isLockedAgain = bindings.indices.contains {
            bindings[$0].quarantine.isLocked && set.rules[$0].id == rule.id
        }
        guard !isLockedAgain else { return }
        let transition = AlertTransition(
            quarantineOf: rule,
            setHash: set.contentHash,
            state: .closed,
            episode: orphan.counters.quarantines,
            title: "Rule \(rule.id) is not in quarantine any more, for it "
                + (orphan.reason == "rule-changed" ? "was changed" : "does not run any more"),
            reason: orphan.reason,
            message: "",
            at: QuarantinePlace(
                equipment: key.memory.equipmentName,
                equipmentIndex: Int(key.slot.equipment),
                time: max(time, EventTime(nanoseconds: key.slot.lastEvent)),
                source: key.slot.source
            )
        )
        outputs.items.append(.alert(transition))
    }
}
