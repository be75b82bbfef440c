import Engine
import Records

// What happens to members: by plan, by their own failure, and at the end of all faults.
extension EngineSimulation {
    func start(_ index: Int) {
        let member = members[index]
        guard case .away = member.phase else { return }
        let versions = versionReader()
        var settings = settings(member.name)
        settings.sets = versions.board
        member.versions = versions
        member.start(
            cluster,
            scenario,
            settings: settings,
            clock: clock.engineClock(start: EngineScenario.start, error: member.clockError)
        )
        cluster.note("\(member.name) starts")
    }

    /// Does what is due: the plan, and the return of who was away.
    func applyPlan() {
        while nextEvent < scenario.plan.count, scenario.plan[nextEvent].time <= cluster.now {
            let event = scenario.plan[nextEvent].event
            nextEvent += 1
            apply(event)
        }
        for (index, member) in members.enumerated() {
            if case .away(let time?) = member.phase, time <= cluster.now { start(index) }
        }
    }

    private func apply(_ event: PlannedEvent) {
        switch event {
        case .kill(let index, let restartAfter):
            let member = members[index]
            guard member.agentCount > 0 else { return }
            kill(member, restartAfter: restartAfter)
        case .stop(let index, let within, let restartAfter):
            guard members[index].phase == .running else { return }
            stop(members[index], within: within, restartAfter: restartAfter)
        case .join(let index): start(index)
        case .stall(let index, let milliseconds): stall(members[index], milliseconds)
        case .jump(let index, let milliseconds):
            statistics.count(.clockJump)
            cluster.note("the clock of \(members[index].name) jumps by \(milliseconds) ms")
            members[index].clockError.milliseconds += milliseconds
        case .outage(let milliseconds): cluster.takeDown(milliseconds: milliseconds)
        case .restartBroker(let milliseconds): restartBroker(milliseconds)
        case .compact(let task, let removesTombstones):
            statistics.count(.compaction)
            cluster.compact(
                snapshotTopic,
                partition: task,
                removesTombstones: removesTombstones
            )
        }
    }

    func stop(_ member: SimulatedMember, within: Int64, restartAfter: Int64) {
        statistics.count(.stop)
        cluster.note("\(member.name) is asked to stop within \(within) ms")
        member.restartAfter = restartAfter
        member.stop(deadlineNanoseconds: (cluster.now + within) * 1_000_000)
    }

    func stall(_ member: SimulatedMember, _ milliseconds: Int64) {
        statistics.count(.slowMember)
        cluster.note("\(member.name) stands still for \(milliseconds) ms")
        member.stalledUntil = cluster.now + milliseconds
    }

    func restartBroker(_ milliseconds: Int64) {
        statistics.count(.brokerRestart)
        cluster.restart(milliseconds: milliseconds)
    }

    func kill(_ member: SimulatedMember, restartAfter: Int64) {
        hear(member)
        statistics.kills += 1
        member.kill(cluster)
        member.phase = .away(until: isHealed ? cluster.now : cluster.now + restartAfter)
    }

    /// A failed engine ends its process: at once, or after an orderly stop.
    func end(_ member: SimulatedMember) {
        statistics.failures += 1
        guard member.phase == .running, random.chance(0.5) else {
            return kill(member, restartAfter: Int64(random.below(1_000)))
        }
        member.restartAfter = Int64(random.below(1_000))
        member.stop(deadlineNanoseconds: (cluster.now + 1_000) * 1_000_000)
    }

    /// An engine whose agents are done is closed.
    func leave(_ member: SimulatedMember) {
        hear(member)
        let count = cluster.outstandingHandleCount(of: member.name)
        if count > 0 {
            problems.append("\(member.name) leaves with \(count) messages that it never gave back.")
        }
        member.close()
        cluster.note("\(member.name) has stopped")
        let isLast = member.restartAfter == .max
        member.phase = .away(
            until: isLast ? nil : isHealed ? cluster.now : cluster.now + member.restartAfter
        )
    }

    /// Listens to what an engine has to say before it is gone.
    func hear(_ member: SimulatedMember) {
        let (messages, failures) = member.takeSentences()
        for sentence in messages {
            cluster.note("\(member.name) says: \(sentence)")
            if sentence.contains("gave other outputs") || sentence.contains("marked degraded")
                || sentence.contains("is rebuilt from its order log")
                || sentence.contains("Looking for an older snapshot")
            {
                problems.append("\(member.name) says: \(sentence)")
            }
        }
        // To lose the transactional id is the one failure that a correct cluster brings about.
        for sentence in failures
        where !sentence.contains("_FENCED") && !sentence.contains("INVALID_PRODUCER_EPOCH") {
            problems.append("\(member.name) fails: \(sentence)")
        }
    }

    /// The end of all faults: everybody comes back and the broker keeps its temper.
    func heal() {
        isHealed = true
        cluster.note("all faults end")
        cluster.faults = BrokerFaults()
        nextEvent = scenario.plan.count
        ambushes = []
        for (index, member) in members.enumerated() {
            member.stalledUntil = 0
            if case .away = member.phase { start(index) }
        }
    }
}
