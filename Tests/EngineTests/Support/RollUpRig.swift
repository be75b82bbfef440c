import Codecs
import Effectiveness
import PlantModel
import Records
import RuleEngine

@testable import Engine

/// A roll-up task fed by hand, and what it said, as JSON.
final class RollUpRig {
    static let line = "acme/berlin/body/line-1"
    let settings: EngineSettings
    let tasks: ShardTasks
    private var offset: Int64 = 0
    private var clock: Int64 = Factory.epoch

    /// Values of `kpi.oee` since the last call of `takeRecords`.
    private var values: [String] = []
    /// Contributions to the path above.
    private(set) var contributed: [(key: String, value: Contribution)] = []
    /// Topics of everything written.
    private(set) var topics: [Int] = []

    init(limits: Limits = Limits(), plant: Plant = try! Plant.load("version: none")) {
        var settings = EngineSettings(plant: plant, rules: .empty, taskCount: 1)
        settings.limits = limits
        settings.isDurable = false
        self.settings = settings.rollUps()
        tasks = unsafe ShardTasks(
            bench: Workbench(settings: self.settings),
            shardIndex: 0,
            taskCount: 1,
            release: { _ in }
        )
        tasks.take(InboundMessage(kind: .taskStarted, partition: 0))
        tick()
    }

    var task: RollUpTask { tasks.tasks[0] as! RollUpTask }

    var state: [UInt8] {
        var writer = StateWriter()
        task.writeState(to: &writer, tasks.bench)
        return unsafe writer.withBytes { unsafe Array($0) }
    }

    /// A hash of what the task knows; how often its outputs were cut is no part of that.
    var knowledge: UInt64 {
        var writer = StateWriter()
        for group in task.groups { group.write(to: &writer) }
        return writer.hash
    }

    func restore(from other: RollUpRig) throws(StateError) {
        clock = other.clock
        offset = other.offset
        let problem = unsafe other.state.withUnsafeBytes { bytes -> StateError? in
            do throws(StateError) {
                try unsafe task.restore(StateReader(bytes), on: tasks.bench)
                return nil
            } catch { return error }
        }
        if let problem { throw problem }
        task.stand.isLive = true
    }

    /// Feeds one contribution.
    func feed(_ contribution: Contribution) {
        let key = String(contribution.member[..<contribution.member.lastIndex(of: "/")!])
        feed(key: key, value: contribution.encoded)
    }

    func feed(key: String, value: [UInt8]) {
        unsafe Array(key.utf8).withUnsafeBytes { keyBytes in
            unsafe value.withUnsafeBytes { valueBytes in
                tasks.take(
                    unsafe InboundMessage(
                        record: 0,
                        partition: 0,
                        offset: offset,
                        timestampMilliseconds: clock,
                        key: keyBytes,
                        value: valueBytes,
                        handle: nil
                    )
                )
            }
        }
        offset += 1
    }

    /// Lets the clock run for some seconds.
    func tick(seconds: Int = 1) {
        for _ in 0..<seconds {
            clock += 1_000
            tasks.take(InboundMessage(kind: .tick, partition: -1, timestampMilliseconds: clock))
        }
        collect()
    }

    private func collect() {
        tasks.cutAll()
        for bundle in tasks.cutBundles {
            for (index, entry) in bundle.outputs.entries.enumerated() {
                let topic = Int(entry.topic)
                topics.append(topic)
                let value = unsafe bundle.outputs.withValue(index) { unsafe Array($0) }
                if topic == OutputTopic.kpiOEE.rawValue {
                    values.append(String(decoding: value, as: UTF8.self))
                } else if topic == InternalTopics.sinkContributions {
                    let key = unsafe bundle.outputs.withKey(index) {
                        unsafe String(decoding: $0, as: UTF8.self)
                    }
                    let read = unsafe value.withUnsafeBytes { bytes in
                        var reader = unsafe StateReader(bytes)
                        return try! Contribution(from: &reader)
                    }
                    contributed.append((key, read))
                }
            }
        }
        tasks.recycle()
    }

    /// What was published on `kpi.oee` since the last call.
    func takeRecords() -> [String] {
        defer { values.removeAll() }
        return values
    }

    var books: Books { tasks.totalBooks }
}

extension Contribution {
    /// A minute of a machine, `minute` minutes after the epoch of the tests.
    static func minute(
        _ minute: Int,
        of member: String,
        revision: Int32 = 1,
        isMachine: Bool = true,
        _ fill: (inout OEETotals) -> Void = { $0[.planned] = 60_000_000_000 }
    ) -> Contribution {
        var totals = OEETotals()
        fill(&totals)
        let start = EventTime(milliseconds: Factory.epoch + Int64(minute) * 60_000)
        let end = start.advanced(byNanoseconds: Nanoseconds.minute)
        return Contribution(
            member: member,
            isMachine: isMachine,
            record: OEEWindowRecord(
                kind: .minute,
                status: revision == 0 ? .provisional : revision == 1 ? .final : .revised,
                revision: revision,
                shiftIndex: -1,
                localDay: 20_514,
                start: start,
                end: end,
                through: end,
                totals: totals
            ),
            shift: "",
            machineCount: 1,
            expectedCount: 1
        )
    }
}
