import CPlatform
import PlantModel
import Records
import Rings

/// The only agent that calls the consumer: it serves the group, moves whole batches of message
/// handles to the shards, sends clock ticks, and commits what the publisher says is safe.
///
/// It never parses a payload and never blocks. A shard whose ring is full is simply not read for; the
/// client keeps its prefetch. Runs on its own thread, or on a shared one under the fused launcher.
public struct Intake<Source: MessageSource & ~Copyable>: Agent, ~Copyable {
    private enum TaskPhase { case absent, running, stopping }

    /// Messages taken from one partition queue at a time.
    private static var batchCount: Int { 512 }
    /// The same while topics are apart: few, so that none runs far ahead of the others of its task.
    private static var backlogBatchCount: Int { 64 }
    /// Time between two commits of offsets.
    private static var commitIntervalNanoseconds: Int64 { 500_000_000 }

    private var source: Source
    private let lanes: [Lane]
    private var acknowledgements: SPSCConsumer<Acknowledgement>
    private let control: EngineControl
    private let clock: EngineClock
    private let limits: Limits
    private let metrics: EngineMetrics
    private var phases: [TaskPhase]
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
        lanes: [Lane],
        acknowledgements: consuming SPSCConsumer<Acknowledgement>,
        control: EngineControl,
        clock: EngineClock,
        limits: Limits,
        metrics: EngineMetrics
    ) {
        phases = Array(repeating: .absent, count: source.taskCount)
        orders = Array(
            repeating: ReadingOrder(topicCount: source.topics.count),
            count: source.taskCount
        )
        self.source = source
        self.lanes = lanes
        self.acknowledgements = acknowledgements
        self.control = control
        self.clock = clock
        self.limits = limits
        self.metrics = metrics
    }

    public mutating func step() -> Int {
        guard !isDone else { return 0 }
        var work = servePolls()
        work += takeAcknowledgements()
        if control.isStopping {
            return stepTowardsEnd() + work
        }
        work += readMessages()
        sendTicks()
        commitIfDue(intervalNanoseconds: Self.commitIntervalNanoseconds)
        for lane in lanes { lane.wakeIfNeeded() }
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
            case .revoked(let tasks, let lost): end(tasks, lost: lost)
            case .failed(let error):
                metrics.report("The broker reports: \(error)")
                if error.isFatal { control.fail("Reading stopped: \(error)") }
            }
        }
        return served
    }

    private mutating func begin(_ tasks: [Int32]) {
        for task in tasks {
            phases[Int(task)] = .running
            owned.append(task)
            orders[Int(task)] = ReadingOrder(topicCount: source.topics.count)
            lane(of: task).push(InboundMessage(kind: .taskStarted, partition: task))
        }
        metrics.setOwnedTasks(owned)
        do { try source.start(tasks: tasks) } catch {
            control.fail("Tasks \(tasks) could not be started: \(error)")
        }
    }

    private mutating func end(_ tasks: [Int32], lost: Bool) {
        for task in tasks {
            switch phases[Int(task)] {
            case .running:
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
        do { try source.stop(tasks: tasks) } catch {
            control.fail("Tasks \(tasks) could not be given back: \(error)")
        }
    }

    private func lane(of task: Int32) -> Lane { lanes[Int(task) % lanes.count] }

    // MARK: Messages

    /// One turn over the tasks; topics take turns at being first, so that none starves another.
    private mutating func readMessages() -> Int {
        var count = 0
        let now = clock.now().milliseconds
        for task in owned { count += read(task, now) }
        let topicCount = source.topics.count
        if topicCount > 0 { firstTopic = (firstTopic + 1) % topicCount }
        return count
    }

    private mutating func read(_ task: Int32, _ now: Int64) -> Int {
        let lane = lane(of: task)
        let topicCount = source.topics.count
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
        let monotonic = platform_monotonic_nanoseconds()
        guard monotonic >= nextTick else { return }
        nextTick = monotonic + limits.bundleIntervalNanoseconds
        let now = clock.now().milliseconds
        for lane in lanes {
            lane.pushTick(InboundMessage(kind: .tick, partition: -1, timestampMilliseconds: now))
        }
    }

    private mutating func scanLag() {
        let monotonic = platform_monotonic_nanoseconds()
        guard monotonic >= nextLagScan else { return }
        nextLagScan = monotonic + 500_000_000
        var total: Int64 = 0
        for task in owned {
            for topic in source.topics.indices {
                total += source.lag(topic: topic, task: task) ?? 0
            }
        }
        metrics.setLag(total)
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
        let monotonic = platform_monotonic_nanoseconds()
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
        for task in owned {
            phases[Int(task)] = .stopping
            lane(of: task).push(InboundMessage(kind: .taskStopped, partition: task))
        }
        owned.removeAll()
        var isFlushed = true
        for lane in lanes {
            isFlushed = lane.flushOverflow() && isFlushed
            lane.wakeIfNeeded()
        }
        let monotonic = platform_monotonic_nanoseconds()
        let isLate = monotonic >= control.deadlineNanoseconds
        if (isFlushed && !phases.contains(.stopping)) || isLate {
            commitIfDue(intervalNanoseconds: 0)
            // The shards give back what is in their rings; a client waits for its last message.
            for lane in lanes { unsafe lane.abandon { unsafe Source.release($0) } }
            control.markIntakeDone()
            isDone = true
        }
        return 0
    }

    /// Tasks whose last bundle was not acknowledged.
    var unfinishedCount: Int { phases.count { $0 == .stopping } }

    /// Leaves the group and frees the consumer; every message must have been released before.
    mutating func close(milliseconds: Int) { source.close(milliseconds: milliseconds) }
}
