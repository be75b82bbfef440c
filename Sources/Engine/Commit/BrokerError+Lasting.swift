import Records

extension BrokerError {
    /// Whether the same will be refused until a person changes something: a right, a topic, a limit.
    /// To try again would be refused again, for ever, with nobody told.
    ///
    /// By the names of Kafka's protocol and of librdkafka (those with an underscore).
    var isLasting: Bool { Self.lastingNames.contains(name) }

    private static let lastingNames: Set<String> = [
        "TOPIC_AUTHORIZATION_FAILED", "GROUP_AUTHORIZATION_FAILED",
        "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "CLUSTER_AUTHORIZATION_FAILED",
        "_UNKNOWN_TOPIC", "_UNKNOWN_PARTITION", "MSG_SIZE_TOO_LARGE",
    ]
}
