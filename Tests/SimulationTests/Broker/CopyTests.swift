import TestSupport
import Testing

@testable import Simulation

@Suite("Copying over the simulated broker")
struct CopyTests {
    @Test("is exactly once and in order, whatever the seed brings")
    func copyIsExact() {
        let first = testSeed()
        for seed in first..<first + 40 {
            var run = CopyRun(seed: seed)
            let isDone = run.run()
            #expect(isDone, "seed \(seed): the copy does not come to its end")
            #expect(run.faults() == [], "seed \(seed)")
            #expect(run.cluster.outstandingHandleCount() == 0, "seed \(seed)")
        }
    }

    @Test("gives the same trace for the same seed, and another for another")
    func traceFollowsFromTheSeed() {
        let traces = ([5, 5, 6] as [UInt64]).map { seed in
            var run = CopyRun(seed: seed)
            _ = run.run()
            return run.cluster.trace
        }
        #expect(traces[0].count > 300)
        #expect(traces[0] == traces[1])
        #expect(traces[0] != traces[2])
    }

    @Test(
        "is found to be wrong when the broker breaks a promise",
        arguments: [
            \BrokerSafeguards.fencesProducers, \.checksGenerations, \.waitsForPendingOffsets,
            \.deduplicatesSends, \.holdsOffsetsUntilCommit,
        ] as [WritableKeyPath<BrokerSafeguards, Bool> & Sendable]
    )
    func brokenPromiseIsNoticed(promise: WritableKeyPath<BrokerSafeguards, Bool> & Sendable) {
        var safeguards = BrokerSafeguards()
        safeguards[keyPath: promise] = false
        let isNoticed = (1...200).contains { seed in
            var run = CopyRun(seed: UInt64(seed), safeguards: safeguards)
            return !run.run() || !run.faults().isEmpty
        }
        #expect(isNoticed, "200 seeds show no difference")
    }
}
