import Engine
import Simulation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// One promise that is broken on purpose.
struct Sabotage: Sendable, CustomTestStringConvertible {
    var name: String
    var engine = EngineSafeguards()
    var broker = BrokerSafeguards()

    var testDescription: String { name }

    private init(_ name: String, _ path: WritableKeyPath<EngineSafeguards, Bool>) {
        self.name = name
        engine[keyPath: path] = false
    }

    private init(_ name: String, _ path: WritableKeyPath<BrokerSafeguards, Bool>) {
        self.name = name
        broker[keyPath: path] = false
    }

    /// The ones that few seeds notice quickly; all of them take minutes (`SAFEGUARDS=all`).
    static var usual: [Sabotage] {
        if unsafe getenv("SAFEGUARDS") != nil { return all }
        let quick = ["logsTicks", "logsEnds", "holdsBackRepeats", "commitsAfterOutputs"]
        return all.filter { quick.contains($0.name) }
    }

    /// Every switch there is.
    static var all: [Sabotage] {
        [
            Sabotage("commitsAfterOutputs", \.commitsAfterOutputs),
            Sabotage("logsOrderFirst", \.logsOrderFirst),
            Sabotage("logsTicks", \.logsTicks),
            Sabotage("logsEnds", \.logsEnds),
            Sabotage("holdsBackRepeats", \.holdsBackRepeats),
            Sabotage("checksSnapshots", \.checksSnapshots),
            Sabotage("dropsForeignBundles", \.dropsForeignBundles),
            Sabotage("waitsForLog", \.waitsForLog),
            Sabotage("repeatsAborted", \.repeatsAborted),
            Sabotage("rewindsInput", \.rewindsInput),
            Sabotage("finishesBeforeLeaving", \.finishesBeforeLeaving),
            Sabotage("fencesProducers", \.fencesProducers),
            Sabotage("checksGenerations", \.checksGenerations),
            Sabotage("isolatesTransactions", \.isolatesTransactions),
            Sabotage("waitsForPendingOffsets", \.waitsForPendingOffsets),
            Sabotage("deduplicatesSends", \.deduplicatesSends),
            Sabotage("holdsOffsetsUntilCommit", \.holdsOffsetsUntilCommit),
        ]
    }
}

@Suite("An oracle that never fails says nothing")
struct SafeguardTests {
    /// Seeds within which a broken promise must be noticed.
    private static let seedCountMax: UInt64 = 300

    @Test("each promise that is broken is noticed", arguments: Sabotage.usual)
    func noticed(_ sabotage: Sabotage) throws {
        let model = try SimulationModel(contractsFolder: Model.topics)
        for seed in 1...Self.seedCountMax {
            let result = EngineSimulation.run(
                seed: seed,
                model: model,
                safeguards: sabotage.engine,
                brokerSafeguards: sabotage.broker
            )
            if let problem = result.problems.first {
                print("\(sabotage.name) is noticed by seed \(seed): \(problem.prefix(160))")
                return
            }
        }
        Issue.record("\(sabotage.name) is noticed by none of \(Self.seedCountMax) seeds")
    }
}
