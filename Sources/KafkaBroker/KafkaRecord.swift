/// A record with its headers, copied out of the broker's memory; for cold paths.
public struct KafkaRecord: Sendable {
    /// Index into the topics of the reader.
    public var topic: Int
    /// The partition.
    public var partition: Int32
    /// Offset in the partition.
    public var offset: Int64
    /// The broker's timestamp, milliseconds since the Unix epoch; -1 when it has none.
    public var timestampMilliseconds: Int64
    /// The key, nil for a null key.
    public var key: [UInt8]?
    /// The value, nil for a null value.
    public var value: [UInt8]?
    /// Header names and values in order; a null value reads as empty.
    public var headers: [(name: String, value: [UInt8])]
}
