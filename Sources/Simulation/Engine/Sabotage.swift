import Engine

/// One promise that is broken on purpose: a seed must notice, or the simulation proves nothing.
public struct Sabotage: Sendable {
    /// The switch.
    public let name: String
    /// The engine's safeguards, perhaps with one switched off.
    public private(set) var engine = EngineSafeguards()
    /// The broker's promises, perhaps with one broken.
    public private(set) var broker = BrokerSafeguards()

    private init(_ name: String, _ path: WritableKeyPath<EngineSafeguards, Bool>) {
        self.name = name
        engine[keyPath: path] = false
    }

    private init(_ name: String, _ path: WritableKeyPath<BrokerSafeguards, Bool>) {
        self.name = name
        broker[keyPath: path] = false
    }

    /// Every switch there is.
    public static var all: [Sabotage] {
        [
            Sabotage("logsTicks", \.logsTicks),
            Sabotage("logsEnds", \.logsEnds),
            Sabotage("logsSets", \.logsSets),
            Sabotage("commitsAfterOutputs", \.commitsAfterOutputs),
            Sabotage("logsOrderFirst", \.logsOrderFirst),
            Sabotage("holdsBackRepeats", \.holdsBackRepeats),
            Sabotage("repeatsAborted", \.repeatsAborted),
            Sabotage("rewindsInput", \.rewindsInput),
            Sabotage("checksSnapshots", \.checksSnapshots),
            Sabotage("copiesBeforeChange", \.copiesBeforeChange),
            Sabotage("dropsForeignBundles", \.dropsForeignBundles),
            Sabotage("waitsForLog", \.waitsForLog),
            Sabotage("finishesBeforeLeaving", \.finishesBeforeLeaving),
            Sabotage("fencesProducers", \.fencesProducers),
            Sabotage("isolatesTransactions", \.isolatesTransactions),
            Sabotage("deduplicatesSends", \.deduplicatesSends),
            Sabotage("holdsOffsetsUntilCommit", \.holdsOffsetsUntilCommit),
            Sabotage("checksGenerations", \.checksGenerations),
            Sabotage("waitsForPendingOffsets", \.waitsForPendingOffsets),
        ]
    }

    /// The first of some seeds that notices, and what it says; nil when none does.
    public func firstNotice(
        in seeds: Range<UInt64>,
        model: SimulationModel
    ) -> SimulationResult? {
        for seed in seeds {
            let result = EngineSimulation.run(
                seed: seed,
                model: model,
                safeguards: engine,
                brokerSafeguards: broker
            )
            if !result.problems.isEmpty { return result }
        }
        return nil
    }
}
