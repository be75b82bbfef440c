import ProcessControl
import TestSupport
import Testing

@Suite struct ControlChartPropertyTests {
    private static let sizes = [1, 2, 3, 5, 10, 25]

    private func chart(_ size: Int, count: Int) throws -> ControlChart {
        let kind: ChartKind = size == 1 ? .individualsMovingRange : .meanRange
        return ControlChart(
            try ChartDesign(
                kind: kind,
                subgroupSize: size,
                rules: RunRuleSet(RunRules(rawValue: 0x3FF)),
                limits: .estimated(count: count)
            )
        )
    }

    @Test(arguments: sizes, [false, true])
    func `a chart agrees with one that keeps every reading`(size: Int, coarse: Bool) throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        var fast = try chart(size, count: 20)
        var plain = PlainChart(size: size, estimateCount: 20)
        for index in 0..<(size * 400) {
            let reading = reading(index / size, coarse, &generator)
            let verdict = fast.add(reading)
            let published = coarse ? fast.locationLimits : nil
            let expected = plain.add(reading, published: published)
            guard let verdict, let expected else {
                #expect(verdict == nil && expected == nil)
                continue
            }
            #expect(verdict.rules == expected.rules, "seed \(seed), point \(verdict.pointNumber)")
            #expect(verdict.dispersionViolated == expected.rangeViolated, "seed \(seed)")
            #expect(agree(verdict.statistic, plain.points.last ?? 0, within: 1e-13))
        }
        let limits = try #require(fast.locationLimits)
        let own = try #require(plain.limits)
        #expect(agree(limits.lcl, own.lcl, within: 1e-12), "seed \(seed)")
        #expect(agree(limits.ucl, own.ucl, within: 1e-12), "seed \(seed)")
        #expect(agree(fast.dispersionLimits?.ucl ?? 0, plain.rangeUCL, within: 1e-12))
    }

    /// Sums of uniform numbers around 50 with a drifting mean; `coarse` ones are quarters, with
    /// ties.
    private func reading(
        _ point: Int,
        _ coarse: Bool,
        _ generator: inout SeededGenerator
    ) -> Double {
        let drift = Double(point % 60) / 60
        let noise = (0..<4).reduce(0.0) { sum, _ in
            sum + Double.random(in: -1...1, using: &generator)
        }
        let value = 50 + drift + noise
        return coarse ? (value * 4).rounded() / 4 : value
    }

    @Test(arguments: sizes.dropFirst())
    func `the order of values inside a subgroup does not matter`(size: Int) throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        var inOrder = try chart(size, count: 10)
        var shuffled = inOrder
        for point in 0..<500 {
            let group = (0..<size).map { _ in reading(point, false, &generator) }
            let a = inOrder.add(subgroup: group.span)
            let b = shuffled.add(subgroup: group.shuffled(using: &generator).span)
            #expect(a.statistic == b.statistic && a.dispersion == b.dispersion, "seed \(seed)")
            #expect(a.rules == b.rules && a.dispersionViolated == b.dispersionViolated)
        }
        #expect(inOrder.locationLimits == shuffled.locationLimits)
    }

    @Test(arguments: [(1024.0, 1.0), (0, 8), (-4096, 0.25), (0, -1), (256, -2)])
    func `shifting and scaling the readings shifts and scales the chart`(
        shift: Double,
        scale: Double
    ) throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        for size in [1, 4] {
            var original = try chart(size, count: 16)
            var moved = original
            for index in 0..<(size * 500) {
                let x = reading(index / size, true, &generator)
                let a = original.add(x)
                let b = moved.add(x * scale + shift)
                guard let a, let b, a.outcome == .monitoring else { continue }
                #expect(a.rules == b.rules && a.dispersionViolated == b.dispersionViolated)
                #expect(b.statistic == a.statistic * scale + shift, "seed \(seed)")
                #expect(b.dispersion == a.dispersion * abs(scale) || b.dispersion.isNaN)
                #expect(abs(b.z - a.z * (scale < 0 ? -1 : 1)) < 1e-9, "seed \(seed)")
                #expect(agree(b.centre, a.centre * scale + shift, within: 1e-12))
            }
        }
    }
}
