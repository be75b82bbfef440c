import Engine
import Simulation
import Testing

@Suite("An oracle that never fails says nothing")
struct SafeguardTests {
    /// Seeds within which a broken promise must be noticed.
    private static let seedCountMax: UInt64 = 100

    /// The switches whose absence a few seeds notice. `takt verify --safeguards` tries all of them,
    /// in a release build; without the others two accidents have to come together.
    private static let quick: Set<String> = [
        "logsTicks", "logsEnds", "logsSets", "commitsAfterOutputs", "holdsBackRepeats",
        "repeatsAborted",
        "rewindsInput", "checksSnapshots", "isolatesTransactions", "deduplicatesSends",
        "holdsOffsetsUntilCommit", "copiesBeforeChange",
    ]

    @Test(
        "each promise that is broken is noticed",
        arguments: Sabotage.all.filter { quick.contains($0.name) }
    )
    func noticed(_ sabotage: Sabotage) throws {
        let model = try SimulationModel(contractsFolder: Model.topics)
        let notice = sabotage.firstNotice(in: 1..<1 + Self.seedCountMax, model: model)
        #expect(notice != nil, "\(sabotage.name): none of \(Self.seedCountMax) seeds notices")
        if let notice {
            print("without \(sabotage.name) seed \(notice.seed): \(notice.problems[0].prefix(160))")
        }
    }

    @Test("every safeguard and every promise of the broker has a switch that is tried")
    func complete() {
        let engine = Mirror(reflecting: EngineSafeguards()).children.compactMap(\.label)
        let broker = Mirror(reflecting: BrokerSafeguards()).children.compactMap(\.label)
        #expect(Set(Sabotage.all.map(\.name)) == Set(engine + broker))
        #expect(Self.quick.isSubset(of: Sabotage.all.map(\.name)))
    }
}

extension Sabotage: CustomTestStringConvertible {
    public var testDescription: String { name }
}
