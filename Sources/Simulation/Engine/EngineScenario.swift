import Engine
import PlantModel
import Records

/// Everything that distinguishes one simulated run from another, drawn from its seed.
///
/// About half of the hazards stay away from each run, because what is always present hides what
/// happens without it.
public struct EngineScenario: Sendable {
    /// What everything is drawn from.
    public let seed: UInt64
    /// What the tasks are keyed by; every fifth seed has roll-ups.
    let family: EngineFamily
    /// Members at most; some join later.
    var memberCount: Int
    /// Members that are there from the beginning.
    var startCount: Int
    var taskCount: Int
    var shardCount: Int
    var isExactlyOnce: Bool
    var limits: Limits
    var sessionMilliseconds: Int64
    var transactionMilliseconds: Int64
    var queueCountLimit: Int
    /// The longest stretch of time between two steps of agents.
    let paceMilliseconds: Int
    /// Until faults end, in milliseconds.
    let duration: Int64
    var faults: BrokerFaults
    let records: [TimedRecord]
    var plan: [TimedEvent]
    var ambushes: [Ambush]
    /// Bytes of state in one record of a snapshot: often few, so that there are many chunks.
    var snapshotChunkBytes: Int

    /// The wall clock at the beginning: 2026-03-02T08:59:50Z, so that a minute and an hour end on the
    /// way.
    static let start = EventTime(milliseconds: 1_772_441_990_000)

    /// Draws the scenario of a seed.
    public init(seed: UInt64) {
        var random = PlantRandom(seed: seed, stream: 0x5CE9A810)
        self.seed = seed
        family = seed % 5 == 4 ? .rollUps : .equipment
        memberCount = 1 + random.below(3)
        startCount = 1 + random.below(memberCount)
        taskCount = 2 + random.below(3)
        shardCount = 1 + random.below(2)
        isExactlyOnce = random.chance(0.6)
        sessionMilliseconds = 1_500 + Int64(random.below(3_000))
        // Shorter than a session, or so long that whoever was succeeded still has one open.
        transactionMilliseconds =
            random.chance(0.5)
            ? 1_000 + Int64(random.below(4_000)) : 6_000 + Int64(random.below(10_000))
        queueCountLimit = random.chance(0.3) ? 20 + random.below(40) : 1_000
        paceMilliseconds = 20 + random.below(130)
        duration = 6_000 + Int64(random.below(10_000))
        var limits = Self.limits(&random)
        limits.evictAfterNanoseconds = Self.evictAfter(seed)
        self.limits = limits
        faults = random.chance(0.8) ? BrokerFaults.drawn(seed: seed) : BrokerFaults()
        let machineCount = 2 + random.below(5)
        let recordCount = 50 + random.below(100)
        let backlog = random.chance(0.3) ? random.unit() : 0
        let events = PlantRandom(seed: seed, stream: 0xDA7A)
        let start = Self.start.milliseconds
        switch family {
        case .equipment:
            var workload = EngineWorkload(
                random: events,
                start: start,
                machineCount: machineCount,
                absences: Self.absences(seed, duration)
            )
            records = workload.draw(count: recordCount, duration: duration, backlog: backlog)
        case .rollUps:
            var workload = ContributionWorkload(
                random: events,
                start: start,
                machineCount: machineCount
            )
            records = workload.draw(count: recordCount, duration: duration)
        }
        var planner = EventPlanner(
            random: PlantRandom(seed: seed, stream: 0xF1A),
            memberCount: memberCount,
            startCount: startCount,
            taskCount: taskCount,
            duration: duration,
            sessionMilliseconds: sessionMilliseconds,
            transactionMilliseconds: transactionMilliseconds
        )
        plan = planner.draw()
        ambushes = planner.drawAmbushes()
        snapshotChunkBytes = random.chance(0.5) ? 300 + random.below(2_000) : 512 << 10
        if random.chance(0.4) {
            let dangers = Emphasis.allCases
            stress(dangers[random.below(dangers.count)], &random)
        }
    }

    /// Bytes of a snapshot that are written at a time: often so few that a task has moved on far before
    /// its snapshot is whole.
    private static func sliceByteCount(_ seed: UInt64) -> Int {
        var random = PlantRandom(seed: seed, stream: 0x511CE)
        return [1, 200, 1_000, 64 << 10][random.below(4)]
    }

    /// When each machine is silent for so long that it may be forgotten. Drawn apart from all else.
    private static func absences(_ seed: UInt64, _ duration: Int64) -> [Range<Int64>] {
        var random = PlantRandom(seed: seed, stream: 0xAB5E)
        return (0..<6).map { _ in
            let from = Int64(random.below(Int(duration)))
            return random.chance(0.5) ? from..<from + 3_000 + Int64(random.below(6_000)) : 0..<0
        }
    }

    private static func evictAfter(_ seed: UInt64) -> Int64 {
        var random = PlantRandom(seed: seed, stream: 0xE71C)
        let seconds = random.chance(0.6) ? 1 + Int64(random.below(3)) : 3_600
        return seconds * Nanoseconds.second
    }

    private static func limits(_ random: inout PlantRandom) -> Limits {
        var limits = Limits()
        limits.bundleIntervalNanoseconds = 100 * Nanoseconds.millisecond
        limits.tickIntervalNanoseconds =
            Int64(1 + random.below(10)) * 100 * Nanoseconds.millisecond
        limits.snapshotIntervalNanoseconds =
            Int64(5 + random.below(40)) * 100 * Nanoseconds.millisecond
        limits.idleTimeoutNanoseconds = Int64(1 + random.below(3)) * Nanoseconds.second
        limits.allowedLatenessNanoseconds = Nanoseconds.second
        limits.graceNanoseconds = 30 * Nanoseconds.second
        limits.equipmentPerTask = random.chance(0.2) ? 2 : 16
        limits.characteristicsPerEquipment = 4
        limits.namesPerTask = 64
        limits.keysPerRule = random.chance(0.2) ? 2 : 32
        limits.inputRingEntries = random.chance(0.4) ? 4 : 256
        limits.inputRingBytes = random.chance(0.2) ? 1_000 : 1 << 20
        limits.outputRingEntries = random.chance(0.4) ? 2 : 16
        limits.bundleRecords = random.chance(0.3) ? 4 : 1_000
        return limits
    }

    /// The engine settings of one member.
    func settings(model: SimulationModel, instance: String, safeguards: EngineSafeguards)
        -> EngineSettings
    {
        var settings = EngineSettings(plant: model.plant, rules: model.rules, taskCount: taskCount)
        settings.instance = instance
        settings.shardCount = shardCount
        settings.limits = limits
        settings.publishesPoints = true
        settings.publishesScores = seed % 2 == 0
        settings.isExactlyOnce = isExactlyOnce
        settings.safeguards = safeguards
        settings.snapshotSliceByteCount = Self.sliceByteCount(seed)
        settings.snapshotChunkBytes = snapshotChunkBytes
        return family == .rollUps ? settings.rollUps() : settings
    }
}
