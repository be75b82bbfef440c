import Records
import TestSupport
import Testing

@testable import ProcessControl

@Suite struct LimitWatchTests {
    /// All points kept, and everything computed from them each time.
    struct Notebook {
        var points: [(point: WatchedPoint, isSignal: Bool)] = []

        var signalCount: Int { points.suffix(20).count { $0.isSignal } }

        var sideRun: Int {
            let sides = points.map { ($0.point.value - $0.point.centre) }
            guard let last = sides.last, last != 0 else { return 0 }
            return sides.reversed().prefix { ($0 > 0) == (last > 0) && $0 != 0 }.count
        }

        /// Points after the place where the sum of one side was last zero.
        func since(_ sign: Double) -> (sum: Double, points: [WatchedPoint]) {
            var sums = [0.0]
            for entry in points {
                let z = min(max(entry.point.z, -10), 10)
                sums.append(max(0, sums[sums.count - 1] + sign * z - 0.5))
            }
            let zero = sums.lastIndex { $0 <= 0 } ?? 0
            return (sums[sums.count - 1], points[zero...].map(\.point))
        }

        var lastBlock: [WatchedPoint] {
            let count = points.count / LimitWatch.blockCount * LimitWatch.blockCount
            return points[..<count].suffix(LimitWatch.blockCount).map(\.point)
        }
    }

    private func point(_ value: Double, ratio: Double = .nan) -> WatchedPoint {
        var verdict = PointVerdict(number: 1, statistic: value, outcome: .monitoring)
        verdict.limits = LocationLimits(centre: 5, standardError: 2)
        verdict.dispersion = ratio
        verdict.dispersionLimits = DispersionLimits(sigma: 1, factors: (1, 0.5))
        return WatchedPoint(verdict, size: 1)
    }

    @Test func `a watch knows what somebody who kept all points would compute`() throws {
        let seed = testSeed()
        var normal = NormalSource(generator: SeededGenerator(seed: seed))
        for round in 0..<20 {
            var watch = LimitWatch(referenceCount: 100)
            var book = Notebook()
            for index in 0..<150 {
                let shift = round.isMultiple(of: 2) && index > 100 ? 2.0 : 0
                let next = point(5 + shift + 2 * normal.next(), ratio: abs(1 + normal.next() / 3))
                let isSignal = abs(next.z) > 1.5
                if watch.observe(next, isSignal: isSignal) { watch.close(freedom: 20) }
                book.points.append((next, isSignal))
                let evidence = watch.evidence
                #expect(evidence.signalCount == book.signalCount, "seed \(seed), point \(index)")
                #expect(evidence.sideRun == book.sideRun, "seed \(seed), point \(index)")
                #expect(watch.hasGrounds == !evidence.grounds.isEmpty)
            }
            let sides = [book.since(1), book.since(-1)]
            let larger = sides[0].sum >= sides[1].sum ? sides[0] : sides[1]
            #expect(
                Int(max(watch.upper.count, watch.lower.count)) == sides.map(\.points.count).max()
            )
            if watch.evidence.grounds.contains(.shift) || watch.evidence.grounds.contains(.storm),
                larger.points.count >= 8
            {
                let made = try watch.estimate(centre: 5, sigma: 2)
                let count = Double(larger.points.count)
                let mean = larger.points.reduce(0) { $0 + $1.value } / count
                let ratio = larger.points.reduce(0) { $0 + $1.sigmaRatio } / count
                #expect(made.pointCount == larger.points.count, "seed \(seed)")
                #expect(abs(made.mean - mean) < 1e-9 && abs(made.sigma - 2 * ratio) < 1e-4)
            }
            var moments = Moments()
            for point in book.lastBlock { moments.add(point.z) }
            let found = watch.evidence.autocorrelation
            #expect(abs(found - moments.autocorrelation) < 1e-4, "seed \(seed)")
        }
    }

    @Test func `spread and dependence are grounds, a stable process mostly is none`() throws {
        var normal = NormalSource(generator: SeededGenerator(seed: 9))
        var wide = LimitWatch(referenceCount: 100)
        var slow = LimitWatch(referenceCount: 100)
        var level = 0.0
        for _ in 0..<30 {
            let z = normal.next()
            if wide.observe(point(5 + 6 * z, ratio: 3), isSignal: false) { wide.close(freedom: 20) }
            level = 0.9 * level + 0.19.squareRoot() * z
            if slow.observe(point(5 + 2 * level), isSignal: false) { slow.close(freedom: .nan) }
        }
        #expect(wide.evidence.grounds.contains(.spread))
        #expect(slow.evidence.grounds.contains(.autocorrelation))
        #expect(slow.evidence.sigmaRatio.isNaN && !slow.evidence.grounds.contains(.spread))
        var quiet = 0
        for _ in 0..<40 {
            var watch = LimitWatch(referenceCount: 100)
            var isQuiet = true
            for _ in 0..<40 {
                let next = point(5 + 2 * normal.next(), ratio: 1 + normal.next() / 3)
                if watch.observe(next, isSignal: false) { watch.close(freedom: 20) }
                isQuiet = isQuiet && !watch.hasGrounds
            }
            quiet += isQuiet ? 1 : 0
        }
        #expect(quiet >= 30, "\(quiet) of 40")
    }

    @Test func `a watch that was written and read goes on as the one that was not`() throws {
        var normal = NormalSource(generator: SeededGenerator(seed: testSeed()))
        var watch = LimitWatch(referenceCount: 25)
        for _ in 0..<73 {
            if watch.observe(point(6 + normal.next(), ratio: 1), isSignal: true) {
                watch.close(freedom: 20)
            }
            let bytes = stateBytes { watch.write(to: &$0) }
            let copy = try readState(bytes) { (reader: inout StateReader) throws(StateError) in
                try LimitWatch(from: &reader)
            }
            #expect(stateBytes { copy.write(to: &$0) } == bytes)
        }
        let bytes = stateBytes { watch.write(to: &$0) }
        let read = { (reader: inout StateReader) throws(StateError) -> LimitWatch in
            try LimitWatch(from: &reader)
        }
        #expect(truncationsAccepted(bytes, read) == [])
    }
}
