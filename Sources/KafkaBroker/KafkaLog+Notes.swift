extension KafkaLog {
    /// The line as an operator reads it, with the client's own words at the end.
    var note: String { "librdkafka \(facility): \(text)" }
}

extension KafkaSource {
    /// What librdkafka wanted to log since the last call.
    public mutating func drainNotes(_ body: (String) -> Void) { drainLogs { body($0.note) } }
}

extension KafkaSink {
    /// What librdkafka wanted to log since the last call.
    public mutating func drainNotes(_ body: (String) -> Void) { drainLogs { body($0.note) } }
}
