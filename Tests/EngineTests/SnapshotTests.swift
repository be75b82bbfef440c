import Codecs
import Records
import TestSupport
import Testing

@testable import Engine

@Suite("A snapshot is put together whole or not at all")
struct SnapshotTests {
    private let seed = testSeed()

    /// A snapshot as the values of its records, chunks first, and the state in it.
    private func snapshot(
        byteCount: Int,
        number: UInt64,
        cycle: UInt64
    ) -> (records: [[UInt8]], keys: [String], state: [UInt8]) {
        var generator = SeededGenerator(seed: seed &+ number)
        var writer = StateWriter(minimumCapacity: byteCount)
        for _ in 0..<byteCount / 8 { writer.write(generator.next()) }
        for _ in 0..<byteCount % 8 { writer.write(UInt8.random(in: 0...255, using: &generator)) }
        let state = unsafe writer.withBytes { unsafe Array($0) }
        let shipment = SnapshotShipment(
            task: 3,
            stay: 1,
            number: number,
            cycle: cycle,
            epoch: 1
        )
        var written = 0
        while !shipment.isWhole {
            shipment.write(byteCount: .random(in: 1...300_000, using: &generator)) { writer, end in
                let next = min(state.count, written + end - writer.count)
                unsafe state[written..<next].withUnsafeBytes { unsafe writer.append($0) }
                written = next
                return written == state.count
            }
        }
        var records: [[UInt8]] = []
        var keys: [String] = []
        while !shipment.isDone {
            let bundle = Bundle()
            let isFirst = records.isEmpty
            shipment.fill(bundle, topic: 9, timestampMilliseconds: 0)
            #expect(bundle.beginsSnapshot == isFirst && bundle.endsSnapshot == shipment.isDone)
            #expect(bundle.outputs.count <= SnapshotShipment.chunksPerBundle)
            for index in 0..<bundle.outputs.count {
                records.append(unsafe bundle.outputs.withValue(index) { unsafe Array($0) })
                keys.append(
                    unsafe bundle.outputs.withKey(index) {
                        unsafe String(decoding: $0, as: UTF8.self)
                    }
                )
            }
        }
        return (records, keys, state)
    }

    private func assemble(_ records: [[UInt8]]) -> SnapshotAssembly {
        var assembly = SnapshotAssembly()
        for (offset, record) in records.enumerated() {
            unsafe record.withUnsafeBytes {
                assembly.take(
                    unsafe InboundMessage(
                        record: 0,
                        partition: 3,
                        offset: Int64(offset),
                        timestampMilliseconds: 0,
                        key: nil,
                        value: $0,
                        handle: nil
                    )
                )
            }
        }
        return assembly
    }

    /// The state that comes of some records; nil when there is none or it is damaged.
    private func state(_ records: [[UInt8]]) -> (cycle: UInt64, state: [UInt8])? {
        guard case .success(let found)? = assemble(records).newest() else { return nil }
        return found
    }

    private func damage(_ records: [[UInt8]]) -> String? {
        guard case .failure(let damage)? = assemble(records).newest() else { return nil }
        return damage.sentence
    }

    @Test(
        "a state of any size comes back",
        arguments: [0, 1, 37, 524_287, 524_288, 524_289, 3 << 20]
    )
    func sizes(byteCount: Int) {
        let sent = snapshot(byteCount: byteCount, number: 4, cycle: 17)
        let found = state(sent.records)
        #expect(found?.state == sent.state && found?.cycle == 17, "seed \(seed)")
        #expect(sent.records.count == (byteCount + 524_287) / 524_288 + 1)
        #expect(sent.keys.last == "3/0/manifest")
    }

    @Test("two snapshots in turn lie in two slots, and the newer one counts")
    func slots() {
        let old = snapshot(byteCount: 600_000, number: 4, cycle: 17)
        let new = snapshot(byteCount: 700_000, number: 5, cycle: 30)
        #expect(Set(old.keys).isDisjoint(with: new.keys))
        #expect(state(old.records + new.records)?.state == new.state)
        // Compaction may leave the older one behind the newer one.
        #expect(state(new.records + old.records)?.state == new.state)
        let third = snapshot(byteCount: 100, number: 6, cycle: 40)
        #expect(state(old.records + new.records + third.records)?.state == third.state)
        #expect(assemble([]).newest() == nil)
    }

    @Test("a snapshot without its manifest is passed over for the one before it")
    func torn() {
        let old = snapshot(byteCount: 600_000, number: 4, cycle: 17)
        let new = snapshot(byteCount: 700_000, number: 5, cycle: 30)
        for count in 1..<new.records.count {
            #expect(state(old.records + new.records[..<count])?.state == old.state)
        }
        #expect(assemble(new.records.dropLast()).newest() == nil, "nothing whole was ever there")
    }

    @Test("a changed byte anywhere is named, or does not matter")
    func flipped() {
        let sent = snapshot(byteCount: 1_200_000, number: 4, cycle: 17)
        var generator = SeededGenerator(seed: seed)
        for index in sent.records.indices {
            for round in 0..<20 {
                var records = sent.records
                let size = records[index].count
                // Half of them in the header, where every byte means something else.
                let byte = Int.random(
                    in: 0..<(round < 10 ? SnapshotHeader.byteCount : size),
                    using: &generator
                )
                records[index][byte] ^= .random(in: 1...255, using: &generator)
                let found = state(records)
                #expect(
                    found.map { $0.state == sent.state && $0.cycle == 17 }
                        ?? (damage(records) != nil),
                    "byte \(byte) of record \(index), seed \(seed)"
                )
                guard byte >= SnapshotHeader.byteCount else { continue }
                #expect(
                    damage(records)?.contains("the chunk at offset \(index) of partition 3") == true
                )
            }
        }
    }

    @Test("a chunk that is missing is named")
    func missing() {
        let sent = snapshot(byteCount: 1_200_000, number: 4, cycle: 17)
        for index in 0..<3 {
            var records = sent.records
            records.remove(at: index)
            #expect(damage(records) == "chunk \(index) of the snapshot of cycle 17 is missing")
        }
    }

    @Test("a record of another version is damage, and the other slot still counts")
    func otherVersion() {
        let sent = snapshot(byteCount: 100, number: 5, cycle: 17)
        var strange = sent.records[0]
        strange[0] = 9
        #expect(
            damage([strange])
                == "the record at offset 0 of partition 3 is no snapshot record of a known version"
        )
        #expect(damage([[]]) != nil)
        #expect(state(sent.records + [strange])?.state == sent.state)
    }

    @Test("chunks that are sent again after an aborted transaction change nothing")
    func sentAgain() {
        let sent = snapshot(byteCount: 2_000_000, number: 4, cycle: 17)
        for count in 1...sent.records.count {
            #expect(state(sent.records[..<count] + sent.records)?.state == sent.state)
        }
        for count in 1..<sent.records.count {
            // From the middle, as when only the last bundles were repeated.
            let again = sent.records[..<count] + sent.records[max(0, count - 2)...]
            #expect(state(Array(again))?.state == sent.state)
        }
    }
}
