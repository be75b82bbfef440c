import Records
import TestSupport
import Testing

@testable import Engine

@Suite("A snapshot is written in slices while the task works on")
struct SnapshotSliceTests {
    private let seed = testSeed()

    /// Snapshots of a task as they were sent, beside copies of its state at the moments they began.
    private func snapshots(
        sliceByteCount: Int,
        copiesBeforeChange: Bool = true,
        round: UInt64
    ) throws -> [(sent: [UInt8], copied: [UInt8])] {
        var settings = try TaskWorkload.settings(snapshotSeconds: 10)
        settings.limits.evictAfterNanoseconds = 10 * Nanoseconds.minute
        settings.limits.keysPerRule = 6
        settings.snapshotSliceByteCount = sliceByteCount
        settings.safeguards.copiesBeforeChange = copiesBeforeChange
        let workload = TaskWorkload(
            seed: seed &+ round,
            count: 1_500,
            settings: settings,
            gapMillisecondsMax: 5_000_000
        )
        let rig = TaskRig.live(settings)
        var results: [(sent: [UInt8], copied: [UInt8])] = []
        var copied: [UInt8] = []
        var assembly = SnapshotAssembly()
        var seen = 0
        weak var last: SnapshotShipment?
        for input in workload.inputs {
            rig.feed(input)
            if let shipment = rig.tasks.shipment, shipment !== last {
                last = shipment
                copied = rig.state
            }
            for record in rig.cuts[seen...].flatMap(\.snapshot) {
                take(record, into: &assembly)
                let header = unsafe record.withUnsafeBytes { unsafe SnapshotHeader($0) }
                guard header?.isManifest == true else { continue }
                results.append((try #require(assembly.newest()).get().state, copied))
            }
            seen = rig.cuts.count
        }
        return results
    }

    private func take(_ record: [UInt8], into assembly: inout SnapshotAssembly) {
        unsafe record.withUnsafeBytes {
            assembly.take(
                unsafe InboundMessage(
                    record: 0,
                    partition: 0,
                    offset: 0,
                    timestampMilliseconds: 0,
                    key: nil,
                    value: $0,
                    handle: nil
                )
            )
        }
    }

    @Test("its bytes are those of a copy at its beginning", arguments: [1, 90, 700, 64 << 10])
    func equal(sliceByteCount: Int) throws {
        var count = 0
        for round: UInt64 in 0..<3 {
            for (sent, copied) in try snapshots(sliceByteCount: sliceByteCount, round: round) {
                count += 1
                #expect(sent == copied, "seed \(seed)")
            }
        }
        #expect(count > 5, "seed \(seed)")
    }

    @Test("without copying what is about to change they are not")
    func unequal() throws {
        let found = try snapshots(sliceByteCount: 90, copiesBeforeChange: false, round: 0)
        #expect(found.contains { $0.sent != $0.copied }, "seed \(seed)")
    }

    @Test("a task that leaves while its snapshot is being written leaves a whole one behind")
    func leaving() throws {
        let settings = try TaskWorkload.settings(snapshotSeconds: 1)
        let rig = TaskRig.live(settings)
        rig.writesSlices = false
        rig.feed(TaskWorkload(seed: seed, count: 400, settings: settings).inputs)
        #expect(rig.tasks.shipment != nil, "seed \(seed)")
        rig.stop()
        #expect(rig.tasks.shipment == nil)
        var assembly = SnapshotAssembly()
        for record in rig.cuts.flatMap(\.snapshot) { take(record, into: &assembly) }
        let newest = try #require(assembly.newest()).get()
        let last = try #require(rig.cuts.last { $0.cycle > 0 })
        #expect(newest.cycle == last.cycle, "seed \(seed)")
        let twin = TaskRig(settings)
        try twin.restore(newest.state)
        #expect(twin.state == newest.state, "seed \(seed)")
    }
}
