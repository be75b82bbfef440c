/// Draws what happens to the members of a scenario, and when.
struct EventPlanner {
    var random: PlantRandom
    let memberCount: Int
    let startCount: Int
    let taskCount: Int
    let duration: Int64
    let sessionMilliseconds: Int64
    let transactionMilliseconds: Int64
    private var events: [TimedEvent] = []

    init(
        random: PlantRandom,
        memberCount: Int,
        startCount: Int,
        taskCount: Int,
        duration: Int64,
        sessionMilliseconds: Int64,
        transactionMilliseconds: Int64
    ) {
        self.random = random
        self.memberCount = memberCount
        self.startCount = startCount
        self.taskCount = taskCount
        self.duration = duration
        self.sessionMilliseconds = sessionMilliseconds
        self.transactionMilliseconds = transactionMilliseconds
    }

    mutating func draw() -> [TimedEvent] {
        for member in startCount..<memberCount { add(.join(member: member)) }
        if random.chance(0.7) {
            for _ in 0..<(1 + random.below(4)) {
                add(.kill(member: member(), restartAfter: restart()))
            }
        }
        if random.chance(0.5) {
            for _ in 0..<(1 + random.below(3)) {
                let within: Int64 = random.chance(0.3) ? Int64(random.below(300)) : 5_000
                add(.stop(member: member(), within: within, restartAfter: restart()))
            }
        }
        if random.chance(0.3) {
            for _ in 0..<(1 + random.below(2)) {
                let milliseconds = Int64(random.below(Int(sessionMilliseconds * 2)))
                add(.stall(member: member(), milliseconds: milliseconds))
            }
        }
        if random.chance(0.3) {
            for _ in 0..<(1 + random.below(3)) {
                let milliseconds = Int64(random.below(30_000)) - 10_000
                add(.jump(member: member(), milliseconds: milliseconds))
            }
        }
        if random.chance(0.2) { add(.outage(milliseconds: Int64(1 + random.below(4_000)))) }
        if random.chance(0.2) {
            add(.restartBroker(milliseconds: Int64(1 + random.below(3_000))))
        }
        if random.chance(0.5) {
            for _ in 0..<(1 + random.below(6)) {
                let task = Int32(random.below(taskCount))
                add(.compact(task: task, removesTombstones: random.chance(0.5)))
            }
        }
        return events.sorted { $0.time < $1.time }
    }

    /// Accidents that wait for the worst moment, in about half of the runs.
    mutating func drawAmbushes() -> [Ambush] {
        guard random.chance(0.6) else { return [] }
        return (0..<(1 + random.below(4))).map { _ in
            Ambush.drawn(
                &random,
                duration: duration,
                timeOuts: [sessionMilliseconds, min(transactionMilliseconds, 6_000)]
            )
        }
    }

    private mutating func add(_ event: PlannedEvent) {
        events.append(TimedEvent(time: Int64(random.below(Int(duration))), event: event))
    }

    private mutating func member() -> Int { random.below(memberCount) }

    private mutating func restart() -> Int64 { Int64(random.below(3_000)) }
}
