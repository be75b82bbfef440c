import RuleEngine

/// What the tasks of an engine are keyed by. Each family has its own consumer group, anchor topic, order
/// log and snapshots, so its tasks move and recover by themselves.
public enum EngineFamily: Sendable {
    /// By machine: charts, effectiveness, detectors, rules.
    case equipment
    /// By a path above machines (line, area, site, enterprise): sums of what lies below it.
    case rollUps
}

extension EngineSettings {
    /// The settings of the roll-up family of the same plant: one more engine, whose only input is what
    /// the equipment family contributes.
    public func rollUps() -> EngineSettings {
        precondition(family == .equipment, "Roll-ups are made from the settings of machines.")
        var settings = self
        settings.family = .rollUps
        settings.application = "\(application)-rollups"
        settings.inputs = [InputTopic(name: contributionsTopic, role: .contributions, mapping: nil)]
        settings.rules = .empty
        // Sums cost little: one thread does them all.
        settings.shardCount = 1
        // Our own sink writes the keys to where they belong.
        settings.checksPartitions = true
        return settings
    }
}
