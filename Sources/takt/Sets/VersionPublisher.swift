import KafkaBroker

/// Puts versions on their topic.
struct VersionPublisher<Version: PublishedVersion> {
    /// Bytes of a record that brokers take without further ado, less some for its head.
    private static var byteCountMax: Int { 900_000 }
    private static var attemptsMax: Int { 5 }

    let settings: KafkaSettings
    let topic: String

    /// Gives a version the next number and publishes it. Somebody else may do the same at the same time;
    /// whoever comes second takes another number.
    ///
    /// - Parameter draft: Makes the version from what is there.
    func publish(
        _ draft: (VersionHistory<Version>) throws(Failure) -> Version
    ) throws(Failure) -> Version {
        for _ in 0..<Self.attemptsMax {
            let history = try VersionHistory<Version>(settings, topic: topic)
            if let version = try attempt(try draft(history), after: history) { return version }
        }
        throw tooBusy
    }

    /// The same where there may be nothing to publish: then `draft` answers nil.
    @discardableResult
    func publishIfNew(
        _ draft: (VersionHistory<Version>) throws(Failure) -> Version?
    ) throws(Failure) -> Version? {
        for _ in 0..<Self.attemptsMax {
            let history = try VersionHistory<Version>(settings, topic: topic)
            guard let new = try draft(history) else { return nil }
            if let version = try attempt(new, after: history) { return version }
        }
        throw tooBusy
    }

    /// Publishes a version; nil when somebody else took its number first.
    private func attempt(
        _ draft: Version,
        after history: VersionHistory<Version>
    ) throws(Failure) -> Version? {
        var version = draft
        version.previous = history.newest?.number ?? 0
        version.number = version.previous + 1
        try send(version)
        let there = try VersionHistory<Version>(settings, topic: topic)[version.number]
        return there == version ? version : nil
    }

    private var tooBusy: Failure {
        Failure(
            "Others kept publishing versions of \(Version.subject) on \(topic) at the same time. Look at "
                + "`\(Version.historyCommand)`, then try again."
        )
    }

    private func send(_ version: Version) throws(Failure) {
        let value = version.encoded(withTexts: true)
        guard value.count <= Self.byteCountMax else {
            let subject = Version.subject.prefix(1).uppercased() + Version.subject.dropFirst()
            throw Failure(
                "\(subject) \(Version.size.verb) \(NumberText.grouped(value.count)) bytes; one version on "
                    + "\(topic) may have \(NumberText.grouped(Self.byteCountMax)), which is what "
                    + "brokers take as one record. \(Version.size.remedy)"
            )
        }
        var delivery = try RecordDelivery(settings, topics: [topic])
        try delivery.send(topic: 0, key: Array(version.key.utf8), value: value)
        try delivery.finish(milliseconds: 10_000)
    }
}
