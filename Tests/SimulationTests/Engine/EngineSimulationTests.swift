import Engine
import Simulation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// How many seeds a test run tries, and where it begins.
enum SeedRange {
    /// As many as fit into about a minute of a debug build on one processor.
    static let usualCount: UInt64 = 250

    /// `SEED` names one seed; `SIMULATION_SEEDS` and `SIMULATION_FIRST` a range.
    static var seeds: Range<UInt64> {
        if let seed = number("SEED") { return seed..<seed + 1 }
        let first = number("SIMULATION_FIRST") ?? 1
        return first..<first + (number("SIMULATION_SEEDS") ?? usualCount)
    }

    /// Whether somebody asked for more seeds than a test run usually tries.
    static var isLong: Bool { (number("SIMULATION_SEEDS") ?? 0) > usualCount }

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
        var sum = SimulationStatistics()
        var failed: [UInt64] = []
        for seed in SeedRange.seeds {
            let result = EngineSimulation.run(seed: seed, model: model)
            sum += result.statistics
            guard !result.problems.isEmpty else { continue }
            failed.append(seed)
            if failed.count <= 3 {
                let again = EngineSimulation.run(seed: seed, model: model, keepsTrace: true)
                Issue.record("\(again.report(lineCount: SeedRange.traceLineCount))")
            }
        }
        print("\(SeedRange.seeds.count) seeds: \(sum)")
        #expect(failed.isEmpty, "\(failed.count) seeds fail: \(failed.prefix(100))")
        #expect(sum.outputs > 0)
        let gone = sum.evictions
        // One seed alone may have none.
        let isOne = SeedRange.seeds.count < 20
        #expect(isOne || gone.machines > 0 && gone.series > gone.machines && gone.keys > 0)
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
