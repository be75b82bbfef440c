import CPlatform
import Codecs
import Engine
import PlantModel
import Records
import RuleEngine

/// Replaces the rules of a shard that is at work, and times what reading them takes and what events wait
/// for meanwhile.
struct ReloadBench {
    private static let start: Int64 = 1_772_438_400_000
    private static let rulesPerFile = 100
    private static let characteristicCount = 20

    let ruleCount: Int
    let machineCount: Int
    let taskCount: Int

    /// What came of it.
    struct Report {
        var ruleCount = 0
        var taskCount = 0
        /// Keys of rules with an open alert before and after.
        var keyCounts = (0, 0)
        /// Alerts of rules that are gone, closed by the change.
        var closedCount = 0
        /// Nanoseconds of processor time for reading, checking and compiling the new set; off the shard.
        var reading = 0.0
        /// The longest time that the shard worked on one tick or event after the change was announced.
        var longest = 0.0
        /// The same for as many ticks and events before.
        var longestBefore = 0.0
    }

    func run() throws -> Report {
        var report = Report(ruleCount: ruleCount, taskCount: taskCount)
        let old = try set(limit: 10, count: ruleCount)
        var settings = EngineSettings(
            plant: try Plant.load("version: bench\nunknown_equipment: learn\n"),
            rules: old,
            taskCount: taskCount
        )
        settings.checksPartitions = false
        settings.limits.keysPerRule = Int64(machineCount)
        let board = SetBoard(inputs: settings.inputs)
        settings.sets = board
        let shard = SoloShard(settings: settings, keepsLog: true)
        var feeder = Feeder(shard: shard, machineCount: machineCount)
        for _ in 0..<machineCount * Self.characteristicCount { feeder.feed() }
        report.longestBefore = feeder.go(machineCount * Self.characteristicCount)
        _ = alertCount(shard, state: "active")
        report.keyCounts.0 = shard.ruleKeyCount

        // One rule of a hundred goes, the others get other parameters and keep their keys.
        let began = platform_thread_cpu_nanoseconds()
        let next = try set(limit: 20, count: ruleCount - ruleCount / 100)
        let version = SetVersion(kind: .rules, number: 1, content: next.identity)
        board.add(version, next)
        board.announce(version)
        report.reading = Double(platform_thread_cpu_nanoseconds() - began)
        report.longest = feeder.go(machineCount * Self.characteristicCount)
        report.closedCount = alertCount(shard, state: "closed")
        report.keyCounts.1 = shard.ruleKeyCount
        return report
    }

    /// Takes what was written and counts transitions into a state.
    private func alertCount(_ shard: SoloShard, state: String) -> Int {
        var count = 0
        shard.drain { batch, _ in
            for index in 0..<batch.count
            where Int(batch.entries[index].topic) == OutputTopic.alerts.rawValue {
                let value = unsafe batch.withValue(index) { unsafe Array($0) }
                let document = try? JSONDocument(parsing: value)
                if document?.string("state") == state { count += 1 }
            }
        }
        return count
    }

    private func set(limit: Int, count: Int) throws -> RuleSet {
        let sources = stride(from: 0, to: count, by: Self.rulesPerFile).map { first in
            let last = min(first + Self.rulesPerFile, count)
            return RuleSource(
                path: "rules/bench_\(first).lua",
                text: (first..<last).map { rule($0, limit) }.joined()
            )
        }
        let result = RuleSet.load(sources: sources, catalogue: BenchRules.catalogue)
        guard let set = result.set else {
            throw Failure(
                "The rules of the benchmark do not load: \(result.diagnostics.map(\.text))"
            )
        }
        return set
    }

    private func rule(_ number: Int, _ limit: Int) -> String {
        """
        rule "reload-\(number)" {
          title = "{equipment} at {value}, limit {params.limit}", owner = "bench",
          on = "process.measurements",
          when = [[ characteristic == "c\(number % Self.characteristicCount)" and value > params.limit ]],
          clears = [[ value < 0 ]],
          params = { limit = \(limit) },
        }

        """
    }

    /// Events of machines in turn, each of one characteristic after the other, and a tick now and then.
    struct Feeder {
        let shard: SoloShard
        let machineCount: Int
        private var count: Int64 = 0

        init(shard: SoloShard, machineCount: Int) {
            self.shard = shard
            self.machineCount = machineCount
        }

        /// Goes on with events; answers the most processor time of one tick or event, in nanoseconds.
        mutating func go(_ events: Int) -> Double {
            var longest = 0.0
            for number in 0..<events {
                longest = max(longest, SnapshotBench.time { feed() })
                guard number % 100 == 0 else { continue }
                longest = max(longest, SnapshotBench.time { tick() })
            }
            // One task hears of a change at each tick.
            for _ in 0..<shard.count { longest = max(longest, SnapshotBench.time { tick() }) }
            return longest
        }

        private func tick() {
            shard.take(
                InboundMessage(kind: .tick, partition: -1, timestampMilliseconds: start + count)
            )
        }

        mutating func feed() {
            let machine = Int(count) % machineCount
            let name = Int(count) / machineCount % characteristicCount
            let key = "plant/site/area/line/m\(machine)"
            let value =
                "{\"equipment\":\"\(key)\",\"time\":\(start + count),\"characteristic\":\"c\(name)\","
                + "\"value\":60}"
            count += 1
            shard.takeMeasurement(
                machine: machine,
                key: key,
                value: value,
                offset: count,
                milliseconds: start + count
            )
        }
    }
}
