import Codecs
import PlantModel
import Records
import RuleEngine

/// One task of the equipment family: partition p of every input topic, and all state of the machines
/// whose keys live there.
///
/// A deterministic state machine: what it writes is a function of the messages it is given, ticks
/// included, in their order. One per task, used by its shard's thread only.
final class EquipmentTask {
    let number: Int32
    let limits: Limits
    /// Counts the stays of tasks in this process; bundles of an earlier one must not go out.
    let stay: UInt32
    /// Counts the owners of the task over all processes.
    var epoch: UInt32 = 1
    /// The bundle that is being filled.
    var bundle: Bundle
    /// The cycle in work, from 1 over all owners of the task.
    var cycle: UInt64 = 1
    /// What this cycle was given, in order.
    var order = OrderRecorder()
    /// Where it stands with its recovery and its snapshots.
    var stand = TaskStand()
    var ledgers: [TopicLedger]
    /// Everything this task has read here for the first time.
    var totalBooks = Books()

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
    var rules: RuleRunner
    let ruleTopics: RuleTopics
    /// The newest event time of any machine.
    var newestTime = EventTime.distantPast
    /// The engine's clock at the last tick.
    var now = EventTime.distantPast
    var scannedAt = EventTime.distantPast
    /// Silent machines are further behind than one tick could move them.
    var isBehind = false
    /// How far the rounds over machines and series have come.
    var rounds = TaskRounds()
    /// Machines that were forgotten.
    var graves = Graves()
    /// Machines and series that were forgotten here for the first time.
    var evictions = EvictionCounts()

    init(number: Int32, stay: UInt32 = 1, settings: EngineSettings, bundle: Bundle) {
        self.number = number
        self.stay = stay
        limits = settings.limits
        self.bundle = bundle
        ledgers = Array(repeating: TopicLedger(), count: settings.inputs.count)
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
            set: settings.rules,
            plans: RuleTopics.plans(settings),
            limits: ruleLimits
        )
        ruleTopics = RuleTopics(rules, settings)
        label()
    }

    var equipmentCount: Int { machineNames.count }
    var seriesCount: Int { series.count }

    /// What was forgotten here for the first time.
    var totalEvictions: EvictionCounts {
        var counts = evictions
        if stand.isLive { counts.keys = rules.evictedKeyCount - stand.evictedKeysBefore }
        return counts
    }

    /// Works on one record. Whatever it holds, exactly one entry is made in the books.
    func process(_ message: InboundMessage, on bench: Workbench) {
        bench.origin = Origin(message)
        order.note(topic: message.topic, offset: message.offset)
        ledgers[Int(message.topic)].see(timestampMilliseconds: message.timestampMilliseconds)
        let input = bench.inputs[Int(message.topic)]
        var fate: Fate
        do {
            let (machine, time) = try admit(message, input, bench)
            fate = try apply(input.topic.role, machine, time, bench)
            if fate == .late { writeLate(message, machine, time, bench) }
        } catch {
            writeDeadLetter(message, error, bench)
            fate = .deadLettered
        }
        ledgers[Int(message.topic)].enter(offset: message.offset, fate: fate)
        // What is worked on again was counted by whoever did it first.
        if stand.isLive { totalBooks.enter(fate) }
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

    /// The partition of a topic has been read to its end.
    func reachedEnd(of topic: Int, on bench: Workbench) {
        guard !ledgers[topic].isAtEnd else { return }
        if bench.settings.safeguards.logsEnds { order.noteEnd(topic: UInt16(topic)) }
        ledgers[topic].isAtEnd = true
    }

    // MARK: Cuts

    /// True when the bundle must not grow any more.
    var isBundleFull: Bool {
        bundle.outputs.byteCount >= limits.bundleBytes
            || bundle.outputs.count >= limits.bundleRecords
    }

    /// True when there is something to send, or enough silence to put on record.
    var isWorthCutting: Bool {
        bundle.outputs.count > 0 || order.hasRecords || order.steps.count >= 16
    }

    /// Whether a second's worth of ticks has passed since the last book records.
    var areBooksDue: Bool {
        Int64(stand.ticksSinceBooks) * limits.bundleIntervalNanoseconds >= Nanoseconds.second
    }

    /// Hands the bundle over and goes on with another one.
    func cut(replacement: Bundle) -> Bundle {
        let full = bundle
        if order.hasRecords { stand.hasNews = true }
        cycle += 1
        bundle = replacement
        label()
        order.removeAll()
        stand.areBooksClosed = false
        return full
    }

    /// Ends a cycle that was worked on again: what it wrote is on the broker already.
    func dropCycle() {
        if order.hasRecords { stand.hasNews = true }
        bundle.outputs.removeAll()
        cycle += 1
        label()
        order.removeAll()
        stand.areBooksClosed = false
    }

    func label() {
        bundle.task = number
        bundle.stay = stay
        bundle.cycle = cycle
    }
}
