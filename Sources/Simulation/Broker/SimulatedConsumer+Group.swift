import Records

extension SimulatedConsumer {
    /// One turn of the group protocol: join, take what a rebalance gave, learn that we were expelled.
    func serveGroup() {
        lastContact = cluster.now
        guard let memberID else { return enter() }
        guard let index = group.index(of: memberID) else { return loseEverything() }
        group.heartbeat(index, at: cluster.now)
        // What the caller owes an answer to goes first; the group waits that long.
        guard stopsOwed.isEmpty, !states.contains(.assigned) else { return }
        if !assignedNext.isEmpty {
            take(assignedNext, memberID)
            assignedNext = []
            return
        }
        if let tasks = group.takeAssignment(index) { return apply(tasks, memberID) }
        if mustRejoin {
            mustRejoin = false
            group.prepare()
        }
        guard group.isPreparing else { return }
        group.join(index, owned: owned)
        cluster.completeRebalance(of: group)
        if let index = group.index(of: memberID), let tasks = group.takeAssignment(index) {
            apply(tasks, memberID)
        }
    }

    /// Asks to be let in, once everything of an earlier membership was given back.
    private func enter() {
        guard owned.isEmpty else { return }
        let memberID = cluster.nextMemberID(member)
        self.memberID = memberID
        cluster.note("\(memberID) enters group \(group.id)")
        group.admit(
            memberID,
            sessionMilliseconds: settings.sessionMilliseconds,
            at: cluster.now
        )
        serveGroup()
    }

    /// Compares what a rebalance gave us with what we hold. What has to go goes first, and only after
    /// the answer to that comes what is new; then the group needs another round for what became free.
    private func apply(_ tasks: [Int32], _ memberID: String) {
        generation = group.generation
        let held = owned
        let leaving = held.filter { !tasks.contains($0) }
        let coming = tasks.filter { !held.contains($0) }
        guard !leaving.isEmpty else { return take(coming, memberID) }
        stopsOwed = leaving
        assignedNext = coming
        mustRejoin = true
        if settings.renewsMembershipWhenRevoked { renewMembership(memberID) }
        cluster.note("\(memberID) gives back the tasks \(leaving)")
        events.append(.revoked(tasks: leaving, lost: false))
    }

    /// Takes new tasks, perhaps none. As in the Kafka source, this renews the membership.
    private func take(_ tasks: [Int32], _ memberID: String) {
        renewMembership(memberID)
        guard !tasks.isEmpty else { return }
        for task in tasks { states[Int(task)] = .assigned }
        cluster.note("\(memberID) takes the tasks \(tasks)")
        events.append(.assigned(tasks: tasks))
    }

    private func renewMembership(_ memberID: String) {
        membership = SimulatedMembership(
            group: group.id,
            memberID: memberID,
            generation: generation
        )
    }

    /// The group has gone on without us: everything we still hold belongs to others.
    func loseEverything() {
        guard stopsOwed.isEmpty else { return }
        cluster.note("\(memberID ?? member) learns that it was expelled")
        memberID = nil
        assignedNext = []
        mustRejoin = false
        stopsOwed = owned
        if !stopsOwed.isEmpty { events.append(.revoked(tasks: stopsOwed, lost: true)) }
    }

    /// A client that has not reached its group for a whole session takes itself for expelled. The group
    /// may know it for longer, and waits for that ghost as for any silent member.
    func leaveSilentlyWhenOutOfTouch() {
        guard memberID != nil, cluster.now - lastContact >= settings.sessionMilliseconds else {
            return
        }
        loseEverything()
    }

    /// The answer to `assigned`.
    func start(_ tasks: [Int32]) {
        for task in tasks {
            precondition(
                states[Int(task)] != .foreign,
                "Task \(task) was started, which is not assigned to \(member)."
            )
            states[Int(task)] = .waiting
            lookupsDue[Int(task)] = cluster.now + cluster.delay(.lookupDelay)
        }
    }

    /// The answer to `revoked`.
    func stop(_ tasks: [Int32]) {
        for task in tasks {
            precondition(
                ledger.counts[Int(task)] == 0,
                "Task \(task) of \(member) was stopped before all of its messages were released."
            )
            states[Int(task)] = .foreign
            for topic in topics.indices { slots[slot(topic, task)] = Slot() }
        }
        stopsOwed.removeAll { tasks.contains($0) }
    }

    /// Says where the group has left off, for tasks whose offsets nobody can move any more.
    func locate() {
        for task in owned
        where states[Int(task)] == .waiting && lookupsDue[Int(task)] <= cluster.now {
            guard !stopsOwed.contains(task) else { continue }
            let places = topics.indices.map { place($0, task) }
            guard !places.contains(where: { cluster.isUndecided($0, in: group) }) else { continue }
            states[Int(task)] = .located
            let offsets = places.map { group.offsets.committed($0) }
            cluster.note("\(member) finds task \(task) at \(offsets)")
            events.append(.located(task: task, offsets: offsets))
        }
    }
}
