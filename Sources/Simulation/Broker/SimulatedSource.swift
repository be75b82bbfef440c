import Records

/// The reading half of the simulated cluster: one member of a group whose tasks are the partitions of
/// an anchor topic.
///
/// Belongs to the thread of its cluster. `wait` returns at once, because only the scheduler moves the
/// time. Traps where a caller breaks the protocol: a task that is stopped with messages out, or read
/// before it was located.
public struct SimulatedSource: MessageSource, ~Copyable {
    /// How a member reads and how long it may be silent.
    public struct Settings: Sendable {
        /// Silence after which the group expels the member.
        public var sessionMilliseconds: Int64
        /// Whether it is shown committed records only.
        public var readsCommitted: Bool

        /// Whether a revocation renews the membership as an assignment does. It is handed over in the
        /// new generation already, so without this a commit that answers it is refused.
        public var renewsMembershipWhenRevoked: Bool

        /// The settings of the engine's own members.
        public init(
            sessionMilliseconds: Int64 = 6000,
            readsCommitted: Bool = true,
            renewsMembershipWhenRevoked: Bool = true
        ) {
            self.sessionMilliseconds = sessionMilliseconds
            self.readsCommitted = readsCommitted
            self.renewsMembershipWhenRevoked = renewsMembershipWhenRevoked
        }
    }

    let cluster: SimulatedCluster
    let client: SimulatedConsumer

    /// The topics it was opened with, in index order.
    public let topics: [String]
    /// Partitions of every topic, which is the number of tasks.
    public var taskCount: Int { client.group.taskCount }

    /// Opens a member of a group. `member` names the process, which `SimulatedCluster.kill` ends; it
    /// enters the group with its first `poll`. All topics must have as many partitions as the anchor.
    public init(
        _ cluster: SimulatedCluster,
        member: String,
        group: String,
        anchorTopic: String,
        topics: [String],
        settings: Settings = Settings()
    ) {
        let taskCount = cluster.partitionCount(of: anchorTopic)
        for topic in topics {
            precondition(
                cluster.partitionCount(of: topic) == taskCount,
                "The topic \(topic) has not as many partitions as the anchor \(anchorTopic)."
            )
        }
        self.cluster = cluster
        self.topics = topics
        client = SimulatedConsumer(
            cluster,
            member: member,
            topics: topics.map { cluster.index(of: $0) },
            group: cluster.group(group, taskCount: taskCount),
            settings: settings
        )
        cluster.consumers.append(client)
    }

    /// Serves the group and returns one thing that happened, or nil.
    public mutating func poll() -> SourceEvent? { client.poll() }

    /// Our membership as of the last assignment, also one of no tasks; nil before the first.
    public var membership: Membership? { client.membership }

    /// Answers an assignment; `located` follows for each task.
    public mutating func start(tasks: [Int32]) throws(BrokerError) {
        guard client.isUsable else { return }
        client.start(tasks)
    }

    /// Begins to deliver topics of located tasks.
    public mutating func read(_ places: [TopicOffset]) throws(BrokerError) {
        guard client.isUsable else { return }
        client.read(places)
    }

    /// Delivers no more of a topic of a task.
    public mutating func endReading(topic: Int, task: Int32) throws(BrokerError) {
        client.endReading(topic, task)
    }

    /// Gives tasks back; traps when one of their messages was not released.
    public mutating func stop(tasks: [Int32]) throws(BrokerError) {
        guard client.isUsable else { return }
        client.stop(tasks)
    }

    /// Takes up to `maximum` messages of one topic of one task.
    public mutating func receive(
        topic: Int,
        task: Int32,
        maximum: Int,
        _ body: (InboundMessage) -> Void
    ) -> Int {
        client.receive(topic, task, maximum, body)
    }

    /// Commits offsets without waiting; a refusal comes back through `poll`.
    public mutating func commit(_ offsets: [TopicOffset]) throws(BrokerError) {
        client.commit(offsets)
    }

    /// Records between the position and the high watermark.
    public func lag(topic: Int, task: Int32) -> Int64? { client.lag(topic, task) }

    /// The simulated client writes no log of its own; see the cluster's trace.
    public mutating func drainNotes(_ body: (String) -> Void) {}

    /// Returns at once.
    public mutating func wait(milliseconds: Int) {}

    /// Commits what is pending and leaves the group, if the cluster answers.
    public mutating func close(milliseconds: Int) { client.close() }

    /// Gives a message's memory back, exactly once per message.
    public static func release(_ handle: UnsafeMutableRawPointer) {
        unsafe MessageBox.release(handle)
    }
}
