import CRDKafka
import Records

/// Looks at and changes the topics of a cluster. Every call waits for the cluster.
///
/// The embedded mock cluster answers only `topics` and `partitionCount`; create its topics through
/// `MockCluster`.
@safe
public struct KafkaAdmin: ~Copyable, @unchecked Sendable {
    // Sendable because it is moved to its thread, never shared: it cannot be copied.
    var client: KafkaClient
    let timeoutMilliseconds: Int

    /// Opens a client; does not wait. Calls wait at most `connectTimeoutMilliseconds` each.
    public init(_ settings: KafkaSettings) throws(BrokerError) {
        let configuration = KafkaConfiguration()
        try configuration.apply(settings, kind: .producer)
        let client = try KafkaClient(configuration, .producer)
        self.client = client
        timeoutMilliseconds = settings.connectTimeoutMilliseconds
    }

    /// All topics of the cluster that this user may see, by name.
    public mutating func topics() throws(BrokerError) -> [TopicDescription] {
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = unsafe rd_kafka_metadata(
            client.handle,
            1,
            nil,
            &answer,
            Int32(timeoutMilliseconds)
        )
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer = unsafe answer else {
            throw BrokerError(
                kafka: code,
                doing: "Asking the cluster for its topics",
                remedy: "Check the broker address and that the brokers are up."
            )
        }
        defer { unsafe rd_kafka_metadata_destroy(answer) }
        var found: [TopicDescription] = []
        for index in 0..<Int(unsafe answer.pointee.topic_cnt) {
            let topic = unsafe answer.pointee.topics[index]
            let count = unsafe Int(topic.partition_cnt)
            let copies = unsafe count > 0 ? Int(topic.partitions[0].replica_cnt) : 0
            found.append(
                TopicDescription(
                    name: unsafe string(topic.topic),
                    partitionCount: count,
                    replicationFactor: copies
                )
            )
        }
        return found.sorted { $0.name < $1.name }
    }

    /// Whether this is librdkafka's mock cluster, which answers transactions and isolates nothing. It
    /// is known by the id it gives itself.
    public mutating func isEmbedded() throws(BrokerError) -> Bool {
        guard let id = unsafe rd_kafka_clusterid(client.handle, Int32(timeoutMilliseconds)) else {
            throw BrokerError(
                kafka: RD_KAFKA_RESP_ERR__TIMED_OUT,
                doing: "Asking the cluster for its id",
                remedy: "Check the broker address and that the brokers are up."
            )
        }
        defer { unsafe rd_kafka_mem_free(client.handle, id) }
        return string(id).hasPrefix("mockCluster")
    }

    /// Partitions of one topic, or nil when the cluster has no such topic.
    public mutating func partitionCount(of topic: String) throws(BrokerError) -> Int? {
        try topics().first { $0.name == topic }?.partitionCount
    }

    /// Creates a topic. One that exists already is an error named TOPIC_ALREADY_EXISTS.
    public mutating func create(_ topic: TopicSpecification) throws(BrokerError) {
        var text = [CChar](repeating: 0, count: 512)
        let made = unsafe rd_kafka_NewTopic_new(
            topic.name,
            Int32(topic.partitionCount),
            Int32(topic.replicationFactor),
            &text,
            text.count
        )
        guard let made = unsafe made else {
            throw BrokerError(
                kafka: RD_KAFKA_RESP_ERR__INVALID_ARG,
                "The topic \(topic.name) cannot be created: \(string(text))."
            )
        }
        defer { unsafe rd_kafka_NewTopic_destroy(made) }
        for (name, value) in topic.configuration {
            unsafe rd_kafka_NewTopic_set_config(made, name, value)
        }
        var list: [OpaquePointer?] = unsafe [made]
        try unsafe request("Creating the topic \(topic.name)") { client, options, queue in
            unsafe rd_kafka_CreateTopics(client, &list, 1, options, queue)
        } check: { event in
            var count = 0
            guard let result = unsafe rd_kafka_event_CreateTopics_result(event),
                let topics = unsafe rd_kafka_CreateTopics_result_topics(result, &count), count == 1,
                let outcome = unsafe topics[0]
            else { return nil }
            return unsafe Outcome(outcome)
        }
    }

    /// Deletes a topic and everything in it.
    public mutating func delete(topic: String) throws(BrokerError) {
        guard let made = unsafe rd_kafka_DeleteTopic_new(topic) else { return }
        defer { unsafe rd_kafka_DeleteTopic_destroy(made) }
        var list: [OpaquePointer?] = unsafe [made]
        try unsafe request("Deleting the topic \(topic)") { client, options, queue in
            unsafe rd_kafka_DeleteTopics(client, &list, 1, options, queue)
        } check: { event in
            var count = 0
            guard let result = unsafe rd_kafka_event_DeleteTopics_result(event),
                let topics = unsafe rd_kafka_DeleteTopics_result_topics(result, &count), count == 1,
                let outcome = unsafe topics[0]
            else { return nil }
            return unsafe Outcome(outcome)
        }
    }

    /// The configuration of a topic by Kafka's names, defaults included where the broker says them.
    public mutating func configuration(of topic: String) throws(BrokerError) -> [String: String] {
        guard let made = unsafe rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic) else {
            return [:]
        }
        defer { unsafe rd_kafka_ConfigResource_destroy(made) }
        var list: [OpaquePointer?] = unsafe [made]
        var found: [String: String] = [:]
        try unsafe request("Asking for the configuration of \(topic)") { client, options, queue in
            unsafe rd_kafka_DescribeConfigs(client, &list, 1, options, queue)
        } check: { event in
            var count = 0
            guard let result = unsafe rd_kafka_event_DescribeConfigs_result(event),
                let resources = unsafe rd_kafka_DescribeConfigs_result_resources(result, &count),
                count == 1, let resource = unsafe resources[0]
            else { return nil }
            found = unsafe Self.entries(resource)
            return unsafe Outcome(
                code: rd_kafka_ConfigResource_error(resource),
                text: string(rd_kafka_ConfigResource_error_string(resource))
            )
        }
        return found
    }

    private static func entries(_ resource: OpaquePointer) -> [String: String] {
        var count = 0
        guard let configs = unsafe rd_kafka_ConfigResource_configs(resource, &count) else {
            return [:]
        }
        var found: [String: String] = [:]
        for index in 0..<count {
            guard let entry = unsafe configs[index] else { continue }
            let name = unsafe string(rd_kafka_ConfigEntry_name(entry))
            found[name] = unsafe string(rd_kafka_ConfigEntry_value(entry))
        }
        return found
    }
}
