import Records

extension SimulatedConsumer {
    /// Sends a commit on its way; the answer, if it is a refusal, comes through `poll`.
    func commit(_ offsets: [TopicOffset]) {
        guard isUsable, !offsets.isEmpty else { return }
        let due = cluster.now + cluster.delay(.sendDelay)
        commits.append(
            Commit(
                places: offsets.map { (place($0.topic, $0.partition), $0.offset) },
                memberID: memberID ?? "",
                generation: generation,
                // Commits of one client do not overtake one another.
                due: max(due, commits.last?.due ?? due)
            )
        )
    }

    /// When the next commit arrives.
    var nextCommitArrival: Int64? { commits.first?.due }

    /// Applies the commits that have arrived, if the group takes them.
    func deliverCommits(dueAt time: Int64) {
        while let commit = commits.first, commit.due <= time {
            commits.removeFirst()
            let refusal = cluster.refusal(
                of: commit.memberID,
                generation: commit.generation,
                in: group
            )
            if var refusal {
                // Outside of a transaction there is nothing to abort.
                refusal.isAbortable = false
                cluster.note("group \(group.id) refuses a commit of \(member): \(refusal.name)")
                events.append(.failed(refusal))
                continue
            }
            for (place, offset) in commit.places {
                group.offsets.commit(place, offset)
                cluster.note("group \(group.id) is at \(offset) of \(cluster.describe(place))")
            }
        }
    }
}
