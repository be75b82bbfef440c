import CRDKafka
import Records

extension KafkaAdmin {
    /// What the cluster answered about the one thing that was asked.
    struct Outcome {
        var code: rd_kafka_resp_err_t
        var text: String

        init(code: rd_kafka_resp_err_t, text: String) {
            self.code = code
            self.text = text
        }

        /// The outcome for a topic.
        init(_ topic: OpaquePointer) {
            code = unsafe rd_kafka_topic_result_error(topic)
            text = unsafe string(rd_kafka_topic_result_error_string(topic))
        }
    }

    /// Sends one administrative request and waits for its answer.
    mutating func request(
        _ doing: String,
        _ send: (OpaquePointer, OpaquePointer?, OpaquePointer?) -> Void,
        check: (OpaquePointer) -> Outcome?
    ) throws(BrokerError) {
        let queue = unsafe rd_kafka_queue_new(client.handle)
        defer { unsafe rd_kafka_queue_destroy(queue) }
        let options = unsafe rd_kafka_AdminOptions_new(client.handle, RD_KAFKA_ADMIN_OP_ANY)
        defer { unsafe rd_kafka_AdminOptions_destroy(options) }
        unsafe rd_kafka_AdminOptions_set_request_timeout(
            options,
            Int32(timeoutMilliseconds),
            nil,
            0
        )
        unsafe send(client.handle, options, queue)
        guard let event = unsafe rd_kafka_queue_poll(queue, Int32(timeoutMilliseconds) + 1000)
        else {
            throw BrokerError(
                kafka: RD_KAFKA_RESP_ERR__TIMED_OUT,
                doing: doing,
                remedy: "Check the broker address and that the brokers are up."
            )
        }
        defer { unsafe rd_kafka_event_destroy(event) }
        let code = unsafe rd_kafka_event_error(event)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            let text = unsafe string(rd_kafka_event_error_string(event))
            throw BrokerError(kafka: code, BrokerError.sentence(doing, text, ""))
        }
        guard let outcome = unsafe check(event) else { return }
        if outcome.code == RD_KAFKA_RESP_ERR_NO_ERROR { return }
        let text =
            outcome.text.isEmpty ? unsafe string(rd_kafka_err2str(outcome.code)) : outcome.text
        throw BrokerError(kafka: outcome.code, BrokerError.sentence(doing, text, ""))
    }

    /// The library's log lines that came in since the last call; at most 256 are kept.
    public mutating func drainLogs(_ body: (KafkaLog) -> Void) {
        while let event = unsafe client.nextEvent() { unsafe rd_kafka_event_destroy(event) }
        client.drainLogs(body)
    }
}
