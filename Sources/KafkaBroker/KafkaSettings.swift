/// How to reach a cluster and under which names; one value for source, sink, admin and reader.
///
/// Topic names are passed in full elsewhere: a prefix is the caller's affair.
public struct KafkaSettings: Sendable {
    /// `host:port` of one or more brokers, comma-separated.
    public var brokers: String
    /// The application, which is the consumer group and the start of the client id.
    public var applicationID: String
    /// This process among those of the application; part of the client id.
    public var instanceID: String
    /// How long the group waits for a silent member before its tasks move, in milliseconds.
    public var sessionTimeoutMilliseconds: Int = 6000
    /// Most bytes fetched ahead and not yet taken, per partition, in KiB.
    public var prefetchKilobytesMax: Int = 1024
    /// How long a sink collects records for one request, in milliseconds; transactional sinks use 0.
    public var lingerMilliseconds: Int = 5
    /// How often the library writes its statistics, in milliseconds; 0 means never.
    public var statisticsIntervalMilliseconds: Int = 0
    /// How long to wait for the first answer of the cluster, in milliseconds.
    public var connectTimeoutMilliseconds: Int = 5000
    /// Any librdkafka property by its own name: TLS, SASL, tuning. A name that starts with `consumer.` or
    /// `producer.` reaches only that kind of client.
    public var properties: [String: String] = [:]

    /// Settings with the defaults above.
    public init(brokers: String, applicationID: String, instanceID: String = "0") {
        self.brokers = brokers
        self.applicationID = applicationID
        self.instanceID = instanceID
    }

    /// Properties that follow from how Takt commits and recovers; setting them is refused.
    static let ownedProperties: Set<String> = [
        "auto.offset.reset", "bootstrap.servers", "enable.auto.commit", "enable.auto.offset.store",
        "enable.idempotence", "enable.partition.eof", "group.id", "isolation.level", "log.queue",
        "metadata.broker.list", "partitioner", "transactional.id",
    ]
}
