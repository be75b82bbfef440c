import Records

@testable import Simulation

/// Three workers copy two topics while the broker and the processes misbehave as the seed says.
struct CopyRun {
    static let slots = 3
    static let tasks = 4
    static let recordCount = 150

    let cluster: SimulatedCluster
    private var random: PlantRandom
    private var workers: [CopyWorker] = []
    /// Processes whose successor was started although they live; they do not know it.
    private var zombies: [CopyWorker] = []
    private var pausedUntil = Array(repeating: Int64(0), count: slots)
    private var started = 0
    private var sourceSettings = SimulatedSource.Settings()
    private var sinkSettings = SimulatedSink.Settings()

    init(seed: UInt64, safeguards: BrokerSafeguards = BrokerSafeguards()) {
        cluster = Bench.cluster(seed: seed, faults: .drawn(seed: seed), partitionCount: Self.tasks)
        cluster.safeguards = safeguards
        random = PlantRandom(seed: seed, stream: 7)
        // A transaction that outlives the session leaves all the checking to the group.
        sinkSettings.transactionTimeoutMilliseconds = random.chance(0.5) ? 3000 : 30_000
        sourceSettings.renewsMembershipWhenRevoked = random.chance(0.7)
        for slot in 0..<Self.slots { workers.append(worker(slot)) }
    }

    /// Misbehaves for a while, then lets everything come to rest. False when it does not.
    mutating func run() -> Bool {
        for number in 0..<Self.recordCount {
            append(number)
            for _ in 0..<6 { step(isWild: true) }
        }
        cluster.faults = BrokerFaults()
        for _ in 0..<20_000 {
            if isDone { return true }
            step(isWild: false)
        }
        return false
    }

    private mutating func append(_ number: Int) {
        let partition = Int32(random.below(Self.tasks))
        let topic = Bench.inputs[random.below(2)]
        cluster.append(
            Bench.record("\(topic) \(number)"),
            to: topic,
            partition: partition
        )
    }

    private mutating func step(isWild: Bool) {
        cluster.advance(milliseconds: Int64(random.below(20)))
        let slot = random.below(Self.slots)
        if isWild { misbehave(slot) }
        if let zombie = zombies.last, random.chance(0.3) { turn(zombie) }
        if workers[slot].isDead {
            cluster.kill(workers[slot].member)
            workers[slot] = worker(slot)
        }
        if pausedUntil[slot] <= cluster.now || !isWild { turn(workers[slot]) }
    }

    private mutating func turn(_ worker: CopyWorker) {
        let maximum = 1 + random.below(8)
        worker.turn(maximum: maximum, commits: random.chance(0.3), polls: random.chance(0.7))
    }

    private mutating func misbehave(_ slot: Int) {
        if random.chance(0.004) {
            cluster.kill(workers[slot].member)
            workers[slot] = worker(slot)
        }
        if random.chance(0.004) { pausedUntil[slot] = cluster.now + Int64(random.below(15_000)) }
        if random.chance(0.002) {
            zombies.append(workers[slot])
            workers[slot] = worker(slot)
        }
        if random.chance(0.05), let zombie = zombies.popLast() { cluster.kill(zombie.member) }
        // Now and then much time passes at once, so that a short run reaches the time-outs.
        if random.chance(0.01) { cluster.advance(milliseconds: Int64(random.below(4000))) }
    }

    private mutating func worker(_ slot: Int) -> CopyWorker {
        started += 1
        return CopyWorker(
            cluster,
            member: "\(slot)-\(started)",
            id: "copy-\(slot)",
            sourceSettings,
            sinkSettings
        )
    }

    private var isDone: Bool {
        for topic in Bench.inputs {
            for task in 0..<Int32(Self.tasks) {
                let end = cluster.highWatermark(of: topic, partition: task)
                let committed = cluster.committedOffset(
                    group: "group",
                    topic: topic,
                    partition: task
                )
                if max(committed, 0) < end { return false }
            }
        }
        return !(0..<Self.slots).contains { cluster.isUndecided(transactionalID: "copy-\($0)") }
    }

    /// What is wrong with the output; empty when every input is there once and in order.
    func faults() -> [String] {
        var found: [String] = []
        for task in 0..<Int32(Self.tasks) {
            for topic in Bench.inputs {
                let wanted = Bench.committed(cluster, topic, partition: task)
                let copied = Bench.committed(cluster, "out", partition: task).filter {
                    $0.hasPrefix(topic)
                }
                if copied != wanted {
                    found.append("\(topic)/\(task): \(copied) instead of \(wanted)")
                }
            }
        }
        return found
    }
}
