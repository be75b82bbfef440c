/// A place in the input of a task.
public struct TopicOffset: Sendable, Hashable, BitwiseCopyable {
    /// Index into the topics the source was opened with.
    public var topic: Int
    /// The partition, which is the task.
    public var partition: Int32
    /// The next offset to read.
    public var offset: Int64

    /// A place in the input.
    public init(topic: Int, partition: Int32, offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }
}

/// What a source has to say besides messages.
public enum SourceEvent: Sendable {
    /// These tasks are ours now; answer with `start`.
    case assigned(tasks: [Int32])
    /// Where the group has left off in a started task: the committed offset of every topic in index
    /// order, -1 where nothing was committed. Comes once for each start, as soon as no transaction is
    /// open that could still move them.
    case located(task: Int32, offsets: [Int64])
    /// What was to be read is not on the broker any more (or not yet): the offset at `place` was
    /// deleted, or the topic was made anew. The topic of this task delivers nothing until `read`.
    case missing(place: TopicOffset, BrokerError)
    /// These tasks leave us; drop their messages, then answer with `stop`. `lost` means that the group
    /// already gave them to somebody else and commits for them will be refused.
    case revoked(tasks: [Int32], lost: Bool)
    /// Something went wrong; fatal errors end the process.
    case failed(BrokerError)
}

/// A membership of a consumer group at one moment: the group, the member and the generation.
///
/// A transaction that carries it is refused once the group has moved on (KIP-447). The broker's own
/// subclass holds what it needs; immutable, for any thread.
open class Membership: @unchecked Sendable {
    // Sendable because subclasses promise to be immutable.

    /// Counts the rebalances of the group; 0 where the broker does not tell. Of two owners of a task
    /// the later one has the higher.
    public let generation: Int32

    /// For subclasses.
    public init(generation: Int32 = 0) { self.generation = generation }
}

/// The reading half of a broker: membership, partitions, messages, commits.
///
/// Belongs to the intake thread; every call is made there and returns at once unless it says
/// otherwise. Messages are released on any thread. A task is one partition of all topics together.
public protocol MessageSource: ~Copyable {
    /// The topics it was opened with, in index order.
    var topics: [String] { get }
    /// Partitions of every topic, which is the number of tasks.
    var taskCount: Int { get }

    /// Serves the group protocol and returns one thing that happened, or nil. Call every turn.
    mutating func poll() -> SourceEvent?

    /// Our membership; nil before the first assignment. Every assignment renews it, one of no tasks
    /// as well, and so does a revocation of tasks that are not lost: they are ours until the answer.
    var membership: Membership? { get }

    /// Answers an assignment and looks up what the group has committed; `located` says it, task by
    /// task. Delivers nothing yet.
    mutating func start(tasks: [Int32]) throws(BrokerError)

    /// Begins to deliver topics of located tasks, each from its offset, -1 for the oldest record there
    /// is. For one that is being read already it goes on from the new offset, and nothing of the old
    /// stretch is delivered any more.
    mutating func read(_ places: [TopicOffset]) throws(BrokerError)

    /// Delivers no more of a topic of a task until `read` is asked for it again.
    mutating func endReading(topic: Int, task: Int32) throws(BrokerError)

    /// Gives tasks back; their messages must have been released.
    mutating func stop(tasks: [Int32]) throws(BrokerError)

    /// Takes up to `maximum` messages of one topic of one task and hands each to `body`, which from
    /// then on owes its release. Returns how many came. Never waits.
    mutating func receive(
        topic: Int,
        task: Int32,
        maximum: Int,
        _ body: (InboundMessage) -> Void
    ) -> Int

    /// Commits offsets without waiting; a refusal comes back through `poll`.
    mutating func commit(_ offsets: [TopicOffset]) throws(BrokerError)

    /// Lag in messages of one topic of one task, as far as the client knows it; nil when it does not.
    func lag(topic: Int, task: Int32) -> Int64?

    /// Hands over what the client library wanted to log since the last call, as sentences.
    mutating func drainNotes(_ body: (String) -> Void)

    /// Waits up to `milliseconds` until something may have arrived. The intake parks in here.
    mutating func wait(milliseconds: Int)

    /// Commits what is pending and leaves the group; waits at most `milliseconds`.
    mutating func close(milliseconds: Int)

    /// Gives a message's memory back; safe on any thread, exactly once per message.
    static func release(_ handle: UnsafeMutableRawPointer)
}
