import PlantModel
import Records
import RuleEngine

/// One task of a family: partition p of every topic the family reads, and all state of the keys that
/// live there.
///
/// A deterministic state machine: what it writes is a function of the messages it is given, ticks
/// included, in their order. Here is what every family needs for that: books, bundles, cycles and their
/// order. What the records mean is the business of a subclass, which overrides the methods marked so.
/// One per task, used by its shard's thread only.
class FamilyTask {
    let number: Int32
    let limits: Limits
    /// Counts the stays of tasks in this process; bundles of an earlier one must not go out.
    let stay: UInt32
    /// Counts the owners of the task over all processes.
    var epoch: UInt32 = 1
    /// The owner of the cycle before the one in work, 0 before the first.
    var previousEpoch: UInt32 = 0
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
    /// The newest event time of any record.
    var newestTime = EventTime.distantPast
    /// The engine's clock at the last tick.
    var now = EventTime.distantPast
    /// The versions it runs, and those to come.
    var sets = TaskSets()
    /// Something is left that the last tick could not do.
    var isBehind = false

    init(number: Int32, stay: UInt32, settings: EngineSettings, bundle: Bundle) {
        self.number = number
        self.stay = stay
        limits = settings.limits
        self.bundle = bundle
        ledgers = Array(repeating: TopicLedger(), count: settings.inputs.count)
        label()
    }

    // MARK: What a family says

    /// Works on the record in `bench.origin`; whatever it holds, it has one fate.
    func work(on message: InboundMessage, _ bench: Workbench) throws(Rejection) -> Fate {
        preconditionFailure("A family says what its records mean.")
    }

    /// Whether versions of a kind concern it.
    func heeds(_ kind: SetKind) -> Bool { false }

    /// Goes over to a version that it heeds.
    func take(_ version: SetVersion, on bench: Workbench) {}

    /// The versions that a written state needs, nil when it does not say so.
    class func sets(of state: consuming StateReader) -> TaskSets? { nil }

    /// The clock moved on and is `now`.
    func clockMoved(on bench: Workbench) {}

    /// The input is over: closes everything open up to a stated progress.
    func close(at progress: EventTime, on bench: Workbench) {}

    /// Begins a snapshot of everything that its outputs from now on depend on: writes what has no rows,
    /// and makes sure that `writeRows` writes the rows as they are now.
    func beginCapture(to writer: inout StateWriter, on bench: Workbench) {
        preconditionFailure("A family writes its state.")
    }

    /// Writes the next rows until the writer holds `byteCount` bytes; true when there are no more.
    func writeRows(to writer: inout StateWriter, until byteCount: Int, on bench: Workbench) -> Bool
    {
        true
    }

    /// Reads what was written into a task that has just been made.
    func restore(_ reader: consuming StateReader, on bench: Workbench) throws(StateError) {
        preconditionFailure("A family reads its state.")
    }

    /// What a restored state holds that nothing can go on with.
    var orphanCount: Int { 0 }

    /// Ends it, with outputs that say so.
    func closeOrphans(on bench: Workbench) {}

    /// Machines, or what stands for them in the family.
    var equipmentCount: Int { 0 }

    /// Recovery is over: what happens from now on happens for the first time.
    func beginLive() {}

    /// What was forgotten here for the first time because nothing came of it.
    var totalEvictions: EvictionCounts { EvictionCounts() }
    /// What each of its rules does and costs.
    var ruleFigures: [RuleFigures] { [] }

    /// Series of measurements.
    var seriesCount: Int { 0 }

    // MARK: Records

    /// Works on one record. Whatever it holds, exactly one entry is made in the books.
    final func process(_ message: InboundMessage, on bench: Workbench) {
        bench.origin = Origin(message)
        order.note(topic: message.topic, offset: message.offset)
        ledgers[Int(message.topic)].see(timestampMilliseconds: message.timestampMilliseconds)
        var fate: Fate
        do { fate = try work(on: message, bench) } catch {
            writeDeadLetter(message, error, bench)
            fate = .deadLettered
        }
        ledgers[Int(message.topic)].enter(offset: message.offset, fate: fate)
        // What is worked on again was counted by whoever did it first.
        if stand.isLive { totalBooks.enter(fate) }
    }

    /// The partition of a topic has been read to its end.
    final func reachedEnd(of topic: Int, on bench: Workbench) {
        guard !ledgers[topic].isAtEnd else { return }
        if bench.settings.safeguards.logsEnds { order.noteEnd(topic: UInt16(topic)) }
        ledgers[topic].isAtEnd = true
    }

    // MARK: Ticks

    /// The clock moved. Ticks within `tickInterval` of the last one change nothing, unless the task is
    /// behind.
    final func tick(_ time: EventTime, sequence: UInt64, on bench: Workbench) {
        guard time > now,
            isBehind || now == .distantPast || time - now >= limits.tickIntervalNanoseconds
        else { return }
        if bench.settings.safeguards.logsTicks { order.noteTick(milliseconds: time.milliseconds) }
        now = time
        bench.origin = originOfTime(time, sequence: sequence)
        // In a busy task the topics are hardly ever at their ends all at one tick, so each is noted.
        for topic in ledgers.indices where ledgers[topic].isAtEnd {
            ledgers[topic].readThrough = now
        }
        clockMoved(on: bench)
    }

    /// The input is over: everything open is closed at a stated progress.
    final func finish(at progress: EventTime, on bench: Workbench) {
        bench.origin = originOfTime(progress, sequence: .max)
        close(at: progress, on: bench)
        closeBooks(on: bench)
    }

    private func originOfTime(_ time: EventTime, sequence: UInt64) -> Origin {
        Origin(
            InboundMessage(
                kind: .tick,
                partition: number,
                timestampMilliseconds: time.milliseconds,
                sequence: sequence
            )
        )
    }
}
