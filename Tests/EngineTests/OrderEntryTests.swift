import Records
import TestSupport
import Testing

@testable import Engine

@Suite("An entry of the order log is short and read back as it was written")
struct OrderEntryTests {
    private let seed = testSeed()

    private func random(_ generator: inout SeededGenerator) -> OrderEntry {
        let cycle = UInt64.random(
            in: 1...(.max >> UInt64.random(in: 0...60, using: &generator)),
            using: &generator
        )
        let epoch = UInt32.random(in: 0...(.max), using: &generator)
        return OrderEntry(
            cycle: cycle,
            epoch: epoch,
            previousEpoch: .random(in: 0...epoch, using: &generator),
            flags: OrderEntry.Flags(rawValue: .random(in: 0...7, using: &generator)),
            model: generator.next(),
            inputs: .random(in: 0...(.max), using: &generator),
            outputHash: generator.next(),
            acknowledgedThrough: .random(in: 0...cycle, using: &generator),
            steps: (0..<Int.random(in: 0...30, using: &generator)).map { _ in step(&generator) }
        )
    }

    private func step(_ generator: inout SeededGenerator) -> OrderStep {
        let topic = UInt16.random(in: 0...5, using: &generator)
        let shift = Int64.random(in: 1...62, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: return .end(topic: topic)
        case 4: return .known(version(&generator))
        case 1: return .tick(.random(in: .min...(.max), using: &generator))
        default:
            let from = Int64.random(in: 0..<(.max >> shift), using: &generator)
            return .run(
                topic: topic,
                from: from,
                to: .random(in: from + 1...(.max >> shift), using: &generator)
            )
        }
    }

    private func version(_ generator: inout SeededGenerator) -> SetVersion {
        SetVersion(
            kind: Bool.random(using: &generator) ? .rules : .plant,
            number: generator.next() >> UInt64.random(in: 0...60, using: &generator),
            content: generator.next(),
            effectiveFrom: Bool.random(using: &generator)
                ? .distantPast
                : EventTime(nanoseconds: .random(in: (.min / 2)...(.max / 2), using: &generator))
        )
    }

    private func bytes(_ entry: OrderEntry) -> [UInt8] {
        var bytes: [UInt8] = []
        entry.append(to: &bytes)
        return bytes
    }

    private func read(_ bytes: [UInt8]) -> OrderEntry? {
        unsafe bytes.withUnsafeBytes { unsafe OrderEntry($0) }
    }

    @Test("whatever a cycle was given is read back")
    func roundTrip() {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1_000 {
            let entry = random(&generator)
            #expect(read(bytes(entry)) == entry, "seed \(seed)")
        }
    }

    @Test("an entry that ends too early or too late is none")
    func truncations() {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let bytes = bytes(random(&generator))
            for count in bytes.indices {
                #expect(read(Array(bytes[..<count])) == nil, "\(count) of \(bytes), seed \(seed)")
            }
            #expect(read(bytes + [0]) == nil, "seed \(seed)")
        }
    }

    @Test("wrong bytes are no entry or another one, never a trap")
    func corruptions() {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<3_000 {
            var bytes = bytes(random(&generator))
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes = corrupted(bytes, &generator)
            }
            guard let entry = read(bytes) else { continue }
            // What is read can be written again.
            #expect(read(self.bytes(entry)) == entry, "seed \(seed)")
        }
        for count in 0..<200 {
            _ = read((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }
    }

    @Test("an entry of another version is none")
    func otherVersion() {
        var bytes = bytes(OrderEntry(cycle: 7, epoch: 1))
        #expect(bytes[0] == OrderEntry.version)
        bytes[0] += 1
        #expect(read(bytes) == nil)
    }

    @Test("an entry of the version before is read, and has no versions of sets")
    func versionBefore() {
        let entry = OrderEntry(cycle: 7, epoch: 1, steps: [.tick(5), .end(topic: 1)])
        var old = bytes(entry)
        old[0] = 2
        #expect(read(old) == entry)
        let version = SetVersion(kind: .rules, number: 3, content: 9)
        var wrong = bytes(OrderEntry(cycle: 7, epoch: 1, steps: [.known(version)]))
        #expect(read(wrong)?.steps == [.known(version)])
        wrong[0] = 2
        #expect(read(wrong) == nil)
    }

    @Test("a usual cycle of two topics and twenty steps takes less than 120 bytes")
    func size() {
        var steps: [OrderStep] = []
        for index in 0..<Int64(9) {
            steps.append(.run(topic: 0, from: 81_000_000 + 40 * index, to: 81_000_030 + 40 * index))
            steps.append(.run(topic: 2, from: 52_000_000 + 90 * index, to: 52_000_090 + 90 * index))
        }
        steps += [.end(topic: 2), .tick(Factory.epoch)]
        let entry = OrderEntry(
            cycle: 12_345_678,
            epoch: 40,
            flags: .booksClosed,
            model: .max,
            inputs: .max,
            outputHash: .max,
            acknowledgedThrough: 12_345_670,
            steps: steps
        )
        #expect(bytes(entry).count < 120)
    }

    @Test("records that follow each other in a topic are one step, holes between them included")
    func recorder() {
        var recorder = OrderRecorder()
        #expect(!recorder.hasRecords)
        for offset in [Int64(5), 6, 7, 11, 12] { recorder.note(topic: 1, offset: offset) }
        recorder.note(topic: 2, offset: 0)
        recorder.note(topic: 1, offset: 13)
        recorder.noteTick(milliseconds: 99)
        recorder.note(topic: 1, offset: 14)
        recorder.noteEnd(topic: 1)
        #expect(
            recorder.steps == [
                .run(topic: 1, from: 5, to: 13), .run(topic: 2, from: 0, to: 1),
                .run(topic: 1, from: 13, to: 14), .tick(99), .run(topic: 1, from: 14, to: 15),
                .end(topic: 1),
            ]
        )
        #expect(recorder.hasRecords)
        recorder.removeAll()
        #expect(recorder.steps.isEmpty && !recorder.hasRecords)
    }

    @Test("a topic that begins anew at lower offsets is another step")
    func recreatedTopic() {
        var recorder = OrderRecorder()
        for offset in [Int64(70), 71, 0, 1] { recorder.note(topic: 0, offset: offset) }
        #expect(
            recorder.steps == [.run(topic: 0, from: 70, to: 72), .run(topic: 0, from: 0, to: 2)]
        )
    }
}
