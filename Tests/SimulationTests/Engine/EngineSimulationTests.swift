import Engine
import Simulation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// How many seeds a test run tries, and where it begins.
enum SeedRange {
    /// As many as fit into about half a minute of a debug build on one processor; `takt verify` runs
    /// any number in a release build.
    static let usualCount: UInt64 = 100

    /// `SEED` names one seed; `SIMULATION_SEEDS` and `SIMULATION_FIRST` a range.
    static var seeds: Range<UInt64> {
        if let seed = number("SEED") { return seed..<seed + 1 }
        let first = number("SIMULATION_FIRST") ?? 1
        return first..<first + (number("SIMULATION_SEEDS") ?? usualCount)
    }

    /// Lines of the trace with each failure; `SIMULATION_TRACE` asks for more.
    static var traceLineCount: Int { Int(number("SIMULATION_TRACE") ?? 50) }

    private static func number(_ name: String) -> UInt64? {
        guard let text = unsafe getenv(name) else { return nil }
        return UInt64(unsafe String(cString: text))
    }
}

@Suite("Whole engines over a simulated cluster")
struct EngineSimulationTests {
    @Test("whatever fails, committed outputs are those of the order that the log states")
    func seeds() throws {
        let model = try SimulationModel(contractsFolder: Model.topics)
        var campaign = SeedCampaign(model: model)
        campaign.run(SeedRange.seeds) { _ in true }
        for failure in campaign.failures.prefix(3) {
            let again = EngineSimulation.run(seed: failure.seed, model: model, keepsTrace: true)
            Issue.record("\(again.report(lineCount: SeedRange.traceLineCount))")
        }
        print("\(campaign.seedCount) seeds: \(campaign.statistics)")
        #expect(campaign.failedCount == 0, "\(campaign.failures.map(\.seed))")
        #expect(campaign.statistics.outputs > 0)
        if campaign.seedCount >= 100 { expectFaults(campaign.statistics) }
        let gone = campaign.statistics.evictions
        // One seed alone may have none.
        #expect(
            campaign.seedCount < 20
                || gone.machines > 0 && gone.series > gone.machines && gone.keys > 0
        )
    }

    /// A fault that never strikes proves nothing about it.
    private func expectFaults(_ statistics: SimulationStatistics) {
        for fault in MemberFault.allCases { #expect(statistics[fault] > 0, "\(fault)") }
        for fault in BrokerFault.often { #expect(statistics[fault] > 0, "\(fault)") }
        #expect(statistics.kills > 0 && statistics.expulsions > 0 && statistics.failures > 0)
    }

    @Test("the same seed gives the same run")
    func determinism() throws {
        let model = try SimulationModel(contractsFolder: Model.topics)
        for seed in SeedRange.seeds.prefix(10) {
            let first = EngineSimulation.run(seed: seed, model: model)
            let second = EngineSimulation.run(seed: seed, model: model, keepsTrace: true)
            #expect(first.traceHash == second.traceHash, "seed \(seed)")
        }
    }
}

/// Where the contracts lie.
enum Model {
    static let topics: String = {
        let parts = #filePath.split(separator: "/").dropLast(4)
        return "/" + parts.joined(separator: "/") + "/topics"
    }()
}
