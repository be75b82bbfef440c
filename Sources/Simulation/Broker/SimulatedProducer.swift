import Records

/// The client behind a simulated sink: an idempotent producer, with a transactional id or without.
final class SimulatedProducer {
    /// Where a producer with a transactional id stands.
    enum Stage: Equatable {
        case fresh
        case ready
        case open
        /// Decided at the broker, but the answer was lost: the same call has to be repeated.
        case unanswered(commits: Bool)
    }

    /// A record on its way to a partition.
    struct Send {
        var record: SimulatedRecord
        var tag: UInt64
        /// When the next attempt arrives.
        var due: Int64
        /// Set with the first attempt that reaches the log.
        var sequence: Int?
    }

    /// An appended record whose answer is on its way back.
    struct Answer {
        var send: Send
        /// Where the record landed; -1 when the broker only remembers that it did.
        var offset: Int64
        var due: Int64
    }

    /// Records to one partition go and are answered in order.
    struct Lane {
        var place: TopicPartition
        var sends: [Send] = []
        var answers: [Answer] = []
        var lastSequence = -1
    }

    unowned let cluster: SimulatedCluster
    /// The process it belongs to.
    let member: String
    let topics: [Int]
    let settings: SimulatedSink.Settings
    /// The coordinator's side, for a producer with a transactional id.
    let transactionalID: TransactionalID?
    var producerID: Int64
    var epoch: Int16
    var isUsable = true
    var fatalError: BrokerError?
    /// Why the open transaction can only be aborted.
    var abortError: BrokerError?
    var stage = Stage.fresh
    /// Whether the broker has, or may have, something of the open transaction.
    var hasWork = false
    var lanes: [Lane] = []
    var deliveries: [Delivery] = []
    var inFlightCount = 0

    init(
        _ cluster: SimulatedCluster,
        member: String,
        topics: [Int],
        transactionalID: TransactionalID?,
        settings: SimulatedSink.Settings
    ) {
        self.cluster = cluster
        self.member = member
        self.topics = topics
        self.transactionalID = transactionalID
        self.settings = settings
        producerID = transactionalID?.producerID ?? cluster.nextProducerID()
        epoch = transactionalID == nil ? 0 : -1
    }

    var name: String { transactionalID?.name ?? member }

    /// Whether the open transaction of its transactional id, if there is one, is its own.
    var ownsOpenTransaction: Bool {
        guard let transactionalID else { return false }
        return transactionalID.phase == .ongoing && transactionalID.epoch == epoch
    }

    /// Throws what makes every call useless, and from time to time fails for good.
    func checkUsable() throws(BrokerError) {
        guard isUsable else { throw SimulatedErrors.destroyed("The producer of \(member)") }
        cluster.serve()
        if fatalError == nil, cluster.strikes(.fatal) {
            fail(SimulatedErrors.fatal("The producer of \(member)"))
        }
        if let fatalError { throw fatalError }
    }

    /// Fails for good; nothing that is still on its way arrives.
    func fail(_ error: BrokerError) {
        guard fatalError == nil else { return }
        cluster.note("\(name) fails: \(error.name)")
        fatalError = error
        dropSends(error)
    }

    /// Leaves the cluster without finishing what is open.
    func close(milliseconds: Int) -> Bool {
        guard isUsable else { return inFlightCount == 0 }
        let isDone = flush(milliseconds: milliseconds)
        isUsable = false
        lanes = []
        return isDone
    }

    /// Ends without a word; of each partition a random beginning of what is on its way still arrives.
    func kill() {
        guard isUsable else { return }
        for index in lanes.indices {
            var arriving = cluster.random.below(lanes[index].sends.count + 1)
            while arriving > 0, attempt(index, isLast: true) { arriving -= 1 }
        }
        isUsable = false
        lanes = []
        deliveries = []
        inFlightCount = 0
    }
}
