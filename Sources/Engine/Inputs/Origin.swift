import Records

/// Where the record in work came from; part of every id and every dead letter.
struct Origin {
    var topic: Int
    var partition: Int32
    var offset: Int64
    var sequence: UInt64
    var timestampMilliseconds: Int64

    init(_ message: InboundMessage) {
        topic = Int(message.topic)
        partition = message.partition
        offset = message.offset
        sequence = message.sequence
        timestampMilliseconds = message.timestampMilliseconds
    }
}
