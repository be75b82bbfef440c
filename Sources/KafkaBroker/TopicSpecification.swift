/// A topic to create.
public struct TopicSpecification: Sendable, Equatable {
    /// Full name.
    public var name: String
    /// Number of partitions, at least 1.
    public var partitionCount: Int
    /// Copies of each record; -1 leaves it to the broker.
    public var replicationFactor: Int
    /// Topic configuration by Kafka's names, `cleanup.policy` for example.
    public var configuration: [String: String]

    /// A topic; see the properties for the meaning of each part.
    public init(
        name: String,
        partitionCount: Int,
        replicationFactor: Int = -1,
        configuration: [String: String] = [:]
    ) {
        self.name = name
        self.partitionCount = partitionCount
        self.replicationFactor = replicationFactor
        self.configuration = configuration
    }
}

/// What a cluster says about one of its topics.
public struct TopicDescription: Sendable, Equatable {
    /// Full name.
    public var name: String
    /// Number of partitions.
    public var partitionCount: Int
    /// Copies of each record, by the first partition.
    public var replicationFactor: Int
}
