import Records
import TestSupport
import Testing

@testable import RuleEngine

/// The state of a runner as bytes: a runner that is restored is the runner that was written.
@Suite struct RuleStateTests {
    @Test func `a runner that crashes and is restored at any moment says what it would have said`()
    {
        let seed = testSeed()
        var reasons: Set<String> = []
        for round in 0..<4 {
            var steps = StateSteps(seed: seed &+ UInt64(round))
            var steady = StateBench.fresh()
            var crashing = StateBench.fresh()
            for step in 0..<1500 {
                let next = steps.next()
                next.apply(to: &steady)
                next.apply(to: &crashing)
                let isEqual =
                    steady.outputs.items == crashing.outputs.items
                    && steady.outputs.shadow == crashing.outputs.shadow
                #expect(isEqual, "seed \(seed), round \(round), step \(step)")
                guard isEqual else { return }
                reasons.formUnion(steady.outputs.alerts.map { String($0.reason.prefix(8)) })
                steady.outputs.removeAll()
                crashing.outputs.removeAll()
                if steps.isCrash { crashing = StateBench.restored(StateBench.bytes(crashing)) }
            }
            #expect(StateBench.bytes(steady) == StateBench.bytes(crashing), "seed \(seed)")
            #expect(steady.runner.counters == crashing.runner.counters)
            #expect(steady.runner.openAlertCount == crashing.runner.openAlertCount)
        }
        // What has never happened was not tested.
        let wanted: Set = [
            "conditio", "cleared", "missing", "returned", "repeat", "escalate", "quiet", "evicted",
            "quaranti", "released", "acknowle", "closed b", "severity", "suppress", "unsuppre",
            "shelved ", "unshelve", "out_of_s", "in_servi", "re-alarm", "flapping",
            "steady",
        ]
        #expect(wanted.subtracting(reasons) == [], "seed \(seed)")
    }

    @Test func `reading and writing again gives the same bytes, and so does writing twice`() {
        let bench = StateBench.busy(seed: testSeed())
        let bytes = StateBench.bytes(bench)
        #expect(StateBench.bytes(bench) == bytes)
        #expect(StateBench.bytes(StateBench.restored(bytes)) == bytes)
    }

    @Test func `values and cells keep every bit`() throws {
        let values: [RuleValue] = [
            .nothing, .boolean(true), .integer(.min), .number(-0.0), .number(.nan),
            .number(.signalingNaN), .number(.greatestFiniteMagnitude), .text(""),
            .text("e\u{301}"), .text("\u{e9}"), .text("a\0b"),
        ]
        let cells: [StateCell] = [
            .value(.text("x")), .ring(values: values, limit: 20), .set(values: values, limit: 20),
            .window(
                points: [.init(time: -5, number: 0.1), .init(time: -5, number: -0.0)],
                span: 9
            ),
            .counter(points: [.init(time: .max, number: 1)], span: 9),
        ]
        var writer = StateWriter()
        for cell in cells { cell.write(to: &writer) }
        let hash = writer.hash
        var again = StateWriter()
        try unsafe writer.withBytes { bytes in
            var reader = unsafe StateReader(bytes)
            for cell in cells { try StateCell(like: cell, from: &reader).write(to: &again) }
            #expect(reader.remaining == 0)
        }
        #expect(again.hash == hash)
    }

    @Test func `a rule in quarantine stays in it for as long as it would have`() {
        var bench = Bench(StateBench.flaky)
        for second in 0..<20 { bench.reading(Double(second), second == 19 ? 100 : 20) }
        #expect(bench.take() == ["active 19s quarantine"])
        var restored = StateBench.restored(
            StateBench.bytes(bench),
            set: Bench.set(StateBench.flaky)
        )
        #expect(restored.runner.quarantinedRules == ["flaky"])
        restored.reading(30, 20)
        #expect(restored.runner.counters.quarantinedMatches == 1)
        restored.reading(80, 20)
        #expect(restored.take() == ["cleared 80s released"])
    }

    @Test func `a higher limit of keys that is lowered again is kept with the next new key`() {
        var bench = StateBench.fresh(keyCount: 100)
        var steps = StateSteps(seed: testSeed())
        for _ in 0..<400 { steps.next().apply(to: &bench) }
        let countBefore = bench.runner.keyCount
        var restored = StateBench.restored(StateBench.bytes(bench))
        #expect(restored.runner.keyCount == countBefore)
        for zone in ["new", "newer"] { restored.reading(100_000, 20, zone: zone) }
        #expect(restored.runner.keyCount < countBefore)
        #expect(restored.outputs.alerts.contains { $0.reason == "evicted" })
    }

    // MARK: Bytes that are not what they should be

    @Test func `every truncation is refused`() {
        let bytes = StateBench.bytes(StateBench.busy(seed: testSeed()))
        for count in 0..<bytes.count {
            var bench = StateBench.fresh()
            #expect(throws: StateError.self) {
                try StateBench.restore(Array(bytes[..<count]), into: &bench)
            }
        }
    }

    @Test func `bytes that chance has changed are refused or understood and never crash`() {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        let bytes = StateBench.bytes(StateBench.busy(seed: seed))
        var refusedCount = 0
        for _ in 0..<1500 {
            var broken = bytes
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let index = Int.random(in: broken.indices, using: &random)
                broken[index] = [0, 0x7f, 0x80, 0xff, random.next() & 0xff]
                    .map { UInt8($0) }.randomElement(using: &random)!
            }
            var bench = StateBench.fresh()
            do throws(StateError) {
                try StateBench.restore(broken, into: &bench)
            } catch {
                refusedCount += 1
                continue
            }
            // Whatever it understood, it must be able to live with.
            var steps = StateSteps(seed: seed)
            for _ in 0..<20 { steps.next().apply(to: &bench) }
            bench.runner.closeOrphans(at: Bench.seconds(0), outputs: &bench.outputs)
            _ = StateBench.bytes(bench)
        }
        #expect(refusedCount > 100, "seed \(seed)")
    }

    @Test func `equipment that the task does not have is refused`() {
        let bytes = StateBench.bytes(StateBench.busy(seed: testSeed()))
        var bench = StateBench.fresh()
        #expect(throws: StateError.self) {
            try StateBench.restore(bytes, into: &bench, equipmentCount: 1)
        }
    }
}
