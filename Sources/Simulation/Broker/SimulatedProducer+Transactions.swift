import Records

extension SimulatedProducer {
    func initTransactions(milliseconds: Int) throws(BrokerError) {
        try checkUsable()
        let id = coordinator()
        precondition(stage == .fresh, "\(id.name) was initialised twice.")
        try claim(id, milliseconds)
        stage = .ready
        if cluster.strikes(.initResponseLoss) {
            stage = .fresh
            throw SimulatedErrors.timedOut("Claiming \(id.name)")
        }
    }

    func begin() throws(BrokerError) {
        try checkUsable()
        precondition(stage == .ready, "\(name) cannot begin a transaction at stage \(stage).")
        stage = .open
        hasWork = false
    }

    func sendOffsets(
        _ places: [(TopicPartition, Int64)],
        _ membership: SimulatedMembership,
        milliseconds: Int
    ) throws(BrokerError) {
        try checkUsable()
        let id = coordinator()
        let doing = "Adding offsets to the transaction of \(id.name)"
        if case .unanswered = stage { throw SimulatedErrors.conflict(doing) }
        precondition(stage == .open, "\(id.name) was given offsets outside of a transaction.")
        try flushed(doing, milliseconds)
        // As in librdkafka: without offsets nobody is asked, so nobody can refuse.
        guard !places.isEmpty else { return }
        try reach(id, doing, milliseconds)
        let group = cluster.groups.first { $0.id == membership.group }
        guard let group else { preconditionFailure("There is no group \(membership.group).") }
        var refusal = cluster.refusal(
            of: membership.memberID,
            generation: membership.generation,
            in: group
        )
        if cluster.strikes(.offsetsRefusal) {
            refusal = refusal ?? SimulatedErrors.illegalGeneration(group.id)
        }
        if let refusal {
            cluster.note("group \(group.id) refuses offsets of \(id.name): \(refusal.name)")
            abortError = refusal
            throw refusal
        }
        hasWork = true
        id.touch(.offsets(group: group.id), at: cluster.now)
        for (place, offset) in places {
            group.offsets.hold(place, offset, for: id.name)
            if !cluster.safeguards.holdsOffsetsUntilCommit { group.offsets.commit(place, offset) }
        }
        if cluster.strikes(.offsetsResponseLoss) {
            throw SimulatedErrors.timedOut(doing)
        }
    }

    func commit(milliseconds: Int) throws(BrokerError) {
        try checkUsable()
        let id = coordinator()
        let doing = "Committing the transaction of \(id.name)"
        if stage == .unanswered(commits: true) { return try repeatEnd(doing) }
        if case .unanswered = stage { throw SimulatedErrors.conflict(doing) }
        precondition(stage == .open, "\(id.name) has no transaction to commit.")
        try flushed(doing, milliseconds)
        guard hasWork else { return stage = .ready }
        try reach(id, doing, milliseconds)
        if cluster.strikes(.commitRefusal) {
            throw SimulatedErrors.coordinatorNotAvailable(doing)
        }
        if cluster.strikes(.commitAbort) {
            let error = SimulatedErrors.unknownProducer(id.name)
            abortError = error
            throw error
        }
        try end(id, commits: true, doing, loss: .commitResponseLoss)
    }

    func abort(milliseconds: Int) throws(BrokerError) {
        try checkUsable()
        let id = coordinator()
        let doing = "Aborting the transaction of \(id.name)"
        if stage == .unanswered(commits: false) { return try repeatEnd(doing) }
        if case .unanswered = stage { throw SimulatedErrors.conflict(doing) }
        precondition(stage == .open, "\(id.name) has no transaction to abort.")
        guard !cluster.isDown else { throw SimulatedErrors.timedOut(doing) }
        if abortError == nil { _ = flush(milliseconds: milliseconds) }
        if let fatalError { throw fatalError }
        dropSends(SimulatedErrors.purged())
        collect(dueAt: .max)
        // The broker has ended it already; a new epoch makes the producer good again.
        if epochRefusal()?.isAbortable == true {
            try claim(id, milliseconds)
            abortError = nil
            return stage = .ready
        }
        if hasWork { try reach(id, doing, milliseconds, isAbort: true) }
        abortError = nil
        try end(id, commits: false, doing, loss: .abortResponseLoss)
    }

    /// Why the epoch is refused: somebody newer has the id, or the transaction was open for too long.
    func epochRefusal() -> BrokerError? {
        guard let id = transactionalID, cluster.safeguards.fencesProducers, id.epoch != epoch else {
            return nil
        }
        guard id.timedOutEpoch == epoch, id.epoch == epoch + 1, recoversFromTimeOut() else {
            return SimulatedErrors.fenced(id.name)
        }
        return SimulatedErrors.invalidEpoch(id.name)
    }

    /// Once refused abortably, always so until the abort; else drawn.
    private func recoversFromTimeOut() -> Bool {
        if abortError?.name == "INVALID_PRODUCER_EPOCH" { return true }
        return cluster.strikes(.recoverableTimeOut)
    }

    /// Remembers a refusal of the epoch and ends what is on its way with it.
    func refuse(_ error: BrokerError) {
        if error.isFatal { return fail(error) }
        abortError = error
        dropSends(error)
    }

    private func coordinator() -> TransactionalID {
        guard let transactionalID else {
            preconditionFailure("The sink of \(member) was opened without a transactional id.")
        }
        return transactionalID
    }

    private func claim(_ id: TransactionalID, _ milliseconds: Int) throws(BrokerError) {
        let deadline = cluster.now + Int64(milliseconds)
        guard !cluster.isDown,
            let claimed = cluster.claim(
                id,
                timeoutMilliseconds: settings.transactionTimeoutMilliseconds,
                deadline: deadline
            )
        else { throw SimulatedErrors.timedOut("Claiming \(id.name)") }
        epoch = claimed
        for index in lanes.indices { lanes[index].lastSequence = -1 }
    }

    /// Everything sent has reached the broker, or the error says what to do instead.
    private func flushed(_ doing: String, _ milliseconds: Int) throws(BrokerError) {
        if let abortError { throw abortError }
        let isDone = flush(milliseconds: milliseconds)
        if let fatalError { throw fatalError }
        if let abortError { throw abortError }
        guard isDone else { throw SimulatedErrors.timedOut(doing) }
    }

    /// The coordinator answers, knows our epoch and is done with the transaction before.
    private func reach(
        _ id: TransactionalID,
        _ doing: String,
        _ milliseconds: Int,
        isAbort: Bool = false
    ) throws(BrokerError) {
        guard !cluster.isDown else { throw SimulatedErrors.timedOut(doing) }
        if let refusal = epochRefusal() {
            refuse(refusal)
            throw refusal
        }
        cluster.deliverMarkers(of: id, dueAt: cluster.now + Int64(milliseconds))
        guard !id.isCompleting else { throw SimulatedErrors.timedOut(doing) }
    }

    /// Decides at the coordinator; the answer may be lost on its way back.
    private func end(
        _ id: TransactionalID,
        commits: Bool,
        _ doing: String,
        loss: BrokerFault
    ) throws(BrokerError) {
        stage = .ready
        guard hasWork else { return }
        if id.phase == .ongoing { cluster.decide(id, commits: commits) }
        hasWork = false
        if cluster.strikes(loss) {
            stage = .unanswered(commits: commits)
            throw SimulatedErrors.timedOut(doing)
        }
    }

    /// The same call again after a lost answer: the coordinator finds it done.
    private func repeatEnd(_ doing: String) throws(BrokerError) {
        guard !cluster.isDown else { throw SimulatedErrors.timedOut(doing) }
        if let refusal = epochRefusal() {
            fail(SimulatedErrors.fenced(name))
            throw fatalError ?? refusal
        }
        stage = .ready
    }
}
