import PlantModel
import Records
import RuleEngine

/// Everything an engine has to know before it starts; immutable and shared by its agents.
public struct EngineSettings: Sendable {
    /// Prefix of every topic name, such as `mes.`.
    public var prefix = "mes."
    /// Names the consumer group, the anchor topic and the source of CloudEvents.
    public var application = "takt"
    /// Names this process among the members of the application.
    public var instance = "1"
    /// What the tasks are keyed by.
    public var family = EngineFamily.equipment
    /// The input topics in the order of their index in sources and messages.
    public var inputs: [InputTopic]
    /// The plant.
    public var plant: Plant
    /// The rules that tasks begin with.
    public var rules: RuleSet
    /// Versions that replace rules and limits while the engine runs; nil when nobody follows any.
    public var sets: SetBoard?
    /// Partitions of every input topic, which is the number of tasks.
    public var taskCount: Int
    /// Threads that work on tasks.
    public var shardCount = 1
    /// Stated limits.
    public var limits = Limits()
    /// Whether every plotted point is published on `spc.points`.
    public var publishesPoints = false
    /// Whether every anomaly score is published on `anomaly.scores`.
    public var publishesScores = false
    /// Whether a record whose key does not hash to its partition is a dead letter.
    public var checksPartitions = true
    /// Whether outputs and input offsets go out in one transaction.
    public var isExactlyOnce = false
    /// Whether tasks keep an order log and snapshots; a replay of files needs neither.
    public var isDurable = true
    /// Bytes of a snapshot that a shard writes between two batches of messages.
    public var snapshotSliceByteCount = 64 << 10
    /// Bytes of state in one record of a snapshot; brokers take a megabyte by default.
    public var snapshotChunkBytes = 512 << 10
    /// What keeps outputs exact; tests switch parts off.
    public var safeguards = EngineSafeguards()
    /// Which parts work; benchmarks leave some out to see what the others cost.
    public var stages = EngineStages.all

    /// Settings with defaults for everything but what the plant and its rules say.
    public init(plant: Plant, rules: RuleSet, taskCount: Int, inputs: [InputTopic]? = nil) {
        self.plant = plant
        self.rules = rules
        self.taskCount = taskCount
        self.inputs = inputs ?? InputRole.allCases.map { InputTopic(role: $0, prefix: "mes.") }
    }

    /// Names of all output topics by index, with the prefix.
    public var outputNames: [String] { OutputTopic.allCases.map { prefix + $0.name } }

    /// The topic that carries no records and only distributes tasks over members.
    public var anchorTopic: String { "\(application)-tasks" }

    /// The topic that holds the order log of every task, by partition.
    public var orderTopic: String { "\(application)-order" }

    /// The compacted topic that holds the snapshots of every task, by partition.
    public var snapshotTopic: String { "\(application)-snapshots" }

    /// The topic by which windows of one path reach the path above it.
    public var contributionsTopic: String {
        family == .rollUps ? inputs[0].name : Self.contributionsTopic(of: application)
    }

    /// That topic of an application.
    public static func contributionsTopic(of application: String) -> String {
        "\(application)-contributions"
    }

    /// What a source must be opened with: the inputs, then order log and snapshots.
    public var sourceTopics: [String] {
        inputs.map(\.name) + (isDurable ? [orderTopic, snapshotTopic] : [])
    }

    /// What a sink must be opened with: the outputs, then order log, snapshots and contributions.
    public var sinkTopics: [String] {
        outputNames + (isDurable ? [orderTopic, snapshotTopic, contributionsTopic] : [])
    }

    /// Identity of the input topics and their order, as entries of the order log have it.
    public var inputsHash: UInt32 {
        UInt32(truncatingIfNeeded: StableHash.fnv1a(inputs.map(\.name).joined(separator: "\n")))
    }
}

/// Indices of the internal topics of a source, behind its inputs.
struct InternalTopics {
    let order: Int
    let snapshots: Int
    init(inputCount: Int) {
        order = inputCount
        snapshots = inputCount + 1
    }
    /// The same of a sink, behind its outputs.
    static let sinkOrder = OutputTopic.allCases.count
    static let sinkSnapshots = OutputTopic.allCases.count + 1
    static let sinkContributions = OutputTopic.allCases.count + 2
}

/// The parts of the engine that can be left out.
public struct EngineStages: OptionSet, Sendable {
    /// One bit per part.
    public let rawValue: Int
    /// A set from its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// Control charts.
    public static let charts = EngineStages(rawValue: 1)
    /// Overall equipment effectiveness.
    public static let effectiveness = EngineStages(rawValue: 2)
    /// Anomaly detectors.
    public static let anomaly = EngineStages(rawValue: 4)
    /// Rules.
    public static let rules = EngineStages(rawValue: 8)
    /// Everything but decoding and routing.
    public static let all: EngineStages = [.charts, .effectiveness, .anomaly, .rules]
}
