import Foundation
import Records
import TestSupport
import Testing

@testable import ProcessControl

@Suite struct NumericsTests {
    /// NIST StRD, univariate: certified values, and those of exact arithmetic on the given doubles.
    @Test func `moments have the digits that exact arithmetic on the given doubles has`() throws {
        for row in try ReferenceTable("nist_certified").rows {
            let name = row["dataset"] ?? ""
            let values = try ReferenceTable(name).rows.map { $0.number("y") }
            var whole = Moments()
            var sliding = SlidingMoments(windowCount: values.count)
            // The window has slid over other values before.
            for index in 0..<3 * values.count { sliding.add(Double(index) * 1e3) }
            for value in values {
                whole.add(value)
                sliding.add(value)
            }
            #expect(whole.count == Int(row.number("n")))
            for (figure, columns) in [
                ((whole.mean, sliding.mean), ("certified_mean", "recomputed_mean_fp64")),
                (
                    (whole.standardDeviation, sliding.standardDeviation),
                    ("certified_sd", "recomputed_sd_fp64")
                ),
                (
                    (whole.autocorrelation, sliding.autocorrelation),
                    ("certified_lag1_autocorr", "recomputed_r1_fp64")
                ),
            ] {
                let certified = row.number(columns.0)
                let wanted = min(13, digits(row.number(columns.1), certified) - 0.5)
                #expect(digits(figure.0, certified) >= wanted, "\(name) \(columns.0)")
                #expect(digits(figure.1, certified) >= wanted, "\(name) \(columns.0), sliding")
            }
        }
    }

    /// Logarithm of the relative error, as NIST StRD grades software.
    private func digits(_ value: Double, _ certified: Double) -> Double {
        value == certified ? 15 : min(15, -log10(abs(value - certified) / abs(certified)))
    }

    /// NumAcc3 and NumAcc4 are given by rule: a large number and a first decimal that alternates.
    @Test(arguments: [1_000_000.0, 10_000_000])
    func `a first decimal behind seven digits is not lost`(base: Double) {
        var moments = Moments()
        moments.add(base + 0.2)
        for index in 0..<1000 { moments.add(base + (index.isMultiple(of: 2) ? 0.1 : 0.3)) }
        #expect(digits(moments.mean, base + 0.2) >= 13)
        // The doubles nearest to these decimals have another deviation than the decimals.
        let low = (base + 0.2) - (base + 0.1)
        let high = (base + 0.3) - (base + 0.2)
        let centre = (high - low) / 2 * 1000 / 1001
        let squares = 500 * (low * low + high * high) - 1001 * centre * centre
        #expect(digits(moments.standardDeviation, (squares / 1000).squareRoot()) >= 13)
        #expect(abs(moments.standardDeviation - 0.1) < 1e-7)
    }

    /// 10⁸ slides when built for release.
    @Test func `a window is as exact after many slides as at first`() {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        #if DEBUG
            let slides = 60_000
        #else
            let slides = 100_000_000
        #endif
        var sliding = SlidingMoments(windowCount: 50)
        var newest: [Double] = []
        for index in 0..<slides {
            let value = 1e7 + Double(generator.next() >> 44) * 1e-7
            sliding.add(value)
            if index >= slides - 50 { newest.append(value) }
        }
        var fresh = Moments()
        for value in newest { fresh.add(value) }
        #expect(sliding.count == 50)
        #expect(agree(sliding.mean, fresh.mean, within: 2e-16), "seed \(seed)")
        #expect(agree(sliding.variance, fresh.variance, within: 1e-14), "seed \(seed)")
        #expect(agree(sliding.autocorrelation, fresh.autocorrelation, within: 1e-13))
    }

    @Test(arguments: [2, 3, 7, 64])
    func `a sliding window agrees at every step with one that keeps its values`(window: Int) {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        var sliding = SlidingMoments(windowCount: window)
        var kept: [Double] = []
        for _ in 0..<600 {
            let value = Double(Int.random(in: -40...40, using: &generator)) / 8
            sliding.add(value)
            kept = kept.suffix(window - 1) + [value]
            let mean = kept.reduce(0, +) / Double(kept.count)
            let squares = kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let products = zip(kept, kept.dropFirst()).reduce(0) {
                $0 + ($1.0 - mean) * ($1.1 - mean)
            }
            #expect(abs(sliding.mean - mean) < 1e-13, "seed \(seed)")
            guard kept.count > 1 else { continue }
            #expect(abs(sliding.variance - squares / Double(kept.count - 1)) < 1e-12)
            if squares > 0 { #expect(abs(sliding.autocorrelation - products / squares) < 1e-12) }
        }
    }

    @Test func `few, equal or unusable values have no spread`() {
        var moments = Moments()
        #expect(moments.mean.isNaN && moments.variance.isNaN)
        for value in [Double.nan, .infinity, -1e151] {
            let isTaken = moments.add(value)
            #expect(!isTaken)
        }
        #expect(moments.count == 0)
        moments.add(0.1)
        #expect(moments.mean == 0.1 && moments.variance.isNaN && moments.autocorrelation.isNaN)
        moments.add(0.1)
        #expect(moments.variance == 0 && moments.autocorrelation.isNaN)
    }

    @Test func `moments that were written and read go on as those that were not`() throws {
        var sliding = SlidingMoments(windowCount: 5)
        let read = { (reader: inout StateReader) throws(StateError) -> SlidingMoments in
            try SlidingMoments(from: &reader)
        }
        for index in 0..<23 {
            let bytes = stateBytes { sliding.write(to: &$0) }
            var copy = try readState(bytes, read)
            #expect(bytes.count <= 12 + 5 * 8 + 2 * 80)
            let value = Double(index * index % 7)
            sliding.add(value)
            copy.add(value)
            #expect(copy.mean == sliding.mean)
            #expect(copy.variance.bitPattern == sliding.variance.bitPattern)
            #expect(copy.autocorrelation.bitPattern == sliding.autocorrelation.bitPattern)
            #expect(stateBytes { copy.write(to: &$0) } == stateBytes { sliding.write(to: &$0) })
        }
        let bytes = stateBytes { sliding.write(to: &$0) }
        #expect(truncationsAccepted(bytes, read) == [])
    }
}
