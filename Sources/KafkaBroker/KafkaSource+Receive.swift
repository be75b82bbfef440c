import CRDKafka
import Records

extension KafkaSource {
    /// Takes up to `maximum` messages of one topic of one task and hands each to `body`, which from
    /// then on owes its release. Returns how many came; when that is `maximum` there may be more and
    /// `wait` would not wake for them. Never waits.
    public mutating func receive(
        topic: Int,
        task: Int32,
        maximum: Int,
        _ body: (InboundMessage) -> Void
    ) -> Int {
        let slot = slot(topic, task)
        guard readings[slot] == .active, let queue = unsafe queues[slot] else { return 0 }
        let wanted = min(maximum, Self.batchCountLimit)
        let count = unsafe rd_kafka_consume_batch_queue(queue, 0, batch, wanted)
        guard count > 0 else { return 0 }
        var byteCount = 0
        for index in 0..<count {
            guard let message = unsafe batch[index] else { continue }
            guard unsafe message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
                unsafe note(message, topic, task, body)
                continue
            }
            let record = unsafe InboundMessage(record: message, topic: topic)
            nextOffsets[slot] = record.offset + 1
            byteCount += Int(record.keyByteCount) + Int(record.valueByteCount)
            client.counters.messageCount += 1
            body(record)
        }
        client.counters.byteCount += byteCount
        return count
    }

    /// The end of a partition, or what went wrong with it.
    private mutating func note(
        _ message: UnsafeMutablePointer<rd_kafka_message_t>,
        _ topic: Int,
        _ task: Int32,
        _ body: (InboundMessage) -> Void
    ) {
        let code = unsafe message.pointee.err
        let offset = unsafe message.pointee.offset
        defer { unsafe rd_kafka_message_destroy(message) }
        if code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
            nextOffsets[slot(topic, task)] = offset
            let end = InboundMessage(
                kind: .endOfPartition,
                topic: topic,
                partition: task,
                offset: offset
            )
            body(end)
            return
        }
        client.counters.errorCount += 1
        let text = unsafe string(rd_kafka_message_errstr(message))
        if code == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET
            || code == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE
        {
            events.append(missing(code, topic, task, offset: offset, text: text))
            end(slot(topic, task))
            return
        }
        let place = "partition \(task) of \(topics[topic])"
        // The library says that there is no such topic only when it has looked for it for a while.
        let isGone = code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART
        let meant = isGone ? RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC : code
        let remedy = BrokerError.remedies[meant.rawValue] ?? ""
        let sentence = BrokerError.sentence("Reading \(place)", text, remedy)
        events.append(.failed(BrokerError(kafka: meant, sentence)))
    }

    private func missing(
        _ code: rd_kafka_resp_err_t,
        _ topic: Int,
        _ task: Int32,
        offset: Int64,
        text: String
    ) -> SourceEvent {
        // A truncated log is reported without the offset that was asked for.
        let asked = offset >= 0 ? offset : nextOffsets[slot(topic, task)]
        let error = BrokerError(
            kafka: code,
            "Input is missing: offset \(asked) of partition \(task) of \(topics[topic]) is no longer "
                + "(or not yet) on the broker (\(text)). The records between were deleted before they "
                + "were read, or the topic was created anew. Reset the group's offset of this partition "
                + "to go on with what is left, and let the topic keep its records longer."
        )
        return .missing(place: TopicOffset(topic: topic, partition: task, offset: asked), error)
    }
}

extension InboundMessage {
    /// A record of librdkafka, borrowed until it is released.
    init(record message: UnsafeMutablePointer<rd_kafka_message_t>, topic: Int) {
        var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let time = unsafe rd_kafka_message_timestamp(message, &kind)
        let key = unsafe message.pointee.key.map {
            unsafe UnsafeRawBufferPointer(start: $0, count: message.pointee.key_len)
        }
        let value = unsafe message.pointee.payload.map {
            unsafe UnsafeRawBufferPointer(start: $0, count: message.pointee.len)
        }
        unsafe self.init(
            record: topic,
            partition: message.pointee.partition,
            offset: message.pointee.offset,
            timestampMilliseconds: kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? -1 : time,
            key: key,
            value: value,
            handle: UnsafeMutableRawPointer(message)
        )
    }
}
