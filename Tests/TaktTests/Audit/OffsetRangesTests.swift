import TestSupport
import Testing

@testable import takt

@Suite("Ranges of offsets beside a plain set")
struct OffsetRangesTests {
    @Test("nothing is covered before anything is added, and an empty stretch adds nothing")
    func empty() {
        var ranges = OffsetRanges()
        ranges.insert(5..<5)
        #expect(ranges.ranges.isEmpty && ranges.count == 0)
        #expect(ranges.first == nil && ranges.end == nil)
        #expect(ranges.count(in: 0..<100) == 0)
    }

    @Test("stretches that touch or overlap become one, in any order")
    func merging() {
        var ranges = OffsetRanges()
        for range in [10..<20, 30..<40, 0..<5, 20..<22, 4..<11] as [Range<Int64>] {
            ranges.insert(range)
        }
        #expect(ranges.ranges == [0..<22, 30..<40])
        ranges.insert(22..<30)
        #expect(ranges.ranges == [0..<40])
    }

    @Test("random stretches hold what a set of their offsets holds")
    func twin() {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let (fast, slow) = Self.pair(&random)
            #expect(fast.count == slow.count, "SEED=\(seed)")
            #expect(fast.first == slow.min(), "SEED=\(seed)")
            #expect(fast.end == slow.max().map { $0 + 1 }, "SEED=\(seed)")
            #expect(Self.offsets(fast) == slow, "SEED=\(seed)")
            let isApart = zip(fast.ranges, fast.ranges.dropFirst()).allSatisfy {
                $0.upperBound < $1.lowerBound
            }
            #expect(isApart, "neighbours were left apart; SEED=\(seed)")
            let window = Self.range(&random)
            #expect(fast.count(in: window) == slow.count(where: window.contains), "SEED=\(seed)")
            let (other, otherSlow) = Self.pair(&random)
            let rest = fast.subtracting(other)
            #expect(Self.offsets(rest) == slow.subtracting(otherSlow), "SEED=\(seed)")
            #expect(rest.count == slow.subtracting(otherSlow).count, "SEED=\(seed)")
        }
    }

    private static func pair(_ random: inout SeededGenerator) -> (OffsetRanges, Set<Int64>) {
        var fast = OffsetRanges()
        var slow: Set<Int64> = []
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            if Bool.random(using: &random) {
                let offset = Int64.random(in: 0..<120, using: &random)
                fast.insert(offset)
                slow.insert(offset)
            } else {
                let range = range(&random)
                fast.insert(range)
                slow.formUnion(range)
            }
        }
        return (fast, slow)
    }

    private static func range(_ random: inout SeededGenerator) -> Range<Int64> {
        let start = Int64.random(in: 0..<120, using: &random)
        return start..<start + Int64.random(in: 0...20, using: &random)
    }

    private static func offsets(_ ranges: OffsetRanges) -> Set<Int64> {
        ranges.ranges.reduce(into: []) { $0.formUnion($1) }
    }
}
