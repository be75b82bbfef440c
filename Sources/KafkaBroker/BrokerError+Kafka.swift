import CRDKafka
import Records

extension BrokerError {
    /// An error of librdkafka with a whole sentence of ours.
    init(kafka code: rd_kafka_resp_err_t, _ sentence: String, isFatal: Bool = false) {
        self.init(
            code: code.rawValue,
            name: unsafe string(rd_kafka_err2name(code)),
            message: sentence,
            isRetriable: !isFatal && Self.retriableCodes.contains(code.rawValue),
            isFatal: isFatal || Self.fatalCodes.contains(code.rawValue)
        )
    }

    /// An error of librdkafka: what we tried, then the library's own text.
    init(kafka code: rd_kafka_resp_err_t, doing: String, remedy: String = "") {
        let text = unsafe string(rd_kafka_err2str(code))
        let known = Self.remedies[code.rawValue] ?? ""
        self.init(kafka: code, Self.sentence(doing, text, remedy.isEmpty ? known : remedy))
    }

    /// An error object of librdkafka, which is destroyed here.
    init(consuming error: OpaquePointer, doing: String) {
        let remedy = unsafe Self.remedies[rd_kafka_error_code(error).rawValue]
        unsafe self.init(
            code: rd_kafka_error_code(error).rawValue,
            name: string(rd_kafka_error_name(error)),
            message: Self.sentence(doing, string(rd_kafka_error_string(error)), remedy ?? ""),
            isRetriable: rd_kafka_error_is_retriable(error) != 0,
            isFatal: rd_kafka_error_is_fatal(error) != 0,
            isAbortable: rd_kafka_error_txn_requires_abort(error) != 0
        )
        unsafe rd_kafka_error_destroy(error)
    }

    /// "Doing failed: text. Remedy", with one full stop between.
    static func sentence(_ doing: String, _ text: String, _ remedy: String) -> String {
        let stop = text.hasSuffix(".") ? "" : "."
        return "\(doing) failed: \(text)\(stop)" + (remedy.isEmpty ? "" : " \(remedy)")
    }

    // Source: the "retriable" column of Kafka's protocol error table, and librdkafka's local codes
    // for a broker that cannot be reached at the moment.
    private static let retriableCodes: Set<Int32> = Set(
        [
            RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
            RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE,
            RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, RD_KAFKA_RESP_ERR__WAIT_COORD,
            RD_KAFKA_RESP_ERR__QUEUE_FULL, RD_KAFKA_RESP_ERR__RESOLVE, RD_KAFKA_RESP_ERR__RETRY,
            RD_KAFKA_RESP_ERR__IN_PROGRESS, RD_KAFKA_RESP_ERR__PREV_IN_PROGRESS,
            RD_KAFKA_RESP_ERR__WAIT_CACHE,
            RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
            RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
            RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS,
            RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_COORDINATOR,
            RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
            RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND,
            RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, RD_KAFKA_RESP_ERR_NOT_CONTROLLER,
            RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR,
            RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT,
            RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS,
        ].map(\.rawValue)
    )

    /// What the broker refuses until a person does something about it, and what that is.
    static let remedies: [Int32: String] = Dictionary(
        uniqueKeysWithValues: [
            (
                RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
                "Allow this user to read the inputs and to read and write the other topics (ACLs), "
                    + "then start again."
            ),
            (
                RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
                "Allow this user to read the consumer group that is named as the application (ACLs), "
                    + "then start again."
            ),
            (
                RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                "Allow this user to write with transactional ids that begin with the application's "
                    + "name (ACLs), then start again."
            ),
            (
                RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
                "Allow this user the idempotent write on the cluster (ACLs), then start again."
            ),
            (RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, deletedTopic),
            (RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, deletedTopic),
            (
                RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
                "Raise 'max.message.bytes' of the topic, and 'message.max.bytes' here if the record "
                    + "did not leave; the record is written again after a restart."
            ),
        ].map { ($0.0.rawValue, $0.1) }
    )

    /// What to do when a topic that was there is not there any more.
    static let deletedTopic =
        "Was the topic deleted while Takt was running? Create it with `takt topics apply`, then start "
        + "again."

    private static let fatalCodes: Set<Int32> = Set(
        [RD_KAFKA_RESP_ERR__FATAL, RD_KAFKA_RESP_ERR__FENCED].map(\.rawValue)
    )
}
