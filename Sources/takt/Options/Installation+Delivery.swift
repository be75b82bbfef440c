import KafkaBroker

extension Installation {
    /// Whether the engine delivers exactly once there: wherever transactions mean something, unless the
    /// configuration says otherwise; an embedded broker only plays along.
    func isExactlyOnce(on settings: KafkaSettings) throws(Failure) -> Bool {
        guard configuration.delivery != .atLeastOnce else { return false }
        var admin = try ClusterAdmin(settings)
        guard try admin.isEmbedded() else { return true }
        if configuration.delivery == .exactlyOnce {
            throw Failure(
                "'delivery: exactly-once' needs a broker with transactions, and \(settings.brokers) "
                    + "is an embedded one. Name a cluster, or write 'delivery: auto'."
            )
        }
        return false
    }
}
