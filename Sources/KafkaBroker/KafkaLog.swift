/// One line that librdkafka would have written to standard error.
public struct KafkaLog: Sendable {
    /// Severity as in syslog: 0 emergency … 3 error, 4 warning, 6 information, 7 debug.
    public var level: Int
    /// The library's word for the kind of line, `FAIL` for example.
    public var facility: String
    /// The line.
    public var text: String
}
