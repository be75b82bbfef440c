import CRDKafka
import Records

/// librdkafka's mock cluster: a broker inside this process that other processes can talk to, too.
///
/// The embedded default of the product and the broker of its tests. Volatile; keeps 5 MiB or 100,000
/// batches a partition and drops the oldest; transactions isolate nothing; no time look-up. Listens on
/// loopback. Its functions may be called from any thread.
@safe
public struct MockCluster: ~Copyable, @unchecked Sendable {
    // Sendable because the library serialises every call through the cluster's own thread.
    private let client: OpaquePointer
    private let cluster: OpaquePointer
    /// How many brokers it has; their ids run from 1.
    public let brokerCount: Int

    /// Starts a cluster on free ports of the loopback interface.
    public init(brokerCount: Int = 1) throws(BrokerError) {
        let configuration = KafkaConfiguration()
        try configuration.set("client.id", "takt-mock-cluster")
        // Its clients say what goes wrong; nobody reads the log of the cluster's own handle.
        try configuration.set("log_level", "0")
        let client = unsafe try configuration.open(.producer)
        guard let made = unsafe rd_kafka_mock_cluster_new(client, Int32(brokerCount)) else {
            unsafe rd_kafka_destroy(client)
            throw BrokerError(
                code: rd_kafka_last_error().rawValue,
                name: "MOCK_CLUSTER",
                message:
                    "The embedded broker could not be started. Check that this process may open "
                    + "sockets on the loopback interface."
            )
        }
        unsafe self.client = unsafe client
        unsafe cluster = unsafe made
        self.brokerCount = brokerCount
    }

    deinit {
        unsafe rd_kafka_mock_cluster_destroy(cluster)
        unsafe rd_kafka_destroy(client)
    }

    /// The addresses of its brokers, for `KafkaSettings.brokers` or another program.
    public var bootstraps: String { unsafe string(rd_kafka_mock_cluster_bootstraps(cluster)) }

    /// Creates a topic. A topic that is used without being created gets four partitions.
    public func createTopic(_ name: String, partitionCount: Int) throws(BrokerError) {
        let code = unsafe rd_kafka_mock_topic_create(cluster, name, Int32(partitionCount), 1)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw BrokerError(
                kafka: code,
                doing: "Creating the topic \(name) in the embedded broker"
            )
        }
    }

    /// Makes the next requests of one kind fail, one error code each. `apiKey` as in the Kafka protocol:
    /// 0 Produce, 1 Fetch, 3 Metadata, 8 OffsetCommit, 9 OffsetFetch, 11 JoinGroup, 24 to 28 transactions.
    public func pushErrors(apiKey: Int16, codes: [Int32]) {
        let errors = codes.map { rd_kafka_resp_err_t(rawValue: $0) }
        unsafe errors.withUnsafeBufferPointer {
            unsafe rd_kafka_mock_push_request_errors_array(
                cluster,
                apiKey,
                $0.count,
                $0.baseAddress
            )
        }
    }

    /// Forgets the errors that `pushErrors` left for one kind of request.
    public func clearErrors(apiKey: Int16) {
        unsafe rd_kafka_mock_clear_request_errors(cluster, apiKey)
    }

    /// Makes a topic answer with an error code, or again without for 0.
    public func setTopicError(_ topic: String, code: Int32) {
        unsafe rd_kafka_mock_topic_set_error(cluster, topic, rd_kafka_resp_err_t(rawValue: code))
    }

    /// Stops a broker from accepting and answering, 1 to `brokerCount`; with false it comes back.
    public func setBroker(_ broker: Int, isDown: Bool) {
        _ =
            isDown
            ? unsafe rd_kafka_mock_broker_set_down(cluster, Int32(broker))
            : unsafe rd_kafka_mock_broker_set_up(cluster, Int32(broker))
    }

    /// Makes a broker the coordinator of a group (`isGroup`) or of a transactional id.
    public func setCoordinator(of key: String, isGroup: Bool, broker: Int) {
        let kind = isGroup ? "group" : "transaction"
        unsafe rd_kafka_mock_coordinator_set(cluster, kind, key, Int32(broker))
    }

    /// Delays every answer of a broker.
    public func setRoundTrip(broker: Int, milliseconds: Int) {
        unsafe rd_kafka_mock_broker_set_rtt(cluster, Int32(broker), Int32(milliseconds))
    }
}
