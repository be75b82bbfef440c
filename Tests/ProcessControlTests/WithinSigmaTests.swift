import Records
import TestSupport
import Testing

@testable import ProcessControl

@Suite struct WithinSigmaTests {
    @Test func `a stream of values or subgroups estimates what the batch formulas say`() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let values = (0..<50).map { _ in Double.random(in: 9...12, using: &generator) }
        var single = WithinSigma()
        for (index, value) in values.enumerated() {
            single.add(value)
            if index == 20 { single = try reread(single) }
        }
        let individuals = try ProcessEstimate(individuals: values)
        #expect(single.method == .meanMovingRange)
        #expect(agree(single.sigma, individuals.sigma, within: 1e-12), "seed \(seed)")
        #expect(
            agree(single.degreesOfFreedom, individuals.degreesOfFreedom, within: 1e-12),
            "seed \(seed)"
        )

        let groups = (0..<15).compactMap { index in
            SubgroupSummary(
                (0..<(2 + index % 4)).map { _ in Double.random(in: 9...12, using: &generator) }
            )
        }
        var pooled = WithinSigma()
        for (index, group) in groups.enumerated() {
            pooled.add(group)
            if index == 7 { pooled = try reread(pooled) }
        }
        let estimate = try ProcessEstimate(groups, method: .pooledDeviation)
        #expect(agree(pooled.sigma, estimate.sigma, within: 1e-12), "seed \(seed)")
        #expect(pooled.degreesOfFreedom == estimate.degreesOfFreedom)
    }

    @Test func `too few values give no sigma, and bad ones are not taken`() {
        var within = WithinSigma()
        #expect(within.method == nil && within.sigma == 0 && within.degreesOfFreedom.isNaN)
        within.add(1)
        #expect(within.method == nil)
        #expect(!within.add(.nan) && !within.add(1e200))
        within.add(1)
        #expect(within.method == .meanMovingRange && within.sigma == 0)
    }

    private func reread(_ within: WithinSigma) throws -> WithinSigma {
        try readState(stateBytes { within.write(to: &$0) }) {
            (reader: inout StateReader) throws(StateError) in try WithinSigma(from: &reader)
        }
    }
}
