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

    /// Every switch whose absence a few hundred seeds notice.
    static var all: [Sabotage] {
        [
            Sabotage("commitsAfterOutputs", \.commitsAfterOutputs),
            Sabotage("logsTicks", \.logsTicks),
            Sabotage("logsEnds", \.logsEnds),
            Sabotage("holdsBackRepeats", \.holdsBackRepeats),
            Sabotage("repeatsAborted", \.repeatsAborted),
            Sabotage("rewindsInput", \.rewindsInput),
            Sabotage("copiesBeforeChange", \.copiesBeforeChange),
            Sabotage("fencesProducers", \.fencesProducers),
            Sabotage("isolatesTransactions", \.isolatesTransactions),
            Sabotage("deduplicatesSends", \.deduplicatesSends),
            Sabotage("holdsOffsetsUntilCommit", \.holdsOffsetsUntilCommit),
        ]
    }

    /// The switches whose absence only many seeds notice, or none yet: other checks do their work as
    /// well, or what they prevent takes two accidents at once.
    static var rare: [Sabotage] {
        [
            Sabotage("logsOrderFirst", \.logsOrderFirst),
            Sabotage("checksSnapshots", \.checksSnapshots),
            Sabotage("dropsForeignBundles", \.dropsForeignBundles),
            Sabotage("waitsForLog", \.waitsForLog),
            Sabotage("finishesBeforeLeaving", \.finishesBeforeLeaving),
            Sabotage("checksGenerations", \.checksGenerations),
            Sabotage("waitsForPendingOffsets", \.waitsForPendingOffsets),
        ]
    }
}

@Suite("An oracle that never fails says nothing")
struct SafeguardTests {
    /// Seeds within which a broken promise must be noticed.
    private static let seedCountMax: UInt64 = 300

    @Test("each promise that is broken is noticed", arguments: Sabotage.all)
    func noticed(_ sabotage: Sabotage) throws {
        guard Self.isAsked(sabotage) else { return }
        let seed = try firstSeed(sabotage, within: Self.seedCountMax)
        #expect(seed != nil, "\(sabotage.name) is noticed by none of \(Self.seedCountMax) seeds")
    }

    @Test(
        "some broken promises take many seeds",
        .enabled(if: SeedRange.isLong),
        arguments: Sabotage.rare
    )
    func seldomNoticed(_ sabotage: Sabotage) throws {
        guard Self.isAsked(sabotage) else { return }
        let count = UInt64(SeedRange.seeds.count)
        if try firstSeed(sabotage, within: count) == nil {
            print("\(sabotage.name) is noticed by none of \(count) seeds")
        }
    }

    /// `SABOTAGE` names the only one to try.
    private static func isAsked(_ sabotage: Sabotage) -> Bool {
        guard let name = unsafe getenv("SABOTAGE") else { return true }
        return unsafe String(cString: name) == sabotage.name
    }

    private func firstSeed(_ sabotage: Sabotage, within count: UInt64) throws -> UInt64? {
        let model = try SimulationModel(contractsFolder: Model.topics)
        for seed in 1...count {
            let result = EngineSimulation.run(
                seed: seed,
                model: model,
                safeguards: sabotage.engine,
                brokerSafeguards: sabotage.broker
            )
            guard let problem = result.problems.first else { continue }
            print("\(sabotage.name) is noticed by seed \(seed): \(problem.prefix(160))")
            return seed
        }
        return nil
    }
}
