import Records
import TestSupport
import Testing

@testable import ProcessControl

@Suite struct RevisionTests {
    private func time(_ seconds: Int) -> EventTime {
        EventTime(nanoseconds: Int64(seconds) * 1_000_000_000)
    }

    private func chart(_ size: Int) throws -> ControlChart {
        ControlChart(
            try ChartDesign(
                kind: size == 1 ? .individualsMovingRange : .meanRange,
                subgroupSize: size,
                limits: .known(mean: 0, sigma: 1)
            )
        )
    }

    @Test(arguments: [1, 3])
    func `late subgroups end in what subgroups in order would have given`(size: Int) throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<30 {
            var normal = NormalSource(generator: generator)
            let groups = (0..<50).map { _ in (0..<size).map { _ in 1.6 * normal.next() } }
            generator = normal.generator
            // Each arrives up to six places late; equal keys keep their order.
            let order = groups.indices.sorted {
                let (a, b) = ($0 * 10 + ($0 * 37) % 60, $1 * 10 + ($1 * 37) % 60)
                return (a, $0) < (b, $1)
            }
            var late = RevisableChart(try chart(size))
            var newest: [EventTime: RevisableChart.Judgement] = [:]
            for index in order {
                let summary = try #require(SubgroupSummary(groups[index]))
                let judged = late.add(summary, at: time(index))
                for judgement in try #require(judged) {
                    let before = newest[judgement.time]?.revision ?? -1
                    #expect(judgement.revision == before + 1, "seed \(seed)")
                    newest[judgement.time] = judgement
                }
            }
            var plain = try chart(size)
            for (index, group) in groups.enumerated() {
                let verdict = plain.plot(group)
                let judged = try #require(newest[time(index)]?.verdict)
                #expect(judged.rules == verdict.rules, "seed \(seed), point \(index)")
                #expect(judged.dispersionViolated == verdict.dispersionViolated)
                #expect(judged.dispersion.bitPattern == verdict.dispersion.bitPattern)
                #expect(
                    RunRule.allCases.allSatisfy {
                        judged.members(of: $0) == verdict.members(of: $0)
                    }
                )
            }
            #expect(late.chart.pointCount == 50)
        }
    }

    @Test func `a late point completes a run, and later ones are revised`() throws {
        var late = RevisableChart(try chart(1))
        let half = try #require(SubgroupSummary([0.5]))
        for second in 0..<10 where second != 4 {
            let judged = late.add(half, at: time(second))
            #expect(judged?.count == 1)
        }
        let answer = late.add(half, at: time(4))
        let judged = try #require(answer)
        #expect(judged.map(\.time) == [4, 8].map(time))
        #expect(judged[0].revision == 0 && judged[1].revision == 1)
        #expect(judged[1].verdict.rules.contains(.oneSide))
    }

    @Test func `what is older than memory or another limit version is refused`() throws {
        var late = RevisableChart(try chart(1))
        let half = try #require(SubgroupSummary([0.5]))
        for second in 10..<100 { _ = late.add(half, at: time(second)) }
        #expect(late.entries.count == RevisableChart.pointMax)
        let tooOld = late.add(half, at: time(1))
        #expect(tooOld == nil && late.chart.pointCount == 90)
        let pair = try #require(SubgroupSummary([0.5, 1]))
        let wrongSize = late.add(pair, at: time(99))
        #expect(wrongSize?.first?.verdict.outcome == .rejectedSubgroupSize)
        #expect(late.chart.pointCount == 90)
        try late.reset(to: .known(mean: 1, sigma: 1))
        let second = late.add(half, at: time(200))
        #expect(second?.first?.verdict.limitVersion == 2)
        let ofFirst = late.add(half, at: time(150))
        #expect(ofFirst == nil)
    }

    @Test func `a signal names the lots since the last sample in control`() throws {
        var tracker = AtRiskTracker()
        func add(_ second: Int, _ lot: Int32, _ pattern: UInt16) -> AtRiskWindow? {
            tracker.add(
                TracedSample(time: time(second), lot: lot, record: Int64(second)),
                pattern: pattern
            )
        }
        #expect(add(0, 1, 0) == nil && add(1, 2, 0) == nil)
        tracker.note(lot: 3, time: time(2))
        let single = try #require(add(3, 4, 1))
        #expect(single.lastInControl?.record == 1 && single.firstOutOfControl.record == 3)
        #expect(single.lots == [2, 3, 4] && single.isComplete)
        // Two of three: the pattern reaches back to the signal before.
        let pair = try #require(add(4, 4, 0b11))
        #expect(pair.firstOutOfControl.record == 3 && pair.lots == [2, 3, 4])
        var first = AtRiskTracker()
        let lone = first.add(TracedSample(time: time(0), lot: 7), pattern: 1)
        #expect(lone?.lastInControl == nil && lone?.lots == [7] && lone?.isComplete == true)
        let read = { (reader: inout StateReader) throws(StateError) -> AtRiskTracker in
            try AtRiskTracker(from: &reader)
        }
        let bytes = stateBytes { tracker.write(to: &$0) }
        var copy = try readState(bytes, read)
        #expect(truncationsAccepted(bytes, read) == [])
        let sample = TracedSample(time: time(9), lot: 5)
        let (original, restored) = (
            tracker.add(sample, pattern: 0b101), copy.add(sample, pattern: 0b101)
        )
        #expect(original == restored)
    }
}
