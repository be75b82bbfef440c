import KafkaBroker
import Records

/// The versions of the rules that lie on a cluster, the oldest first.
struct RuleSetHistory {
    private(set) var versions: [RuleSetVersion] = []

    init() {}

    /// Reads them from their topic.
    init(_ settings: KafkaSettings, topic: String) throws(Failure) {
        try TopicReading(settings: settings, topics: [topic]).forEach { record in
            _ = add(record.value)
        }
    }

    /// Adds the value of the next record of the topic; answers the version when it is news. Of two that took the same
    /// number at the same time the first one counts.
    mutating func add(_ value: [UInt8]?) -> RuleSetVersion? {
        guard let value, let version = RuleSetVersion(value),
            self[version.number] == nil
        else { return nil }
        let place = versions.firstIndex { $0.number > version.number } ?? versions.count
        versions.insert(version, at: place)
        return version
    }

    /// The version that counts, now or from its time on.
    var newest: RuleSetVersion? { versions.last }

    /// The version with a number.
    subscript(number: UInt64) -> RuleSetVersion? { versions.first { $0.number == number } }
}

/// Puts versions of the rules on their topic.
struct RuleSetPublisher {
    private static let attemptsMax = 5

    let settings: KafkaSettings
    let topic: String

    /// Gives a version the next number and publishes it. Somebody else may do the same at the same time;
    /// whoever comes second takes another number.
    ///
    /// - Parameter draft: Makes the version from what is there.
    func publish(
        _ draft: (RuleSetHistory) throws(Failure) -> RuleSetVersion
    ) throws(Failure) -> RuleSetVersion {
        for _ in 0..<Self.attemptsMax {
            let history = try RuleSetHistory(settings, topic: topic)
            var version = try draft(history)
            version.previous = history.newest?.number ?? 0
            version.number = version.previous + 1
            try send(version)
            if try RuleSetHistory(settings, topic: topic)[version.number] == version {
                return version
            }
        }
        throw Failure(
            "Others kept publishing versions of the rules on \(topic) at the same time. Look at `takt "
                + "rules history`, then try again."
        )
    }

    private func send(_ version: RuleSetVersion) throws(Failure) {
        let value = version.encoded()
        guard value.count <= RuleSetVersion.byteCountMax else {
            throw Failure(
                "The rules have \(NumberText.grouped(value.count)) bytes; one version on \(topic) may "
                    + "have \(NumberText.grouped(RuleSetVersion.byteCountMax)), which is what brokers "
                    + "take as one record. Shorten or remove rules."
            )
        }
        var delivery = try RecordDelivery(settings, topics: [topic])
        try delivery.send(topic: 0, key: Array(version.key.utf8), value: value)
        try delivery.finish(milliseconds: 10_000)
    }
}
