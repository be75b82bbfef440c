import Records

/// One danger that a run is about. Accidents drawn evenly meet it too seldom: it takes two at once.
enum Emphasis: CaseIterable, Sendable {
    /// At least once: a process ends while entries of the order log and outputs are on their way.
    case entriesUnderWay
    /// A member is succeeded with a transaction open, wakes, and goes on.
    case succeededInTransaction
    /// A member is succeeded while its transaction may still move the committed offsets.
    case offsetsPending
    /// Tasks move while the markers of a transaction reach some partitions and others not yet.
    case markersUnderWay
    /// At least once: tasks move while their last records are on their way.
    case lastWords
    /// Processes end in the middle of snapshots.
    case tornSnapshots
}

extension EngineScenario {
    /// Turns the scenario towards one danger; everything else stays as drawn.
    mutating func stress(_ emphasis: Emphasis, _ random: inout PlantRandom) {
        let session = Int(sessionMilliseconds)
        let kill = Ambush.Accident.kill(restartAfter: Int64(random.below(1_500)))
        let stall = Ambush.Accident.stall(
            milliseconds: Int64(session + random.below(session * 3 / 2))
        )
        switch emphasis {
        case .entriesUnderWay:
            isExactlyOnce = false
            memberCount = 1
            startCount = 1
            // With another clock, and where what is late depends on what came first, the work that is
            // done again comes out otherwise.
            limits.allowedLatenessNanoseconds = 20 * Nanoseconds.millisecond
            sessionMilliseconds = 500
            let jump = PlannedEvent.jump(member: 0, milliseconds: 25_000)
            plan = [0.3, 0.6].map { TimedEvent(time: Int64(Double(duration) * $0), event: jump) }
            faults[.sendDelay] = 0.3
            ambush(.entryUnderWay, kill, 12, &random)
        case .succeededInTransaction:
            beTwo()
            isExactlyOnce = true
            transactionMilliseconds = 10_000
            ambush(.sending, stall, 3, &random)
        case .offsetsPending:
            beTwo()
            isExactlyOnce = true
            transactionMilliseconds = 10_000
            ambush(.offsetsPending, random.chance(0.7) ? stall : kill, 2, &random)
        case .markersUnderWay:
            beTwo()
            isExactlyOnce = true
            faults[.markerDelay] = 0.4
            faults.markerDelayMillisecondsMax = 4_000
            ambush(.markersUnderWay, .rebalance, 5, &random)
        case .lastWords:
            beTwo()
            isExactlyOnce = false
            faults[.sendDelay] = 0.5
            faults.delayMillisecondsMax = 3_000
            ambush(.sending, .rebalance, 5, &random)
        case .tornSnapshots:
            snapshotChunkBytes = 200 + random.below(600)
            ambush(.snapshotTorn, kill, 3, &random)
        }
    }

    private mutating func beTwo() {
        memberCount = max(memberCount, 2)
        startCount = max(startCount, 2)
    }

    private mutating func ambush(
        _ moment: MemberFault,
        _ accident: Ambush.Accident,
        _ count: Int,
        _ random: inout PlantRandom
    ) {
        for _ in 0..<count {
            let from = Int64(random.below(Int(duration)))
            ambushes.append(Ambush(from: from, moment: moment, accident: accident))
        }
    }
}
