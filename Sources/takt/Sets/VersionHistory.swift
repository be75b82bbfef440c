import KafkaBroker
import Records

/// The versions that lie on a topic, the oldest first.
struct VersionHistory<Version: PublishedVersion> {
    private(set) var versions: [Version] = []

    init() {}

    /// Reads them from their topic.
    init(_ settings: KafkaSettings, topic: String) throws(Failure) {
        try TopicReading(settings: settings, topics: [topic]).forEach { record in
            _ = add(record.value)
        }
    }

    /// Adds the value of the next record of the topic; answers the version when it is news. Of two that
    /// took the same number at the same time the first one counts.
    mutating func add(_ value: [UInt8]?) -> Version? {
        guard let value, let version = Version(value), self[version.number] == nil
        else { return nil }
        let place = versions.firstIndex { $0.number > version.number } ?? versions.count
        versions.insert(version, at: place)
        return version
    }

    /// The version that counts, now or from its time on.
    var newest: Version? { versions.last }

    /// The version with a number.
    subscript(number: UInt64) -> Version? { versions.first { $0.number == number } }
}

extension VersionHistory {
    /// Prints the versions, the newest first: as JSON, a line for each without its texts, or as a table
    /// with one column of their own.
    func list(
        json: Bool,
        column: (name: String, isRight: Bool, text: (Version) -> String),
        why: (Version) -> String
    ) {
        guard !json else {
            for version in versions.reversed() {
                Terminal.write(version.encoded(withTexts: false) + [0x0a])
            }
            return
        }
        guard !versions.isEmpty else {
            return Terminal.write("There is no version of \(Version.subject) yet.\n")
        }
        var table = TableText(
            ["version", "made", "by", "holds from", column.name, "hash", "why"],
            right: column.isRight ? ["version", column.name] : ["version"]
        )
        for version in versions.reversed() {
            table.add([
                "\(version.number)", EventText.short(version.time), version.by,
                version.effectiveFrom.map(EventText.short) ?? "at once", column.text(version),
                version.hash, why(version),
            ])
        }
        Terminal.write(table.text)
    }
}
