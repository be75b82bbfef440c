extension SimulatedCluster {
    /// Moves the time on. Everything that is due on the way happens at its own time, in order.
    public func advance(milliseconds: Int64) {
        precondition(milliseconds >= 0, "Virtual time does not run backwards.")
        let target = now + milliseconds
        serve()
        while let due = nextDue(), due <= target {
            // What was due earlier and could not happen then happens a millisecond later.
            now = max(due, now)
            serve()
            guard let next = nextDue(), next <= now else { continue }
            guard now < target else { break }
            now += 1
        }
        now = max(now, target)
        serve()
    }

    /// Whether nobody gets an answer at the moment.
    public var isDown: Bool { outageEnd != nil }

    /// Takes the whole cluster away for a while: nothing is answered, nothing is lost.
    public func takeDown(milliseconds: Int64) {
        outageCount += 1
        outageEnd = max(outageEnd ?? 0, now + milliseconds)
        note("down until \(outageEnd ?? now)")
    }

    /// Stops the broker and starts it again: its answers that were on their way are lost, and clients
    /// ask once more for what they never heard of.
    public func restart(milliseconds: Int64) {
        for producer in producers { producer.loseAnswers() }
        takeDown(milliseconds: milliseconds)
    }

    /// Does everything that is due now.
    func serve() {
        beginOrEndOutage()
        guard !isDown else { return }
        for group in groups {
            expireSessions(of: group)
            completeRebalance(of: group)
        }
        for id in transactionalIDs {
            timeOut(id)
            deliverMarkers(of: id, dueAt: now)
        }
        for producer in producers { producer.deliver(dueAt: now) }
        for consumer in consumers { consumer.deliverCommits(dueAt: now) }
    }

    private func nextDue() -> Int64? {
        if let outageEnd { return outageEnd }
        var due = nextOutage
        func consider(_ time: Int64?) {
            if let time { due = min(due ?? time, time) }
        }
        for group in groups {
            consider(group.nextExpiry)
            consider(group.completesAt)
        }
        for id in transactionalIDs {
            consider(id.timesOutAt)
            consider(id.markers.map(\.due).min())
        }
        for producer in producers { consider(producer.nextArrival) }
        for consumer in consumers { consider(consumer.nextCommitArrival) }
        return due
    }

    private func beginOrEndOutage() {
        if let end = outageEnd, end <= now {
            outageEnd = nil
            note("up")
            for group in groups { group.restartSessions(at: now) }
            planOutage()
        }
        if !isDown, let begin = nextOutage, begin <= now {
            nextOutage = nil
            takeDown(milliseconds: 1 + Int64(random.below(Int(faults.outageMillisecondsMax))))
        }
    }

    /// Draws the time of the next outage, evenly up to twice the mean.
    func planOutage() {
        nextOutage = nil
        guard faults.outageIntervalMilliseconds > 0 else { return }
        nextOutage = now + 1 + Int64(random.below(Int(faults.outageIntervalMilliseconds * 2)))
    }
}
