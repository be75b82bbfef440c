import Engine
import Records

/// Runs whole engines over a simulated cluster, one step of one agent at a time, and asks an oracle
/// whether what they wrote is right.
///
/// Everything follows from the seed: who takes the next step, how far the time moves, what fails.
public final class EngineSimulation {
    let scenario: EngineScenario
    let model: SimulationModel
    let safeguards: EngineSafeguards
    let cluster: SimulatedCluster
    let clock = VirtualClock()
    let members: [SimulatedMember]
    var random: PlantRandom
    var nextEvent = 0
    var ambushes: [Ambush]
    var nextRecord = 0
    /// Sentences about what must not have happened.
    var problems: [String] = []
    /// At least once: somebody wrote after the group had gone on without it.
    var hasZombies = false
    /// Faults are over.
    var isHealed = false
    var statistics = SimulationStatistics()
    private var traceHash: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Virtual time after the last fault within which everything must be consumed and committed.
    private static let patienceMilliseconds: Int64 = 180_000

    /// Runs a seed and answers what came of it.
    public static func run(
        seed: UInt64,
        model: SimulationModel,
        safeguards: EngineSafeguards = EngineSafeguards(),
        brokerSafeguards: BrokerSafeguards = BrokerSafeguards(),
        keepsTrace: Bool = false
    ) -> SimulationResult {
        let simulation = EngineSimulation(
            EngineScenario(seed: seed),
            model,
            safeguards,
            brokerSafeguards,
            keepsTrace: keepsTrace
        )
        return simulation.run()
    }

    let versions: [PlannedVersion]
    /// Says when members read versions; apart from all else, so that the rest of a seed stays.
    var versionRandom: PlantRandom

    private init(
        _ scenario: EngineScenario,
        _ model: SimulationModel,
        _ safeguards: EngineSafeguards,
        _ brokerSafeguards: BrokerSafeguards,
        keepsTrace: Bool
    ) {
        self.scenario = scenario
        self.model = model
        self.safeguards = safeguards
        ambushes = scenario.ambushes
        random = PlantRandom(seed: scenario.seed, stream: 0x5C4ED)
        cluster = SimulatedCluster(seed: scenario.seed, faults: scenario.faults)
        cluster.keepsTrace = keepsTrace
        cluster.safeguards = brokerSafeguards
        versionRandom = PlantRandom(seed: scenario.seed, stream: 0x4EAD)
        versions =
            scenario.family == .rollUps
            ? []
            : VersionPlan.draw(seed: scenario.seed, duration: scenario.duration, model: model)
        members = (0..<scenario.memberCount).map { SimulatedMember(name: "member-\($0)") }
        let settings = settings("oracle")
        let topics = Set(settings.sourceTopics + settings.sinkTopics + [settings.anchorTopic])
        for topic in topics.sorted() {
            cluster.createTopic(topic, partitionCount: scenario.taskCount)
        }
    }

    func settings(_ instance: String) -> EngineSettings {
        scenario.settings(model: model, instance: instance, safeguards: safeguards)
    }

    /// What somebody reads who begins to follow the versions now.
    func versionReader(announces: Bool = true) -> VersionReader {
        let reader = VersionReader(versions, model, inputs: settings("reader").inputs)
        reader.read(at: cluster.now, announces: announces)
        return reader
    }

    // MARK: The run

    private func run() -> SimulationResult {
        for index in 0..<scenario.startCount { start(index) }
        while cluster.now < scenario.duration, problems.isEmpty { turn() }
        heal()
        let deadline = cluster.now + Self.patienceMilliseconds
        while !isQuiet, problems.isEmpty {
            for _ in 0..<20 { turn() }
            if cluster.now > deadline { problems.append("It never comes to rest: \(restSentence)") }
        }
        for member in members {
            member.restartAfter = .max
            guard member.phase == .running else { continue }
            member.stop(deadlineNanoseconds: (cluster.now + 60_000) * 1_000_000)
        }
        while problems.isEmpty, members.contains(where: { $0.phase == .stopping }) { turn() }
        cluster.advance(milliseconds: 20_000)
        if problems.isEmpty { checkHandles() }
        if problems.isEmpty {
            var settings = settings("oracle")
            settings.sets = versionReader(announces: false).board
            let oracle = OrderOracle(cluster, settings: settings, hasZombies: hasZombies)
            problems = oracle.check(&statistics)
        }
        foldLogs()
        countFaults()
        return SimulationResult(
            seed: scenario.seed,
            traceHash: traceHash,
            problems: problems,
            trace: cluster.trace,
            statistics: statistics
        )
    }

    /// A few steps of agents drawn at random, then a little time.
    private func turn() {
        feed()
        applyPlan()
        for member in members where member.versions?.lags(at: cluster.now) == true {
            if isHealed || versionRandom.chance(0.05) { member.versions?.read(at: cluster.now) }
        }
        let ready = members.filter {
            $0.agentCount > 0 && $0.stalledUntil <= cluster.now
        }
        if !ready.isEmpty {
            for _ in 0..<(1 + random.below(2 * ready.count * (scenario.shardCount + 2))) {
                step(ready[random.below(ready.count)])
            }
        }
        advance(Int64(random.below(scenario.paceMilliseconds)))
    }

    private func step(_ member: SimulatedMember) {
        guard member.agentCount > 0 else { return }
        let agent = random.below(member.agentCount)
        let work = member.step(agent: agent)
        statistics.steps += 1
        fold(UInt64(agent) << 32 ^ UInt64(work) ^ UInt64(cluster.now) << 40)
        lookForExpulsions()
        if member.hasFailed { end(member) } else if member.isDone { leave(member) }
        lookForAmbush(member)
    }

    private func advance(_ milliseconds: Int64) {
        cluster.advance(milliseconds: milliseconds)
        clock.now = cluster.now
        lookForExpulsions()
    }

    private func lookForExpulsions() {
        for member in members where member.wasExpelled() {
            hasZombies = true
            statistics.expulsions += 1
        }
    }

    /// Appends the records whose time has come.
    private func feed() {
        let inputs = settingsInputs
        while nextRecord < scenario.records.count,
            scenario.records[nextRecord].time <= cluster.now
        {
            let record = scenario.records[nextRecord]
            nextRecord += 1
            cluster.append(
                SimulatedRecord(
                    key: record.key,
                    value: record.value,
                    timestampMilliseconds: EngineScenario.start.milliseconds + record.time
                ),
                to: inputs[scenario.family == .rollUps ? 0 : record.role.rawValue]
            )
        }
    }

    /// Names of the inputs by role.
    private(set) lazy var settingsInputs: [String] = settings("oracle").inputs.map(\.name)
    private(set) lazy var snapshotTopic = settings("oracle").snapshotTopic
    private(set) lazy var watchedTopics = WatchedTopics(
        order: cluster.index(of: settings("oracle").orderTopic),
        snapshots: cluster.index(of: snapshotTopic),
        decided: [OutputTopic.alerts, .lateEvents].map {
            cluster.index(of: settings("oracle").outputNames[$0.rawValue])
        }
    )
    private(set) lazy var application: String = settings("oracle").application

    // MARK: Rest

    /// Everything was read, worked on and committed, and every task has somebody who would send what is
    /// still missing of its outputs.
    private var isQuiet: Bool {
        restPlaces.isEmpty && nextRecord == scenario.records.count
            && members.flatMap(\.liveTasks).count == scenario.taskCount
    }

    private var restPlaces: [String] {
        var places: [String] = []
        for topic in settingsInputs {
            for task in 0..<Int32(scenario.taskCount) {
                // Markers and what was aborted come to nobody.
                let last = cluster.records(of: topic, partition: task).last {
                    $0.kind == .data && $0.outcome != .aborted
                }
                let end = (last?.offset ?? -1) + 1
                let at = cluster.committedOffset(group: application, topic: topic, partition: task)
                if end > 0, at != end { places.append("\(topic)/\(task) is at \(at) of \(end)") }
            }
        }
        return places
    }

    private var restSentence: String {
        "\(restPlaces.joined(separator: ", ")); members \(members.map(\.phase)); they said "
            + "\(members.flatMap { $0.takeSentences().messages }.suffix(6))"
    }

    private func checkHandles() {
        let count = cluster.outstandingHandleCount()
        if count > 0 { problems.append("\(count) messages were never given back.") }
    }

    private func countFaults() {
        for fault in BrokerFault.allCases {
            statistics.count("\(fault)", cluster.strikeCounts[fault.rawValue])
        }
        statistics.count(.outage, cluster.outageCount)
        statistics.count(.fullRing, members.reduce(0) { $0 + $1.fullRingCount })
    }

    // MARK: The trace

    private func fold(_ value: UInt64) {
        traceHash = (traceHash ^ value) &* 0x100_0000_01b3
        traceHash ^= traceHash >> 29
    }

    /// Takes every byte of every log into the hash of the run.
    private func foldLogs() {
        for (index, topic) in cluster.topics.enumerated() {
            for (partition, log) in topic.logs.enumerated() {
                for record in log.records {
                    fold(UInt64(index) << 48 ^ UInt64(partition) << 40 ^ UInt64(record.offset))
                    fold(
                        unsafe (record.value ?? []).withUnsafeBytes {
                            unsafe StableHash.words($0)
                        }
                    )
                }
            }
        }
    }
}
