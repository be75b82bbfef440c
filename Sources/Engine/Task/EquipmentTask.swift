import Codecs
import PlantModel
import Records
import RuleEngine

/// A task of the equipment family: partition p of every input topic, and all state of the machines
/// whose keys live there.
final class EquipmentTask: FamilyTask {
    // What a snapshot under way has still to write; the rules have a third.
    var machineCapture: StateCapture?
    var seriesCapture: StateCapture?

    // Names to small integers; index 0 of products is "none". A machine has the index of its name; that
    // of one that left is nil until another one gets it.
    var machineNames: NameTable
    var machines: [Machine?] = []
    var characteristics: SharedNames
    var products: SharedNames
    var stateWords: NameTable
    /// The category of each state word (with mode and reason), by index in `stateWords`.
    var stateCategories: [LossCategory?] = []
    var series: SeriesTable
    /// The rules with what they read of which topic.
    var edition: RuleEdition
    var rules: RuleRunner
    /// The plant file whose limits hold here, when they are not those the program was started with.
    var plantInForce: Plant?
    /// How long before the record in work its series had nothing; below zero for a late one.
    var gapNanoseconds: Int64 = 0
    /// Changes of limits that the record in work caused so far.
    var limitChangeCount = 0
    var ruleTopics: RuleTopics
    var scannedAt = EventTime.distantPast
    /// How far the rounds over machines and series have come.
    var rounds = TaskRounds()
    /// Machines that were forgotten.
    var graves = Graves()
    /// Machines and series that were forgotten here for the first time.
    var evictions = EvictionCounts()

    init(
        number: Int32,
        stay: UInt32 = 1,
        settings: EngineSettings,
        edition: RuleEdition,
        bundle: Bundle
    ) {
        let limits = settings.limits
        machineNames = NameTable(countLimit: Int(limits.equipmentPerTask))
        characteristics = SharedNames(countLimit: Int(limits.namesPerTask))
        products = SharedNames(countLimit: Int(limits.namesPerTask))
        _ = products.retain("")
        stateWords = NameTable(countLimit: Int(limits.namesPerTask))
        series = SeriesTable(
            countLimit: Int(limits.equipmentPerTask * limits.characteristicsPerEquipment)
        )
        var ruleLimits = RuleLimits()
        ruleLimits.keyCountPerRule = Int(limits.keysPerRule)
        rules = RuleRunner(
            set: edition.set,
            plans: edition.plans,
            limits: ruleLimits
        )
        ruleTopics = RuleTopics(rules, edition.plans, settings.stages)
        self.edition = edition
        super.init(number: number, stay: stay, settings: settings, bundle: bundle)
    }

    override var equipmentCount: Int { machineNames.count }
    override var seriesCount: Int { series.count }
    override var orphanCount: Int { rules.orphanCount }

    override func beginLive() { stand.evictedKeysBefore = rules.evictedKeyCount }

    override var ruleFigures: [RuleFigures] { rules.figures() }

    override var totalEvictions: EvictionCounts {
        var counts = evictions
        if stand.isLive { counts.keys = rules.evictedKeyCount - stand.evictedKeysBefore }
        return counts
    }

    override func work(
        on message: InboundMessage,
        _ bench: Workbench
    ) throws(Rejection) -> Fate {
        if !sets.pending.isEmpty { switchSets(before: message, bench) }
        limitChangeCount = 0
        let input = edition.inputs[Int(message.topic)]
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
        case .chartCommands: return try applyChartCommand(machine, time, bench)
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

    override func clockMoved(on bench: Workbench) {
        if !sets.pending.isEmpty { switchSets(at: readThrough, on: bench) }
        moveWithClock(bench)
    }

    // MARK: Versions

    override func heeds(_ kind: SetKind) -> Bool { true }

    override func take(_ version: SetVersion, on bench: Workbench) {
        switch version.kind {
        case .rules: takeRules(version, bench)
        case .plant: takePlant(version, bench)
        }
    }

    override func close(at progress: EventTime, on bench: Workbench) {
        for case let machine? in machines { advance(machine, to: progress, bench) }
    }

    override class func sets(of state: consuming StateReader) -> TaskSets? {
        guard (try? state.read(UInt16.self)) == stateVersion else { return nil }
        return try? TaskSets(from: &state)
    }

    // MARK: State

    override func beginCapture(to writer: inout StateWriter, on bench: Workbench) {
        startCapture(to: &writer, bench)
    }

    override func writeRows(
        to writer: inout StateWriter,
        until byteCount: Int,
        on bench: Workbench
    ) -> Bool {
        writeNextRows(to: &writer, until: byteCount, bench)
    }

    override func restore(_ reader: consuming StateReader, on bench: Workbench) throws(StateError) {
        try restoreState(reader, bench)
    }

    override func closeOrphans(on bench: Workbench) { endOrphans(bench) }
}
