import KafkaBroker
import PlantModel
import Records

/// The versions of the plant file that lie on a cluster, the oldest first.
struct PlantHistory {
    private(set) var versions: [PlantVersion] = []

    init() {}

    /// Reads them from their topic.
    init(_ settings: KafkaSettings, topic: String) throws(Failure) {
        try TopicReading(settings: settings, topics: [topic]).forEach { record in
            _ = add(record.value)
        }
    }

    /// Adds the value of the next record of the topic; answers the version when it is news. Of two that
    /// took the same number at the same time the first one counts.
    mutating func add(_ value: [UInt8]?) -> PlantVersion? {
        guard let value, let version = PlantVersion(value), self[version.number] == nil
        else { return nil }
        let place = versions.firstIndex { $0.number > version.number } ?? versions.count
        versions.insert(version, at: place)
        return version
    }

    /// The version that counts, now or from its time on.
    var newest: PlantVersion? { versions.last }

    /// The version with a number.
    subscript(number: UInt64) -> PlantVersion? { versions.first { $0.number == number } }

    /// In what a plant differs from the newest version, beyond limits; nil when it can follow it.
    func partThatNeedsRestart(before plant: Plant) throws(Failure) -> String? {
        guard let newest = try newest?.plant() else { return nil }
        return plant.partThatNeedsRestart(after: newest)
    }

    /// The oldest version from which on up to the newest only limits changed. Processes take it for their
    /// plant, and reach the limits of later ones version by version: so all of them work with the same,
    /// whenever they were started. O(versions × plant).
    func beginning() throws(Failure) -> Plant? {
        guard let newest = try newest?.plant() else { return nil }
        var oldest = newest
        for version in versions.dropLast().reversed() {
            guard let plant = try? version.plant(), plant.partThatNeedsRestart(after: newest) == nil
            else { break }
            oldest = plant
        }
        return oldest
    }
}
