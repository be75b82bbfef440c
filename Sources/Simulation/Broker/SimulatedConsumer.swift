import Records

/// The client behind a simulated source: a member of a group and what it reads.
final class SimulatedConsumer {
    enum TaskState {
        case foreign
        /// Handed over by `assigned`, not started.
        case assigned
        /// Started; its committed offsets are looked up.
        case waiting
        case located
    }

    /// The reading of one topic of one task.
    struct Slot {
        var isReading = false
        /// The next offset; -1 for the oldest there is.
        var position: Int64 = -1
        /// The end that was reported last, so that each is reported once.
        var reportedEnd: Int64 = -1
        /// A delayed fetch answers at this time.
        var delayedUntil: Int64?
    }

    struct Commit {
        var places: [(TopicPartition, Int64)]
        var memberID: String
        var generation: Int32
        var due: Int64
    }

    unowned let cluster: SimulatedCluster
    /// The process it belongs to.
    let member: String
    let topics: [Int]
    let group: ConsumerGroup
    let settings: SimulatedSource.Settings
    let ledger: HandleLedger
    var isUsable = true
    var events: [SourceEvent] = []

    // What it knows of its group.
    var memberID: String?
    var generation: Int32 = -1
    var membership: SimulatedMembership?
    var lastContact: Int64
    var stopsOwed: [Int32] = []
    /// What it gets once it has given back `stopsOwed`.
    var assignedNext: [Int32] = []
    var mustRejoin = false

    var states: [TaskState]
    var lookupsDue: [Int64]
    var slots: [Slot]
    var commits: [Commit] = []

    init(
        _ cluster: SimulatedCluster,
        member: String,
        topics: [Int],
        group: ConsumerGroup,
        settings: SimulatedSource.Settings
    ) {
        self.cluster = cluster
        self.member = member
        self.topics = topics
        self.group = group
        self.settings = settings
        ledger = HandleLedger(taskCount: group.taskCount)
        lastContact = cluster.now
        states = Array(repeating: .foreign, count: group.taskCount)
        lookupsDue = Array(repeating: 0, count: group.taskCount)
        slots = Array(repeating: Slot(), count: group.taskCount * topics.count)
    }

    /// The tasks it holds, as it sees it.
    var owned: [Int32] { states.indices.filter { states[$0] != .foreign }.map { Int32($0) } }

    func slot(_ topic: Int, _ task: Int32) -> Int { Int(task) * topics.count + topic }

    func place(_ topic: Int, _ task: Int32) -> TopicPartition {
        TopicPartition(topic: topics[topic], partition: task)
    }

    /// Serves the group and returns one thing that happened.
    func poll() -> SourceEvent? {
        guard isUsable else { return nil }
        cluster.serve()
        if cluster.strikes(.fatal) {
            events.append(.failed(SimulatedErrors.fatal("The consumer of \(member)")))
        }
        if cluster.isDown {
            leaveSilentlyWhenOutOfTouch()
        } else {
            serveGroup()
            locate()
            for topic in topics.indices {
                if let refusal = cluster.refusals[topics[topic]] { endAll(topic, refusal) }
                for task in owned { checkRange(topic, task) }
            }
        }
        return events.isEmpty ? nil : events.removeFirst()
    }

    /// Leaves the group politely.
    func close() {
        guard isUsable else { return }
        if !cluster.isDown {
            deliverCommits(dueAt: .max)
            if let memberID, group.index(of: memberID) != nil {
                cluster.note("\(memberID) leaves group \(group.id)")
                group.remove(memberID)
                cluster.completeRebalance(of: group)
            }
        }
        end()
    }

    /// Ends without a word; some of the commits on their way still arrive.
    func kill() {
        guard isUsable else { return }
        let arriving = cluster.random.below(commits.count + 1)
        commits.removeLast(commits.count - arriving)
        if !cluster.isDown { deliverCommits(dueAt: .max) }
        end()
    }

    private func end() {
        isUsable = false
        events = []
        commits = []
        states = Array(repeating: .foreign, count: states.count)
        slots = Array(repeating: Slot(), count: slots.count)
    }
}
