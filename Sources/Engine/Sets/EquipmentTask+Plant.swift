import PlantModel
import Records

/// Limits of the plant file that change while a task works. Everything else of the plant is that of the
/// process: a version from a file of another design is taken only where the charts are the same.
extension EquipmentTask {
    /// Goes on with the limits of another plant file.
    func takePlant(_ version: SetVersion, _ bench: Workbench) {
        guard let limits = bench.settings.sets?.plant(version) else {
            return bench.note(
                "Task \(number) should go over to version \(version.number) of the plant file, which is "
                    + "not on the topic any more; its limits stay as they are. Apply the file again."
            )
        }
        let origin = bench.origin
        bench.origin = Origin(InboundMessage(kind: .tick, partition: number))
        plantInForce = limits.plant
        takeLimits(limits, bench)
        bench.origin = origin
    }

    /// Looks up the file whose limits held when a state was written, before its series are read. Without
    /// its content the task knows of no version, and hears of the newest anew.
    func beginPlant(_ bench: Workbench) {
        guard let version = sets.present(.plant) else { return }
        plantInForce = bench.settings.sets?.plant(version)?.plant
        guard plantInForce == nil else { return }
        sets.forget(.plant)
        bench.note(
            "The state of task \(number) is of version \(version.number) of the plant file, which is not "
                + "on the topic any more; it begins with the file of the process. Apply the file again."
        )
    }

    /// What the plant says about a characteristic, with the limits in force here; nil when it is unknown
    /// and not to be learned.
    func plantSettings(
        of name: String,
        at path: String,
        _ bench: Workbench
    ) -> CharacteristicSettings? {
        bench.settings.plant.characteristic(named: name, at: path).map { inForce($0, at: path) }
    }

    /// Settings with the limits in force.
    func inForce(_ settings: CharacteristicSettings, at path: String) -> CharacteristicSettings {
        guard let plantInForce else { return settings }
        let other =
            plantInForce.characteristic(named: settings.name, at: path)
            ?? plantInForce.learnedSettings(named: settings.name)
        return settings.taking(limitsOf: other) ?? settings
    }
}
