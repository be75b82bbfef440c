/// What one process of Takt needs to know besides the plant: `takt.yaml`.
///
/// A plain value. The command line changes fields after loading; flags win over the file.
public struct TaktConfiguration: Sendable, Hashable {
    /// Addresses such as `broker-1:9092`; empty means the embedded broker.
    public var brokers: [String] = []
    /// Properties passed to librdkafka as they are: TLS, SASL, timeouts.
    public var properties: [String: String] = [:]
    /// Name of the consumer group, and prefix of internal topics and transactional ids.
    public var application = "takt"
    /// This process among those of the application; nil takes host and process id.
    public var instance: String?
    /// Prefix of every contract topic.
    public var topicPrefix = "mes."
    /// What happens to outputs around a crash.
    public var delivery = DeliveryGuarantee.automatic
    /// Threads that own state; 0 chooses by the number of cores.
    public var shards = 0
    /// Partitions of topics that Takt creates, which is the number of tasks.
    public var tasks = 8
    /// How producers choose the partition of a key.
    public var partitioner = Partitioner.murmur2
    /// True sends records in the wrong partition through an internal topic instead of stopping.
    public var repartition = false
    /// The plant's own topics and how they become events.
    public var mappings: [TopicMapping] = []
    /// Limits of queues, tables and times.
    public var limits = Limits()
    /// Folder of the rules; nil means none.
    public var rulesPath: String?
    /// The plant file; nil means a plant that learns everything.
    public var plantPath: String?
    /// Folder of the topic contracts; nil means the built-in ones.
    public var topicsPath: String?
    /// Address of the metrics page, such as `127.0.0.1:9464`; nil serves none.
    public var metricsAddress: String?
    /// True publishes every plotted point on `spc.points`.
    public var publishesPoints = false
    /// True publishes every score on `anomaly.scores`.
    public var publishesScores = false

    /// The defaults.
    public init() {}

    /// Properties that Takt sets itself, with what to do instead.
    public static let reservedProperties: [String: String] = [
        "bootstrap.servers": "'brokers' in this file",
        "metadata.broker.list": "'brokers' in this file",
        "group.id": "'application' in this file",
        "group.instance.id": "'instance' in this file",
        "transactional.id": "'application' and 'instance' in this file",
        "enable.auto.commit": "nothing; Takt commits what it has processed",
        "enable.auto.offset.store": "nothing; Takt commits what it has processed",
        "enable.partition.eof": "nothing; Takt needs it on",
        "isolation.level": "nothing; Takt reads committed records",
        "auto.offset.reset":
            "nothing; Takt starts at the beginning and treats lost input as an error",
        "partition.assignment.strategy": "nothing; Takt assigns whole tasks",
    ]

    static let topicExpected =
        "a topic name of 1 to 249 letters, digits, '.', '_' and '-'"

    static func isTopicName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 249 && name != "." && name != ".."
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }
}
