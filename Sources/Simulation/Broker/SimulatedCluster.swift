import Records

/// A Kafka cluster in memory, for tests that replay from a seed (in the spirit of FoundationDB and
/// TigerBeetle): logs, groups, transactions and their faults.
///
/// It belongs to one thread. It reads no clock: whoever schedules the test moves its time by
/// `advance`, and all that is due on the way happens in order of time. Calls that wait for the
/// cluster never move the time; they take what is due within their time-out early or give up. The
/// same seed and the same calls give the same trace.
public final class SimulatedCluster {
    struct Topic {
        var name: String
        var logs: [PartitionLog]
    }

    /// How often it misbehaves; may be changed at any time.
    public var faults: BrokerFaults {
        didSet { planOutage() }
    }
    /// Its promises; a test breaks one to prove that it would notice.
    public var safeguards = BrokerSafeguards()
    /// Virtual time in milliseconds.
    public internal(set) var now: Int64
    /// What happened, as sentences with their time.
    public private(set) var trace: [String] = []
    /// Whether `trace` grows.
    public var keepsTrace = true

    var random: PlantRandom
    var topics: [Topic] = []
    var groups: [ConsumerGroup] = []
    var transactionalIDs: [TransactionalID] = []
    var consumers: [SimulatedConsumer] = []
    var producers: [SimulatedProducer] = []
    var outageEnd: Int64?
    var nextOutage: Int64?
    var outageCount = 0
    /// What it answers to whoever reads or writes a topic, until a person has done something about it.
    var refusals: [Int: BrokerError] = [:]
    /// How often each fault has struck, by its raw value.
    var strikeCounts = Array(repeating: 0, count: BrokerFault.allCases.count)
    private var lastProducerID: Int64 = 0
    private var lastMemberNumber = 0

    /// An empty cluster.
    public init(seed: UInt64, faults: BrokerFaults = BrokerFaults(), now: Int64 = 0) {
        random = PlantRandom(seed: seed, stream: 0xB40CE4)
        self.faults = faults
        self.now = now
        planOutage()
    }

    /// Creates a topic.
    public func createTopic(_ name: String, partitionCount: Int) {
        precondition(partitionCount > 0, "The topic \(name) needs a partition.")
        precondition(!topics.contains { $0.name == name }, "The topic \(name) exists already.")
        let logs = Array(repeating: PartitionLog(), count: partitionCount)
        topics.append(Topic(name: name, logs: logs))
    }

    func note(_ what: @autoclosure () -> String) {
        if keepsTrace { trace.append("\(now) \(what())") }
    }

    /// Index of a topic, which must exist.
    func index(of topic: String) -> Int {
        guard let index = topics.firstIndex(where: { $0.name == topic }) else {
            preconditionFailure("The topic \(topic) was not created in the simulated cluster.")
        }
        return index
    }

    func nextProducerID() -> Int64 {
        lastProducerID += 1
        return lastProducerID
    }

    func nextMemberID(_ member: String) -> String {
        lastMemberNumber += 1
        return "\(member)-\(lastMemberNumber)"
    }

    /// Whether a fault strikes now; counts it.
    func strikes(_ fault: BrokerFault) -> Bool {
        guard random.chance(faults[fault]) else { return false }
        strikeCounts[fault.rawValue] += 1
        return true
    }

    /// Zero, or when a fault strikes up to the longest delay.
    func delay(_ fault: BrokerFault) -> Int64 {
        guard strikes(fault) else { return 0 }
        return fault == .markerDelay
            ? some(faults.markerDelayMillisecondsMax) : some(faults.delayMillisecondsMax)
    }

    /// One millisecond up to a longest delay.
    func some(_ maximum: Int64) -> Int64 { 1 + Int64(random.below(Int(max(maximum, 1)))) }

    func describe(_ place: TopicPartition) -> String {
        "\(topics[place.topic].name)/\(place.partition)"
    }
}
