import Records

extension SimulatedCluster {
    /// The group of an id, made at its first use.
    func group(_ id: String, taskCount: Int) -> ConsumerGroup {
        if let known = groups.first(where: { $0.id == id }) {
            precondition(
                known.taskCount == taskCount,
                "The members of group \(id) subscribe to anchors of different sizes."
            )
            return known
        }
        let group = ConsumerGroup(id: id, taskCount: taskCount)
        groups.append(group)
        return group
    }

    func expireSessions(of group: ConsumerGroup) {
        for memberID in group.expired(at: now) {
            note("group \(group.id) expels \(memberID)")
            group.remove(memberID)
        }
    }

    /// Ends a rebalance once everybody has joined, perhaps a little later.
    func completeRebalance(of group: ConsumerGroup) {
        if group.canComplete { group.complete(at: now + delay(.rebalanceDelay)) }
        guard let time = group.completesAt, time <= now else { return }
        group.complete()
        note("group \(group.id) is at generation \(group.generation)")
        for member in group.members {
            note("group \(group.id) gives \(member.id) the tasks \(member.assignment ?? [])")
        }
    }

    /// Why a group refuses offsets of a member; nil when it takes them.
    func refusal(of memberID: String, generation: Int32, in group: ConsumerGroup) -> BrokerError? {
        guard safeguards.checksGenerations else { return nil }
        guard group.index(of: memberID) != nil else {
            return SimulatedErrors.unknownMember(group.id)
        }
        guard generation == group.generation else {
            return SimulatedErrors.illegalGeneration(group.id)
        }
        return nil
    }

    /// Whether an open transaction may still move a committed offset that a reader asks for.
    func isUndecided(_ place: TopicPartition, in group: ConsumerGroup) -> Bool {
        safeguards.waitsForPendingOffsets && group.offsets.isPending(place)
    }
}
