import Records
import Testing

@testable import Engine

@Suite("Snapshots that take longer than their interval")
struct SnapshotTurnsTests {
    /// A shard of eight live tasks that are due for a snapshot with every second tick.
    private func shard() throws -> ShardTasks {
        var settings = try TaskWorkload.settings(snapshotSeconds: 2)
        settings.taskCount = 8
        settings.checksPartitions = false
        let tasks = unsafe ShardTasks(
            bench: Workbench(settings: settings),
            shardIndex: 0,
            taskCount: settings.taskCount,
            release: { _ in }
        )
        for task: Int32 in 0..<8 {
            tasks.take(InboundMessage(kind: .taskStarted, partition: task, offset: 1))
            tasks.take(InboundMessage(kind: .snapshotEnd, partition: task))
            tasks.take(
                InboundMessage(kind: .taskLive, partition: task, offset: 0, sequence: 1)
            )
        }
        return tasks
    }

    private func feed(_ tasks: ShardTasks, round: Int) {
        let time = Factory.epoch + Int64(round) * 1000
        let value =
            #"{"equipment":"plant/press-1","characteristic":"diameter","value":10,"#
            + #""time":\#(time)}"#
        for task: Int32 in 0..<8 {
            var bytes = Array(value.utf8)
            unsafe bytes.withUnsafeMutableBytes {
                tasks.take(
                    unsafe InboundMessage(
                        record: InputRole.measurements.rawValue,
                        partition: task,
                        offset: Int64(round),
                        timestampMilliseconds: time,
                        key: nil,
                        value: UnsafeRawBufferPointer($0),
                        handle: nil
                    )
                )
            }
        }
        tasks.take(InboundMessage(kind: .tick, partition: -1, timestampMilliseconds: time))
    }

    @Test("every task has its turn, as often as any other")
    func turns() throws {
        let tasks = try shard()
        var begun = Array(repeating: 0, count: 8)
        weak var last: SnapshotShipment?
        for round in 0..<400 {
            feed(tasks, round: round)
            guard let shipment = tasks.shipment else { continue }
            if shipment !== last { begun[Int(shipment.task)] += 1 }
            last = shipment
            // Each takes five ticks, so that all eight take twenty times their interval.
            guard round.isMultiple(of: 5) else { continue }
            while tasks.writeSlice() == 1 {}
            while tasks.shipment != nil { tasks.ship() }
        }
        let fewest = try #require(begun.min())
        let most = try #require(begun.max())
        #expect(fewest >= 5 && most - fewest <= 1, "\(begun)")
    }
}
