import KafkaBroker

/// Puts versions of the plant file on their topic.
struct PlantPublisher {
    private static let attemptsMax = 5

    let settings: KafkaSettings
    let topic: String

    /// Gives a version the next number and publishes it. Somebody else may do the same at the same time;
    /// whoever comes second takes another number.
    ///
    /// - Parameter draft: Makes the version from what is there; nil when there is nothing to publish.
    @discardableResult
    func publish(
        _ draft: (PlantHistory) throws(Failure) -> PlantVersion?
    ) throws(Failure) -> PlantVersion? {
        for _ in 0..<Self.attemptsMax {
            let history = try PlantHistory(settings, topic: topic)
            guard var version = try draft(history) else { return nil }
            version.previous = history.newest?.number ?? 0
            version.number = version.previous + 1
            try send(version)
            if try PlantHistory(settings, topic: topic)[version.number] == version {
                return version
            }
        }
        throw Failure(
            "Others kept publishing versions of the plant file on \(topic) at the same time. Look at "
                + "`takt plant history`, then try again."
        )
    }

    private func send(_ version: PlantVersion) throws(Failure) {
        let value = version.encoded()
        guard value.count <= RuleSetVersion.byteCountMax else {
            throw Failure(
                "The plant file has \(NumberText.grouped(value.count)) bytes; one version on \(topic) "
                    + "may have \(NumberText.grouped(RuleSetVersion.byteCountMax)), which is what "
                    + "brokers take as one record. Shorten it."
            )
        }
        var delivery = try RecordDelivery(settings, topics: [topic])
        try delivery.send(topic: 0, key: Array(version.key.utf8), value: value)
        try delivery.finish(milliseconds: 10_000)
    }
}
