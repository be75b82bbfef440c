import CRDKafka
import Records

extension KafkaClient {
    /// Opens a topic and keeps its handle, so that the library keeps its metadata warm.
    mutating func open(topic: String) throws(BrokerError) -> OpaquePointer {
        guard let opened = unsafe rd_kafka_topic_new(handle, topic, nil) else {
            throw BrokerError(kafka: rd_kafka_last_error(), doing: "Opening the topic \(topic)")
        }
        unsafe topicHandles.append(opened)
        return unsafe opened
    }

    /// Asks the cluster how many partitions a topic has, waiting until `deadline` for a leader.
    func partitionCount(
        of topic: String,
        _ opened: OpaquePointer,
        deadline: Int
    ) throws(BrokerError) -> Int {
        while true {
            var answer: UnsafePointer<rd_kafka_metadata>?
            let left = max(deadline - monotonicMilliseconds(), 1)
            let code = unsafe rd_kafka_metadata(handle, 0, opened, &answer, Int32(left))
            if code != RD_KAFKA_RESP_ERR_NO_ERROR {
                throw BrokerError(
                    kafka: code,
                    doing: "Asking the cluster about the topic \(topic)",
                    remedy: "Check the broker address and that the brokers are up."
                )
            }
            guard let answer = unsafe answer else { return 0 }
            defer { unsafe rd_kafka_metadata_destroy(answer) }
            guard unsafe answer.pointee.topic_cnt > 0 else { return 0 }
            let found = unsafe answer.pointee.topics[0]
            let error = unsafe found.err
            if error == RD_KAFKA_RESP_ERR_NO_ERROR, unsafe found.partition_cnt > 0 {
                return unsafe Int(found.partition_cnt)
            }
            // A topic that was created a moment ago has no leader yet.
            let isYoung = error == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE
            guard isYoung, monotonicMilliseconds() < deadline else {
                throw BrokerError(
                    kafka: error,
                    "The topic \(topic) cannot be used: \(unsafe string(rd_kafka_err2str(error))). "
                        + "Create the topics with 'takt topics apply', or correct its name."
                )
            }
            wait(milliseconds: 50)
        }
    }
}
