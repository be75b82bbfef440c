/// Runs many seeds, one after the other, and sums up what came of them.
///
/// Belongs to one thread; several campaigns may run on several. A seed takes some tens of milliseconds
/// in a release build.
public struct SeedCampaign: Sendable {
    /// The failures whose results are kept; the others are counted.
    public static let keptCount = 20

    /// Seeds run so far.
    public private(set) var seedCount = 0
    /// Seeds that found a difference.
    public private(set) var failedCount = 0
    /// What the first seeds that failed had to say.
    public private(set) var failures: [SimulationResult] = []
    /// Sums over all seeds.
    public private(set) var statistics = SimulationStatistics()
    private let model: SimulationModel

    /// A campaign that has run nothing yet.
    public init(model: SimulationModel) { self.model = model }

    /// Runs the seeds in order; `goesOn` is asked before each one.
    public mutating func run(_ seeds: Range<UInt64>, while goesOn: (SeedCampaign) -> Bool) {
        for seed in seeds {
            guard goesOn(self) else { return }
            let result = EngineSimulation.run(seed: seed, model: model)
            seedCount += 1
            statistics += result.statistics
            guard !result.problems.isEmpty else { continue }
            failedCount += 1
            if failures.count < Self.keptCount { failures.append(result) }
        }
    }
}
