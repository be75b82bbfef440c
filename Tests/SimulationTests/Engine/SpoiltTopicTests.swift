import Engine
import Records
import Testing

@testable import Simulation

@Suite("What the internal topics lost or never should have held is said in a sentence")
struct SpoiltTopicTests {
    private static let deliveries = [true, false]

    /// A member that has worked for a while, with snapshots of both slots, and was killed.
    private func worked(_ isExactlyOnce: Bool) throws -> EngineDrill {
        let model = try SimulationModel(contractsFolder: Model.topics)
        let drill = EngineDrill(isExactlyOnce: isExactlyOnce, model: model)
        drill.start()
        for _ in 0..<4 { drill.work(milliseconds: 2_500) }
        // Cycles in no snapshot yet.
        for _ in 0..<4 { drill.work(milliseconds: 250) }
        #expect(drill.failures.isEmpty)
        drill.kill()
        return drill
    }

    /// The records of the newest snapshot of a task, manifest last.
    private func newestSnapshot(_ drill: EngineDrill, _ task: Int32) throws -> [SimulatedRecord] {
        let all = drill.records(drill.settings.snapshotTopic, task)
        let end = try #require(all.lastIndex { name($0).hasSuffix("/manifest") })
        let slot = name(all[end]).dropLast("manifest".count)
        let start = all[..<end].lastIndex { name($0) == "\(slot)0" }
        return Array(all[try #require(start)...end])
    }

    private func name(_ record: SimulatedRecord) -> String {
        String(decoding: record.key ?? [], as: UTF8.self)
    }

    @Test(
        "a chunk that was changed is named, and the snapshot before it serves",
        arguments: deliveries
    )
    func corruptChunk(isExactlyOnce: Bool) throws {
        let drill = try worked(isExactlyOnce)
        let chunk = try #require(try newestSnapshot(drill, 0).first)
        var bytes = try #require(chunk.value)
        bytes[bytes.count - 1] ^= 1
        let topic = drill.settings.snapshotTopic
        drill.cluster.spoil(topic, partition: 0, offset: chunk.offset, value: bytes)
        drill.start()
        drill.work(milliseconds: 4_000)
        #expect(
            drill.heard(
                "the chunk at offset \(chunk.offset) of partition 0 does not match its checksum",
                "topic \(topic)",
                "Looking for an older snapshot"
            ),
            "\(drill.said)"
        )
        #expect(drill.failures.isEmpty && drill.unread == 0)
        #expect(drill.differences() == [])
    }

    @Test("a cycle that the order log lacks is named; the task goes on, marked degraded")
    func missingEntry() throws {
        let drill = try worked(true)
        let topic = drill.settings.orderTopic
        let entries = drill.records(topic, 0)
        let lost = entries[entries.count - 2]
        let cycle = lost.value.flatMap {
            unsafe $0.withUnsafeBytes { unsafe OrderEntry($0) }
        }
        drill.cluster.spoil(topic, partition: 0, offset: lost.offset, value: nil)
        drill.start()
        drill.work(milliseconds: 4_000)
        #expect(
            drill.heard(
                "The order log lacks cycle \(cycle?.cycle ?? 0) of task 0 (partition 0 of \(topic))",
                "marked degraded"
            ),
            "\(drill.said)"
        )
        #expect(drill.failures.isEmpty && drill.unread == 0)
    }

    @Test(
        "an entry of another version ends the process, which then writes nothing",
        arguments: deliveries
    )
    func otherVersionOfTheLog(isExactlyOnce: Bool) throws {
        let drill = try worked(isExactlyOnce)
        let topic = drill.settings.orderTopic
        let last = try #require(drill.records(topic, 0).last)
        var bytes = try #require(last.value)
        bytes[0] = OrderEntry.version + 1
        drill.cluster.spoil(topic, partition: 0, offset: last.offset, value: bytes)
        try expectRefusal(
            drill,
            "Offset \(last.offset) of partition 0 of \(topic) is no entry",
            "Does another version of Takt use the application id?"
        )
    }

    @Test("a snapshot of another version ends the process, which then writes nothing")
    func otherVersionOfSnapshots() throws {
        let drill = try worked(true)
        let topic = drill.settings.snapshotTopic
        let head = try #require(try newestSnapshot(drill, 0).first)
        var bytes = try #require(head.value)
        bytes[0] = 9
        drill.cluster.spoil(topic, partition: 0, offset: head.offset, value: bytes)
        try expectRefusal(
            drill,
            "the record at offset \(head.offset) of partition 0 is no snapshot record of a known version",
            "topic \(topic)",
            "use another application id"
        )
    }

    @Test("other numbers of partitions than those of the state end the process")
    func otherPartitionCount() throws {
        let model = try SimulationModel(contractsFolder: Model.topics)
        let drill = EngineDrill(isExactlyOnce: true, model: model)
        drill.start()
        drill.work(milliseconds: 3_000)
        drill.stop()
        for index in drill.cluster.topics.indices {
            drill.cluster.topics[index].logs += [PartitionLog(), PartitionLog()]
        }
        drill.cluster.groups[0].taskCount = 4
        drill.settings.taskCount = 4
        try expectRefusal(
            drill,
            "whole and cannot be read",
            "the state of one of 2 tasks, not 4",
            "another number of partitions"
        )
    }

    /// Starts the member again, which must end with a sentence and leave the order log as it is.
    private func expectRefusal(_ drill: EngineDrill, _ words: String...) throws {
        let before = drill.records(drill.settings.orderTopic, 0).count
        drill.start()
        drill.work(milliseconds: 4_000)
        let isSaid = drill.failures.contains { failure in
            words.allSatisfy { failure.contains($0) }
        }
        #expect(isSaid, "\(drill.failures) \(drill.said)")
        #expect(drill.member.agentCount == 0)
        #expect(drill.records(drill.settings.orderTopic, 0).count == before)
    }

    @Test("input that was deleted under a snapshot is named; the task goes on, marked degraded")
    func expiredInput() throws {
        let drill = try worked(true)
        let input = drill.settings.inputs[InputRole.measurements.rawValue].name
        for task in 0..<Int32(2) {
            let end = drill.cluster.highWatermark(of: input, partition: task)
            drill.cluster.delete(input, partition: task, before: end)
        }
        drill.start()
        drill.work(milliseconds: 4_000)
        #expect(drill.heard("of \(input)", "marked degraded"), "\(drill.said)")
        #expect(drill.heard("offset", "partition"), "\(drill.said)")
        #expect(drill.failures.isEmpty && drill.unread == 0)
    }

    @Test("input that was deleted before anybody read it ends the process", arguments: deliveries)
    func truncatedInput(isExactlyOnce: Bool) throws {
        let model = try SimulationModel(contractsFolder: Model.topics)
        let drill = EngineDrill(isExactlyOnce: isExactlyOnce, model: model)
        drill.start()
        drill.work(milliseconds: 3_000)
        drill.stop()
        let input = drill.settings.inputs[InputRole.measurements.rawValue].name
        for task in 0..<Int32(2) {
            for _ in 0..<5 {
                let record = SimulatedRecord(key: Array("a".utf8), value: [])
                drill.cluster.append(record, to: input, partition: task)
            }
            let end = drill.cluster.highWatermark(of: input, partition: task)
            drill.cluster.delete(input, partition: task, before: end - 2)
        }
        drill.start()
        drill.run(milliseconds: 4_000)
        #expect(drill.heard("Reading stopped", input, "is not on the broker"), "\(drill.said)")
        #expect(drill.member.agentCount == 0)
    }
}
