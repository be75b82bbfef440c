import PlantModel

/// The versions of the plant file that lie on a cluster.
typealias PlantHistory = VersionHistory<PlantVersion>

/// Puts versions of the plant file on their topic.
typealias PlantPublisher = VersionPublisher<PlantVersion>

extension VersionHistory where Version == PlantVersion {
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
