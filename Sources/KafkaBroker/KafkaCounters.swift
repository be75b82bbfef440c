/// What a client has done since it was opened.
public struct KafkaCounters: Sendable, Equatable {
    /// Records received or handed over for sending.
    public var messageCount = 0
    /// Bytes of their keys and values.
    public var byteCount = 0
    /// Errors that were reported, retriable ones included.
    public var errorCount = 0
    /// Log lines that were dropped because nobody took them.
    public var droppedLogCount = 0
}
