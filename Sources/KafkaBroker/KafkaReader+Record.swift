import CRDKafka
import Records

extension KafkaReader {
    /// Deals with what the client reports besides records.
    mutating func serve() -> BrokerError? {
        while let event = unsafe client.nextEvent() {
            defer { unsafe rd_kafka_event_destroy(event) }
            guard unsafe rd_kafka_event_type(event) == RD_KAFKA_EVENT_ERROR else { continue }
            if let error = unsafe client.error(of: event) { return error }
        }
        return nil
    }

    /// What a message means; nil when it only ends a partition and others are still open.
    mutating func read(_ message: UnsafeMutablePointer<rd_kafka_message_t>) -> Step? {
        let name = unsafe string(rd_kafka_topic_name(message.pointee.rkt))
        let topic = topics.firstIndex(of: name) ?? 0
        let partition = unsafe message.pointee.partition
        let code = unsafe message.pointee.err
        if code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
            mark(topic, partition, isAtEnd: true)
            return openCount == 0 ? .atEnd : nil
        }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            let text = unsafe string(rd_kafka_message_errstr(message))
            return .failed(
                BrokerError(
                    kafka: code,
                    "Reading partition \(partition) of \(name) failed: \(text)."
                )
            )
        }
        mark(topic, partition, isAtEnd: false)
        let record = unsafe InboundMessage(record: message, topic: topic)
        client.counters.messageCount += 1
        return .record(
            KafkaRecord(
                topic: topic,
                partition: partition,
                offset: record.offset,
                timestampMilliseconds: record.timestampMilliseconds,
                key: record.hasKey ? unsafe Array(record.key) : nil,
                value: record.hasValue ? unsafe Array(record.value) : nil,
                headers: unsafe Self.headers(of: message)
            )
        )
    }

    private mutating func mark(_ topic: Int, _ partition: Int32, isAtEnd: Bool) {
        guard atEnd[topic][Int(partition)] != isAtEnd else { return }
        atEnd[topic][Int(partition)] = isAtEnd
        openCount += isAtEnd ? -1 : 1
    }

    private static func headers(
        of message: UnsafeMutablePointer<rd_kafka_message_t>
    ) -> [(name: String, value: [UInt8])] {
        var list: OpaquePointer?
        guard unsafe rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR else {
            return []
        }
        var found: [(name: String, value: [UInt8])] = []
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var count = 0
        while unsafe rd_kafka_header_get_all(list, found.count, &name, &value, &count)
            == RD_KAFKA_RESP_ERR_NO_ERROR
        {
            let bytes = unsafe UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : count)
            found.append((string(name), unsafe Array(bytes)))
        }
        return found
    }

    /// The library's log lines that came in since the last call; at most 256 are kept.
    public mutating func drainLogs(_ body: (KafkaLog) -> Void) { client.drainLogs(body) }
}
