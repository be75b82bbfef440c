import PlantModel
import Records
import Rings

/// The only agent that calls the consumer: it serves the group, moves whole batches of message
/// handles to the shards, sends clock ticks, brings tasks back to where they were, and commits what
/// the publisher says is safe.
///
/// It never parses a payload and never blocks. A shard whose ring is full is simply not read for; the
/// client keeps its prefetch. Runs on its own thread, or on a shared one under the fused launcher.
public struct Intake<Source: MessageSource & ~Copyable>: Agent, ~Copyable {
    private enum TaskPhase { case absent, recovering, running, stopping }

    /// Messages taken from one partition queue at a time.
    private static var batchCount: Int { 512 }
    /// The same while topics are apart: few, so that none runs far ahead of the others of its task.
    private static var backlogBatchCount: Int { 64 }
    /// Time between two commits of offsets.
    private static var commitIntervalNanoseconds: Int64 { 500_000_000 }

    var source: Source
    private let lanes: [Lane]
    private var acknowledgements: SPSCConsumer<Acknowledgement>
    let control: EngineControl
    let board: RestoreBoard
    private let roster: TaskRoster
    /// Where the internal topics stand among those of the source; nil when nothing is kept.
    let internals: InternalTopics?
    let inputCount: Int
    let modelHash: UInt64
    let inputsHash: UInt32
    let isExactlyOnce: Bool
    let safeguards: EngineSafeguards
    let sets: SetBoard?
    let clock: EngineClock
    private let limits: Limits
    let metrics: EngineMetrics
    private var phases: [TaskPhase]
    /// Tasks on their way back to where they were.
    var recoveries: [Int32: TaskRecovery] = [:]
    /// Counts the stays of tasks in this process.
    private var stays: UInt32 = 0
    private var owned: [Int32] = []
    /// Tasks that have said their last word and wait for the others of their revocation.
    private var leaving: [Int32] = []
    private var orders: [ReadingOrder]
    private var commits: [TopicOffset: Int64] = [:]
    private var nextTick: Int64 = 0
    private var nextCommit: Int64 = 0
    private var nextLagScan: Int64 = 0
    private var firstTopic = 0
    public private(set) var isDone = false

    init(
        source: consuming Source,
        acknowledgements: consuming SPSCConsumer<Acknowledgement>,
        wiring: EngineWiring,
        settings: EngineSettings
    ) {
        inputCount = settings.inputs.count
        internals = settings.isDurable ? InternalTopics(inputCount: inputCount) : nil
        precondition(
            source.topics.count == settings.sourceTopics.count,
            "The source must be opened with settings.sourceTopics."
        )
        phases = Array(repeating: .absent, count: source.taskCount)
        orders = Array(
            repeating: ReadingOrder(topicCount: inputCount),
            count: source.taskCount
        )
        modelHash = settings.modelHash
        inputsHash = settings.inputsHash
        isExactlyOnce = settings.isExactlyOnce
        safeguards = settings.safeguards
        sets = settings.sets
        board = wiring.board
        roster = wiring.roster
        control = wiring.control
        limits = settings.limits
        metrics = wiring.metrics
        lanes = wiring.lanes
        self.source = source
        self.acknowledgements = acknowledgements
        clock = wiring.clock
    }

    public mutating func step() -> Int {
        guard !isDone else { return 0 }
        var work = servePolls()
        work += takeAcknowledgements()
        if control.isStopping {
            return stepTowardsEnd() + work
        }
        work += stepRecoveries()
        work += readMessages()
        sendTicks()
        commitIfDue(intervalNanoseconds: Self.commitIntervalNanoseconds)
        for lane in lanes {
            // Nobody else does when no task of the lane is read: its last message may be a task's end.
            _ = lane.flushOverflow()
            lane.wakeIfNeeded()
        }
        scanLag()
        return work
    }

    /// Sleeps until the broker has something, at most `milliseconds`.
    mutating func wait(milliseconds: Int) { source.wait(milliseconds: milliseconds) }

    // MARK: Membership

    private mutating func servePolls() -> Int {
        var served = 0
        while served < 16, let event = source.poll() {
            served += 1
            switch event {
            case .assigned(let tasks): begin(tasks)
            case .located(let task, let offsets): located(task, offsets)
            case .missing(let place, let error): missing(place, error)
            case .revoked(let tasks, let lost): end(tasks, lost: lost)
            case .failed(let error):
                metrics.report("The broker reports: \(error)")
                if error.isFatal || error.isLasting { control.fail("Reading stopped: \(error)") }
            }
        }
        // An assignment of nothing renews the membership, too.
        roster.setMembership(source.membership)
        return served
    }

    private mutating func begin(_ tasks: [Int32]) {
        for task in tasks {
            stays += 1
            phases[Int(task)] = .recovering
            recoveries[task] = TaskRecovery(generation: source.membership?.generation ?? 0)
            board.clear(task: task)
            roster.begin(task: task, stay: stays)
            lane(of: task).push(
                InboundMessage(kind: .taskStarted, partition: task, offset: Int64(stays))
            )
        }
        do { try source.start(tasks: tasks) } catch {
            control.fail("Tasks \(tasks) could not be started: \(error)")
        }
    }

    /// Recovery is over: from here on the task is read like any other.
    mutating func beginReading(
        _ task: Int32,
        ended topics: [Int],
        held: [Int: [InboundMessage]]
    ) {
        recoveries[task] = nil
        phases[Int(task)] = .running
        owned.append(task)
        orders[Int(task)] = ReadingOrder(topicCount: inputCount)
        metrics.setOwnedTasks(owned)
        for (topic, messages) in held.sorted(by: { $0.key < $1.key }) {
            for message in messages {
                orders[Int(task)].note(message, topic: topic)
                lane(of: task).push(message)
            }
        }
        for topic in topics {
            let message = InboundMessage(kind: .endOfPartition, topic: topic, partition: task)
            orders[Int(task)].note(message, topic: topic)
            lane(of: task).push(message)
        }
    }

    private mutating func dropRecovery(_ task: Int32) {
        guard var recovery = recoveries.removeValue(forKey: task) else { return }
        releaseHeld(&recovery)
    }

    private mutating func end(_ tasks: [Int32], lost: Bool) {
        for task in tasks {
            // What a lost task still has to say belongs to its new owner.
            if lost { roster.end(task: task) }
            dropRecovery(task)
            switch phases[Int(task)] {
            case .running, .recovering:
                phases[Int(task)] = .stopping
                owned.removeAll { $0 == task }
                lane(of: task).push(InboundMessage(kind: .taskStopped, partition: task))
            case .stopping: break
            case .absent: if !leaving.contains(task) { leaving.append(task) }
            }
        }
        metrics.setOwnedTasks(owned)
        if tasks.isEmpty { giveBack([]) } else { giveBackLeaving() }
    }

    /// Answers a revocation once all of its tasks are done: the group passes all of them on at the
    /// first answer, so an answer for one would give the others two owners.
    private mutating func giveBackLeaving() {
        guard !leaving.isEmpty, !phases.contains(.stopping), !control.isStopping else { return }
        let tasks = leaving
        leaving.removeAll()
        giveBack(tasks)
    }

    private mutating func giveBack(_ tasks: [Int32]) {
        // What was not committed by now belongs to the next owner.
        for place in commits.keys where tasks.contains(place.partition) { commits[place] = nil }
        for task in tasks { roster.end(task: task) }
        do { try source.stop(tasks: tasks) } catch {
            control.fail("Tasks \(tasks) could not be given back: \(error)")
        }
    }

    func lane(of task: Int32) -> Lane { lanes[Int(task) % lanes.count] }

    // MARK: Messages

    /// One turn over the tasks; topics take turns at being first, so that none starves another.
    private mutating func readMessages() -> Int {
        var count = 0
        let now = clock.now().milliseconds
        for task in owned { count += read(task, now) }
        if inputCount > 0 { firstTopic = (firstTopic + 1) % inputCount }
        return count
    }

    private mutating func read(_ task: Int32, _ now: Int64) -> Int {
        let lane = lane(of: task)
        let topicCount = inputCount
        var order = orders[Int(task)]
        defer { orders[Int(task)] = order }
        var count = 0
        for turn in 0..<topicCount {
            let topic = (firstTopic + turn) % topicCount
            guard order.mayRead(topic, now: now) else { continue }
            let room = lane.room(
                maximum: order.isCaughtUp ? Self.batchCount : Self.backlogBatchCount
            )
            if room == 0 {
                metrics.countFullRing()
                break
            }
            count += source.receive(topic: topic, task: task, maximum: room) { message in
                order.note(message, topic: topic)
                lane.push(message)
            }
        }
        return count
    }

    private mutating func sendTicks() {
        let monotonic = clock.monotonic()
        guard monotonic >= nextTick else { return }
        nextTick = monotonic + limits.bundleIntervalNanoseconds
        let now = clock.now().milliseconds
        for lane in lanes {
            lane.pushTick(InboundMessage(kind: .tick, partition: -1, timestampMilliseconds: now))
        }
    }

    private mutating func scanLag() {
        let monotonic = clock.monotonic()
        guard monotonic >= nextLagScan else { return }
        nextLagScan = monotonic + 500_000_000
        var total: Int64 = 0
        for task in owned {
            for topic in 0..<inputCount {
                total += source.lag(topic: topic, task: task) ?? 0
            }
        }
        metrics.setLag(total)
        metrics.setRecovery(
            tasks: recoveries.count,
            records: recoveries.values.reduce(0) { $0 + $1.recordCount - $1.doneCount }
        )
        let metrics = metrics
        source.drainNotes { metrics.report($0) }
    }

    // MARK: Commits

    private mutating func takeAcknowledgements() -> Int {
        var count = 0
        while count < 4096, let acknowledgement = acknowledgements.pop() {
            count += 1
            let place = acknowledgement.place
            switch acknowledgement.kind {
            case .commit:
                commits[TopicOffset(topic: place.topic, partition: place.partition, offset: 0)] =
                    place.offset
            case .stopped:
                commitIfDue(intervalNanoseconds: 0)
                phases[Int(place.partition)] = .absent
                leaving.append(place.partition)
            }
        }
        giveBackLeaving()
        return count
    }

    private mutating func commitIfDue(intervalNanoseconds: Int64) {
        let monotonic = clock.monotonic()
        guard !commits.isEmpty, intervalNanoseconds == 0 || monotonic >= nextCommit else { return }
        nextCommit = monotonic + intervalNanoseconds
        let offsets = commits.map { place, offset in
            TopicOffset(topic: place.topic, partition: place.partition, offset: offset)
        }
        do {
            try source.commit(offsets)
            commits.removeAll(keepingCapacity: true)
        } catch {
            metrics.report("Offsets could not be committed, trying again: \(error)")
            if error.isFatal { control.fail("Committing stopped: \(error)") }
        }
    }

    // MARK: The end

    /// Stops every task, waits for their last bundles, then leaves the group.
    private mutating func stepTowardsEnd() -> Int {
        for task in owned + recoveries.keys.sorted() {
            dropRecovery(task)
            phases[Int(task)] = .stopping
            lane(of: task).push(InboundMessage(kind: .taskStopped, partition: task))
        }
        owned.removeAll()
        var isFlushed = true
        for lane in lanes {
            isFlushed = lane.flushOverflow() && isFlushed
            lane.wakeIfNeeded()
        }
        let monotonic = clock.monotonic()
        let isLate = monotonic >= control.deadlineNanoseconds
        if (isFlushed && !phases.contains(.stopping)) || isLate {
            commitIfDue(intervalNanoseconds: 0)
            // The shards give back what is in their rings; a client waits for its last message.
            abandon()
            control.markIntakeDone()
            isDone = true
        }
        return 0
    }

    /// Gives back the messages that fit into no ring.
    mutating func abandon() {
        for task in recoveries.keys.sorted() { dropRecovery(task) }
        for lane in lanes { unsafe lane.abandon { unsafe Source.release($0) } }
    }

    /// Tasks whose last bundle was not acknowledged.
    var unfinishedCount: Int { phases.count { $0 == .stopping } }

    /// Leaves the group and frees the consumer; every message must have been released before.
    mutating func close(milliseconds: Int) { source.close(milliseconds: milliseconds) }
}
