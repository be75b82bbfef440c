/// What a broker refused or lost, with the library's own code and what it means for us.
public struct BrokerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The library's error code; for librdkafka `rd_kafka_resp_err_t`.
    public var code: Int32
    /// The code's name, as in the library's documentation.
    public var name: String
    /// A sentence: what happened, to which topic, partition or broker, and what to do.
    public var message: String
    /// True when trying the same thing again can help.
    public var isRetriable: Bool
    /// True when the client instance is of no more use; the process must stop.
    public var isFatal: Bool
    /// True when the open transaction must be aborted, after which work goes on.
    public var isAbortable: Bool

    /// An error; see the properties for the meaning of each part.
    public init(
        code: Int32,
        name: String,
        message: String,
        isRetriable: Bool = false,
        isFatal: Bool = false,
        isAbortable: Bool = false
    ) {
        self.code = code
        self.name = name
        self.message = message
        self.isRetriable = isRetriable
        self.isFatal = isFatal
        self.isAbortable = isAbortable
    }

    /// The sentence with the library's code behind it.
    public var description: String { "\(message) (\(name), \(code))" }
}
