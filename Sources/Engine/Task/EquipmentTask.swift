import Codecs
import PlantModel
import Records
import RuleEngine

/// A task of the equipment family: partition p of every input topic, and all state of the machines
/// whose keys live there.
final class EquipmentTask: FamilyTask {
    // Names to small integers; index 0 of products and characteristics is "none".
    var machineNames: NameTable
    var machines: [Machine] = []
    var characteristics: NameTable
    var products: NameTable
    var stateWords: NameTable
    /// The category of each state word (with mode and reason), by index in `stateWords`.
    var stateCategories: [LossCategory?] = []
    var series: SeriesTable
    var rules: RuleRunner
    let ruleTopics: RuleTopics
    var scannedAt = EventTime.distantPast

    override init(number: Int32, stay: UInt32 = 1, settings: EngineSettings, bundle: Bundle) {
        let limits = settings.limits
        machineNames = NameTable(countLimit: Int(limits.equipmentPerTask))
        characteristics = NameTable(countLimit: Int(limits.namesPerTask))
        products = NameTable(countLimit: Int(limits.namesPerTask))
        _ = products.intern("")
        stateWords = NameTable(countLimit: Int(limits.namesPerTask))
        series = SeriesTable(
            countLimit: Int(limits.equipmentPerTask * limits.characteristicsPerEquipment)
        )
        var ruleLimits = RuleLimits()
        ruleLimits.keyCountPerRule = Int(limits.keysPerRule)
        rules = RuleRunner(
            set: settings.rules,
            plans: RuleTopics.plans(settings),
            limits: ruleLimits
        )
        ruleTopics = RuleTopics(rules, settings)
        super.init(number: number, stay: stay, settings: settings, bundle: bundle)
    }

    override var equipmentCount: Int { machines.count }
    override var seriesCount: Int { series.rows.count }
    override var orphanCount: Int { rules.orphanCount }

    override func work(
        on message: InboundMessage,
        _ bench: Workbench
    ) throws(Rejection) -> Fate {
        let input = bench.inputs[Int(message.topic)]
        let (machine, time) = try admit(message, input, bench)
        let fate = try apply(input.topic.role, machine, time, bench)
        if fate == .late { writeLate(message, machine, time, bench) }
        return fate
    }

    private func writeLate(
        _ message: InboundMessage,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        let sentence =
            "The event of \(TimeFormatter.string(time)) came when '\(machine.name)' had reached "
            + "\(TimeFormatter.string(machine.progress)); it changed nothing."
        writeLate(message, time, sentence, bench)
    }

    private func apply(
        _ role: InputRole,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) throws(Rejection) -> Fate {
        if let number = bench.fields[Slot.seq].int64,
            machine.sequences[role.rawValue].isRepeated(number)
        {
            return .duplicate
        }
        switch role {
        case .states: return try applyState(machine, time, bench)
        case .counts: return try applyCount(machine, time, bench)
        case .measurements: return try applyMeasurement(machine, time, bench)
        case .inspections: return try applyInspection(machine, time, bench)
        case .commands: return try applyCommand(machine, time, bench)
        case .contributions: preconditionFailure("Contributions belong to the roll-up family.")
        }
    }

    /// Up to when everything has been read: the newest timestamp of the topic that is furthest behind
    /// and not read to its end. In a backlog topics run ahead of each other; progress waits for all.
    var horizon: EventTime {
        var stamp = Int64.max
        for ledger in ledgers where !ledger.isAtEnd && ledger.newestStamp >= 0 {
            stamp = min(stamp, ledger.newestStamp)
        }
        return stamp == .max ? .distantFuture : EventTime(milliseconds: stamp)
    }

    // MARK: Time

    /// Machines that were silent for long enough, on partitions that have been read to their end, move
    /// on with the clock.
    override func clockMoved(on bench: Workbench) {
        let read = ledgers.reduce(now) { min($0, $1.readThrough) }
        guard read > .distantPast, isBehind || now - scannedAt >= limits.tickIntervalNanoseconds
        else { return }
        scannedAt = now
        isBehind = !moveIdleMachines(to: read, bench)
    }

    /// Moves silent machines on, each by a day at most: what takes longer (machines that were gone when
    /// the engine started, say) goes on at the next tick. False when something is left.
    private func moveIdleMachines(to read: EventTime, _ bench: Workbench) -> Bool {
        let before = bundle.outputs.byteCount
        let reached = read.advanced(
            byNanoseconds: -limits.idleTimeoutNanoseconds - limits.allowedLatenessNanoseconds
        )
        var isComplete = true
        for machine in machines where read - machine.heardAt >= limits.idleTimeoutNanoseconds {
            let step = min(reached, machine.progress.advanced(byNanoseconds: Nanoseconds.day))
            advance(machine, to: step, bench)
            if step < reached { isComplete = false }
            // What one tick wrote, not how full the bundle is: cuts must not change what is written.
            if bundle.outputs.byteCount - before >= limits.bundleBytes { return false }
        }
        return isComplete
    }

    override func close(at progress: EventTime, on bench: Workbench) {
        for machine in machines { advance(machine, to: progress, bench) }
    }

    // MARK: State

    override func write(to writer: inout StateWriter, on bench: Workbench) {
        writeState(to: &writer, bench)
    }

    override func restore(_ reader: consuming StateReader, on bench: Workbench) throws(StateError) {
        try restoreState(reader, bench)
    }

    override func closeOrphans(on bench: Workbench) { endOrphans(bench) }
}
