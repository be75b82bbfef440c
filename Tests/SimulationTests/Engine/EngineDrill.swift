import Engine
import Records

@testable import Simulation

/// One member on a well-behaved cluster, for faults that are brought about by hand: no chance, no
/// faults of the broker, the same turn for every agent.
final class EngineDrill {
    let cluster = SimulatedCluster(seed: 1)
    var settings: EngineSettings
    let member = SimulatedMember(name: "member")
    /// What the member said, in order.
    private(set) var said: [String] = []
    /// Why it failed.
    private(set) var failures: [String] = []
    private let clock = VirtualClock()
    private var scenario = EngineScenario(seed: 1)
    private var workload: EngineWorkload

    init(isExactlyOnce: Bool, model: SimulationModel) {
        scenario.isExactlyOnce = isExactlyOnce
        scenario.taskCount = 2
        scenario.shardCount = 1
        scenario.sessionMilliseconds = 500
        scenario.transactionMilliseconds = 5_000
        scenario.queueCountLimit = 1_000
        scenario.snapshotChunkBytes = 1_000
        scenario.limits.inputRingEntries = 256
        scenario.limits.inputRingBytes = 1 << 20
        scenario.limits.outputRingEntries = 16
        scenario.limits.snapshotIntervalNanoseconds = 6 * Nanoseconds.second
        settings = scenario.settings(
            model: model,
            instance: "member",
            safeguards: EngineSafeguards()
        )
        workload = EngineWorkload(
            random: PlantRandom(seed: 7, stream: 0xDA7A),
            start: EngineScenario.start.milliseconds,
            machineCount: 4,
            absences: Array(repeating: 0..<0, count: 4)
        )
        for topic in Set([settings.anchorTopic] + settings.sourceTopics + settings.sinkTopics)
            .sorted()
        {
            cluster.createTopic(topic, partitionCount: scenario.taskCount)
        }
    }

    /// Appends records of the next `milliseconds` and lets the time go on so long.
    func work(milliseconds: Int64) {
        let records = workload.draw(
            count: Int(milliseconds / 50),
            duration: cluster.now + milliseconds,
            backlog: 0
        )
        for record in records {
            guard let input = settings.inputs.first(where: { $0.role == record.role }) else {
                continue
            }
            cluster.append(
                SimulatedRecord(
                    key: record.key,
                    value: record.value,
                    timestampMilliseconds: EngineScenario.start.milliseconds + cluster.now
                ),
                to: input.name
            )
        }
        run(milliseconds: milliseconds)
    }

    /// Steps of all agents in turn, ten milliseconds apart. A member that fails ends at once.
    func run(milliseconds: Int64) {
        let end = cluster.now + milliseconds
        while cluster.now < end {
            for agent in 0..<member.agentCount { _ = member.step(agent: agent) }
            hear()
            if member.hasFailed { kill() }
            cluster.advance(milliseconds: 10)
            clock.now = cluster.now
        }
    }

    func start() {
        member.start(
            cluster,
            scenario,
            settings: settings,
            clock: clock.engineClock(start: EngineScenario.start, error: member.clockError)
        )
    }

    func kill() {
        hear()
        if member.agentCount > 0 { member.kill(cluster) }
    }

    /// Ends the member in order, which leaves a snapshot of every task behind.
    func stop() {
        member.stop(deadlineNanoseconds: (cluster.now + 10_000) * 1_000_000)
        while !member.isDone { run(milliseconds: 10) }
        hear()
        member.close()
    }

    private func hear() {
        let (messages, reasons) = member.takeSentences()
        said += messages
        for reason in reasons where !failures.contains(reason) { failures.append(reason) }
    }

    /// Whether the member said, or failed with, something that holds all of these words.
    func heard(_ words: String...) -> Bool {
        (said + failures).contains { sentence in words.allSatisfy { sentence.contains($0) } }
    }

    /// What is wrong by the oracle of the simulation.
    func differences() -> [String] {
        var statistics = SimulationStatistics()
        return OrderOracle(cluster, settings: settings, hasZombies: false).check(&statistics)
    }

    func records(_ topic: String, _ task: Int32) -> [SimulatedRecord] {
        cluster.committedRecords(of: topic, partition: task)
    }

    /// Records of the inputs that the group has not committed.
    var unread: Int64 {
        settings.inputs.reduce(0) { sum, input in
            sum
                + (0..<Int32(settings.taskCount)).reduce(0) {
                    $0 + cluster.highWatermark(of: input.name, partition: $1)
                        - max(
                            0,
                            cluster.committedOffset(
                                group: settings.application,
                                topic: input.name,
                                partition: $1
                            )
                        )
                }
        }
    }
}
