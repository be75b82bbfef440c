import Contracts
import Records
import RuleEngine
import Testing

@testable import Engine

@Suite("Rules change while a task works")
struct SwitchTests {
    private static func rules(_ limit: Int) throws -> RuleSet {
        let text = """
            rule "hot" {
              title = "{equipment} at {value}", owner = "q", on = "process.measurements",
              when = [[ characteristic == "zone_temp" and value > params.limit and extra == nil ]],
              params = { limit = \(limit) },
            }
            """
        let result = RuleSet.load(
            sources: [RuleSource(path: "rules/hot.lua", text: text)],
            catalogue: FieldCatalogue(topics: [
                "process.measurements": [
                    "equipment": .init(.text), "characteristic": .init(.text),
                    "value": .init(.number), "extra": .init(.text),
                ]
            ])
        )
        return try #require(result.set)
    }

    private static func version(_ set: RuleSet, _ number: UInt64, from seconds: Int64?)
        -> SetVersion
    {
        SetVersion(
            kind: .rules,
            number: number,
            content: set.identity,
            effectiveFrom: seconds.map { EventTime(milliseconds: Factory.epoch + $0 * 1_000) }
                ?? .distantPast
        )
    }

    /// A rig that begins with rules that never fire, and its board.
    private static func rig() throws -> (TaskRig, SetBoard) {
        var settings = try TaskWorkload.settings(rules: try rules(1_000))
        let board = SetBoard(inputs: settings.inputs)
        settings.sets = board
        return (TaskRig.live(settings), board)
    }

    /// Lays rules that fire down as version 1.
    private static func announceHot(on board: SetBoard, from seconds: Int64) throws -> RuleSet {
        let hot = try rules(10)
        board.add(version(hot, 1, from: seconds), hot)
        board.announce(version(hot, 1, from: seconds))
        return hot
    }

    private static func reading(_ seconds: Int64, offset: Int64) -> TaskInput {
        let name = TaskWorkload.machines[0]
        let time = Factory.epoch + seconds * 1_000
        let value =
            "{\"equipment\":\"\(name)\",\"time\":\(time),\"characteristic\":\"zone_temp\",\"value\":50}"
        return .record(
            topic: InputRole.measurements.rawValue,
            offset: offset,
            timestamp: time,
            key: name,
            value: Array(value.utf8)
        )
    }

    private static func alertCount(_ rig: TaskRig) -> Int {
        rig.cuts.flatMap(\.topics).count { $0 == OutputTopic.alerts.rawValue }
    }

    @Test(
        "the first record that is not older than the version is judged by it, the one before is not"
    )
    func atItsTime() throws {
        let (rig, board) = try Self.rig()
        let hot = try Self.announceHot(on: board, from: 20)
        rig.feed(.tick(Factory.epoch))
        rig.feed(Self.reading(19, offset: 0))
        rig.feed(.tick(Factory.epoch + 1_000))
        #expect(Self.alertCount(rig) == 0)
        #expect(rig.task.sets.present(.rules) == nil)
        rig.feed(Self.reading(20, offset: 1))
        rig.feed(.tick(Factory.epoch + 2_000))
        #expect(rig.task.sets.present(.rules)?.number == 1)
        #expect(Self.alertCount(rig) == 1)
        let steps = rig.cuts.compactMap(\.entry).flatMap(\.steps)
        #expect(steps.contains(.known(Self.version(hot, 1, from: 20))))
    }

    @Test(
        "a task without records goes over when the clock and everything read have passed the time"
    )
    func byTheClock() throws {
        let (rig, board) = try Self.rig()
        _ = try Self.announceHot(on: board, from: 5)
        for second in Int64(0)..<8 { rig.feed(.tick(Factory.epoch + second * 1_000)) }
        #expect(rig.task.sets.present(.rules) == nil, "nobody knows yet what there is to read")
        for topic in rig.settings.inputs.indices { rig.feed(.end(topic: topic)) }
        rig.feed(.tick(Factory.epoch + 9_000))
        #expect(rig.task.sets.present(.rules)?.number == 1)
    }

    @Test("a version for any time holds at once, and one whose content is gone leaves the old one")
    func atOnce() throws {
        let (rig, board) = try Self.rig()
        let hot = try Self.rules(10)
        board.announce(Self.version(hot, 1, from: nil))
        rig.feed(.tick(Factory.epoch))
        #expect(rig.tasks.bench.takeNotes().contains { $0.contains("version 1 of the rules") })
        rig.feed(Self.reading(1, offset: 0))
        rig.feed(.tick(Factory.epoch + 1_000))
        #expect(Self.alertCount(rig) == 0)
        board.add(Self.version(hot, 2, from: nil), hot)
        board.announce(Self.version(hot, 2, from: nil))
        rig.feed(.tick(Factory.epoch + 2_000))
        rig.feed(Self.reading(2, offset: 1))
        rig.feed(.tick(Factory.epoch + 3_000))
        #expect(Self.alertCount(rig) == 1)
    }

    @Test("a snapshot of a version that nobody has read yet waits for it")
    func waiting() throws {
        let (rig, board) = try Self.rig()
        let hot = try Self.rules(10)
        let version = Self.version(hot, 1, from: nil)
        board.add(version, hot)
        board.announce(version)
        rig.feed(.tick(Factory.epoch))
        rig.feed(Self.reading(1, offset: 0))
        rig.feed(.tick(Factory.epoch + 1_000))
        rig.stop()
        let state = rig.cuts.flatMap(\.snapshot)
        #expect(!state.isEmpty)
        let (next, empty) = try Self.rig()
        next.tasks.take(InboundMessage(kind: .taskStarted, partition: 0, offset: 2))
        for (offset, record) in state.enumerated() {
            next.takeSnapshotRecord(record, offset: Int64(offset))
        }
        next.tasks.take(InboundMessage(kind: .snapshotEnd, partition: 0))
        #expect(next.board.take(task: 0)?.awaited == version)
        next.tasks.take(InboundMessage(kind: .snapshotEnd, partition: 0, offset: 0))
        #expect(next.board.take(task: 0)?.refusal == nil)
        #expect(next.task.sets == TaskSets(), "nobody has it: the newest will be told anew")
        next.tasks.take(InboundMessage(kind: .taskStarted, partition: 0, offset: 3))
        for (offset, record) in state.enumerated() {
            next.takeSnapshotRecord(record, offset: Int64(offset))
        }
        empty.add(version, later: { hot })
        next.tasks.take(InboundMessage(kind: .snapshotEnd, partition: 0))
        let report = try #require(next.board.take(task: 0))
        #expect(report.awaited == nil && report.cycle > 0 && report.refusal == nil)
        #expect(next.task.rules.openAlertCount == 1)
        #expect(next.task.sets.present(.rules) == version)
    }
}
