import Codecs
import Effectiveness
import Records
import TestSupport
import Testing

@testable import Engine

@Suite("Roll-ups do not depend on how things arrive")
struct RollUpPropertyTests {
    private let seed = testSeed()
    private let machines = (1...4).map { "\(RollUpRig.line)/m\($0)" }

    /// Minutes of four machines with a correction here and there.
    private func history(_ generator: inout SeededGenerator) -> [Contribution] {
        var history: [Contribution] = []
        for minute in 0..<6 {
            for machine in machines {
                let last: Int32 = Int.random(in: 0..<4, using: &generator) == 0 ? 3 : 1
                for revision in 1...last {
                    let good = Int64.random(in: 0...9, using: &generator) * 1_000_000
                    history.append(
                        .minute(minute, of: machine, revision: revision) { $0[.good] = good }
                    )
                }
            }
        }
        return history
    }

    /// The newest good count of every minute, by an obvious loop over the history.
    private func sums(_ history: [Contribution]) -> [EventTime: Int64] {
        var newest: [String: Contribution] = [:]
        for each in history {
            let key = "\(each.member) \(each.record.start.nanoseconds)"
            if let known = newest[key], known.record.revision > each.record.revision { continue }
            newest[key] = each
        }
        return newest.values.reduce(into: [:]) {
            $0[$1.record.start, default: 0] += $1.record.totals[.good]
        }
    }

    @Test("any order with any repeats gives the sums of an obvious loop", arguments: 0..<30)
    func anyOrder(round: UInt64) {
        var generator = SeededGenerator(seed: seed &+ round)
        let history = history(&generator)
        let rig = RollUpRig()
        var mixed = history.shuffled(using: &generator)
        mixed += mixed.prefix(Int.random(in: 0...9, using: &generator))
        for contribution in mixed {
            rig.feed(contribution)
            if Int.random(in: 0..<5, using: &generator) == 0 { rig.tick() }
        }
        rig.tick(seconds: 320)
        var found: [EventTime: Int64] = [:]
        for (_, sum) in rig.contributed { found[sum.record.start] = sum.record.totals[.good] }
        #expect(found == sums(history), "seed \(seed &+ round)")
        #expect(rig.books.isBalanced)
    }

    @Test(
        "a task that is written, read and goes on says what it would have said",
        arguments: 0..<20
    )
    func state(round: UInt64) throws {
        var generator = SeededGenerator(seed: seed &+ round)
        let history = history(&generator).shuffled(using: &generator)
        let first = RollUpRig()
        let middle = Int.random(in: 1..<history.count, using: &generator)
        for contribution in history[..<middle] {
            first.feed(contribution)
            if Int.random(in: 0..<5, using: &generator) == 0 { first.tick() }
        }
        first.tick()
        _ = first.takeRecords()
        let second = RollUpRig()
        try second.restore(from: first)
        #expect(second.knowledge == first.knowledge)
        for contribution in history[middle...] {
            let ticks = Int.random(in: 0..<3, using: &generator)
            for rig in [first, second] {
                rig.feed(contribution)
                rig.tick(seconds: ticks)
            }
        }
        for rig in [first, second] { rig.tick(seconds: 320) }
        #expect(first.takeRecords() == second.takeRecords(), "seed \(seed &+ round)")
        #expect(first.knowledge == second.knowledge)
    }
}
