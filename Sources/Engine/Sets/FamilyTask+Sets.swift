import Records
import RuleEngine

/// Going over to another version at a place that follows from the ordered input alone.
extension FamilyTask {
    /// The task learns of a version: from here on it is part of its order, like a tick.
    final func learn(of version: SetVersion, on bench: Workbench) {
        guard heeds(version.kind), sets.add(version) else { return }
        if bench.settings.safeguards.logsSets { order.note(version) }
        switchSets(at: .distantPast, on: bench)
    }

    /// Goes over to every version that holds at a time.
    final func switchSets(at time: EventTime, on bench: Workbench) {
        while let version = sets.take(dueAt: time) { take(version, on: bench) }
    }

    /// The time up to which everything has been read, as far as the clock says.
    var readThrough: EventTime { ledgers.reduce(now) { min($0, $1.readThrough) } }
}

extension EquipmentTask {
    /// Before a record that is not older than a version that is to come. A record whose time cannot be
    /// believed decides nothing.
    func switchSets(before message: InboundMessage, _ bench: Workbench) {
        guard !sets.pending.isEmpty, message.hasValue, message.valueByteCount > 0,
            message.valueByteCount <= bench.limits.recordBytes,
            edition.inputs[Int(message.topic)].read(message, into: &bench.fields).isOK,
            let time = try? eventTime(message, bench)
        else { return }
        switchSets(at: time, on: bench)
    }

    /// Goes on with other rules.
    func takeRules(_ version: SetVersion, _ bench: Workbench) {
        guard let next = bench.settings.sets?.rules(version) else {
            return bench.note(
                "Task \(number) should go over to version \(version.number) of the rules, which is not "
                    + "on the topic any more; it goes on with those it has. Apply the rules again."
            )
        }
        spoilSnapshot()
        let origin = bench.origin
        bench.origin = Origin(InboundMessage(kind: .tick, partition: number))
        rules.change(
            to: next.set,
            plans: next.plans,
            at: newestTime,
            outputs: &bench.ruleOutputs
        )
        edition = next
        ruleTopics = RuleTopics(rules, next.plans, bench.stages)
        writeRuleOutputs(bench)
        bench.origin = origin
    }

    /// A snapshot under way speaks of rules by their places in the former set: it is begun anew.
    private func spoilSnapshot() {
        guard machineCapture != nil || seriesCapture != nil || rules.isCapturing else { return }
        machineCapture = nil
        seriesCapture = nil
        stand.isSnapshotSpoilt = true
    }

    /// Makes a task that was just made one of some versions, before its state is read. Without their content
    /// it knows of no version, so that it hears of the newest anew, whatever number that has.
    func begin(with found: TaskSets, _ bench: Workbench) {
        sets = found
        beginPlant(bench)
        guard let version = found.present(.rules) else { return }
        guard let known = bench.settings.sets?.rules(version) else {
            sets.forget(.rules)
            return bench.note(
                "The state of task \(number) is of version \(version.number) of the rules, which is not on "
                    + "the topic any more; it begins anew with the newest there is. Apply the rules again "
                    + "if there are none."
            )
        }
        edition = known
        var limits = RuleLimits()
        limits.keyCountPerRule = Int(self.limits.keysPerRule)
        rules = RuleRunner(set: known.set, plans: known.plans, limits: limits)
        ruleTopics = RuleTopics(rules, known.plans, bench.stages)
    }
}
