import Records
import TestSupport
import Testing

@testable import ProcessControl

@Suite struct PooledDeviationTests {
    @Test(arguments: [false, true])
    func `a chart that pools estimates what the batch formula says`(sizeVaries: Bool) throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let groups = (0..<12).map { index in
            (0..<(sizeVaries ? 2 + index % 5 : 5)).map { _ in
                Double.random(in: 9...12, using: &generator)
            }
        }
        let design = try ChartDesign(
            kind: .meanDeviation,
            subgroupSize: 5,
            sizeVaries: sizeVaries,
            limits: .estimated(count: groups.count),
            isPooled: true
        )
        var chart = ControlChart(design)
        for (index, group) in groups.enumerated() {
            _ = chart.plot(group)
            // Half-way it is written and read, so that what it has collected is in its state.
            guard index == 6 else { continue }
            let bytes = stateBytes { chart.write(to: &$0) }
            chart = try readState(bytes) { (reader: inout StateReader) throws(StateError) in
                try ControlChart(design: design, from: &reader)
            }
        }
        let estimate = try ProcessEstimate(
            groups.compactMap { SubgroupSummary($0) },
            method: .pooledDeviation
        )
        #expect(agree(chart.sigma ?? .nan, estimate.sigma, within: 1e-12), "seed \(seed)")
        #expect(
            agree(chart.locationLimits?.centre ?? .nan, estimate.mean, within: 1e-12),
            "seed \(seed)"
        )
    }
}
