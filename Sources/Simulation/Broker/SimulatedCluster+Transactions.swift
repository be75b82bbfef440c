extension SimulatedCluster {
    /// The state of a transactional id, made at its first use.
    func transactionalID(_ name: String) -> TransactionalID {
        if let known = transactionalIDs.first(where: { $0.name == name }) { return known }
        let id = TransactionalID(name: name, producerID: nextProducerID())
        transactionalIDs.append(id)
        return id
    }

    /// Gives a transactional id to a producer, who gets the next epoch: what the last owner left open
    /// is aborted. Nil when its markers have not arrived by `deadline`.
    func claim(_ id: TransactionalID, timeoutMilliseconds: Int64, deadline: Int64) -> Int16? {
        if id.phase == .ongoing {
            id.epoch += 1
            note("\(id.name) is claimed while a transaction is open")
            decide(id, commits: false)
        }
        deliverMarkers(of: id, dueAt: deadline)
        guard !id.isCompleting else { return nil }
        id.epoch += 1
        id.timeoutMilliseconds = timeoutMilliseconds
        note("\(id.name) is at epoch \(id.epoch)")
        return id.epoch
    }

    /// Decides the open transaction. That is the moment that counts; partitions and committed offsets
    /// hear of it by their markers, each at its own time.
    func decide(_ id: TransactionalID, commits: Bool) {
        note("\(id.name) \(commits ? "commits" : "aborts")")
        id.decide(commits: commits) { _ in now + delay(.markerDelay) }
        deliverMarkers(of: id, dueAt: now)
    }

    /// Ends a transaction that has been open for too long; its producer is not told.
    func timeOut(_ id: TransactionalID) {
        guard let time = id.timesOutAt, time <= now else { return }
        note("\(id.name) has been open for too long")
        id.timedOutEpoch = id.epoch
        id.epoch += 1
        decide(id, commits: false)
    }

    func deliverMarkers(of id: TransactionalID, dueAt time: Int64) {
        guard !isDown, case .completing(let commits) = id.phase else { return }
        while let target = id.takeMarker(dueAt: time) {
            switch target {
            case .partition(let place):
                note("\(id.name) \(commits ? "commit" : "abort") marker in \(describe(place))")
                topics[place.topic].logs[Int(place.partition)].decide(
                    producerID: id.producerID,
                    epoch: id.epoch,
                    commits: commits,
                    at: now
                )
            case .offsets(let name):
                note("\(id.name) \(commits ? "moves" : "leaves") the offsets of \(name)")
                for group in groups where group.id == name {
                    group.offsets.decide(id.name, commits: commits)
                }
            }
        }
        if !id.isCompleting { id.finish() }
    }
}
