import Engine
import Records

// Accidents that wait for their moment; looked for after each step of an agent.
extension EngineSimulation {
    /// Springs the first ambush whose moment has come for this member.
    func lookForAmbush(_ member: SimulatedMember) {
        guard !isHealed, member.agentCount > 0, member.stalledUntil <= cluster.now else { return }
        for index in ambushes.indices where ambushes[index].from <= cluster.now {
            let ambush = ambushes[index]
            guard member.isAt(ambush.moment, cluster, watchedTopics) else { continue }
            ambushes.remove(at: index)
            statistics.count(ambush.moment)
            cluster.note("\(member.name): \(ambush.moment.rawValue)")
            return spring(ambush.accident, on: member)
        }
    }

    private func spring(_ accident: Ambush.Accident, on member: SimulatedMember) {
        switch accident {
        case .kill(let restartAfter): kill(member, restartAfter: restartAfter)
        case .stall(let milliseconds): stall(member, milliseconds)
        case .rebalance:
            if let index = members.firstIndex(where: { $0.agentCount == 0 }) { return start(index) }
            guard let other = members.first(where: { $0 !== member && $0.phase == .running }) else {
                return
            }
            stop(other, within: 5_000, restartAfter: 500)
        case .restartBroker(let milliseconds): restartBroker(milliseconds)
        }
    }
}

extension SimulatedMember {
    /// Whether its engine is at a moment at which an accident hurts.
    func isAt(
        _ moment: MemberFault,
        _ cluster: SimulatedCluster,
        _ topics: WatchedTopics
    ) -> Bool {
        guard let client, let producer else { return false }
        switch moment {
        case .sending:
            return producer.isSending {
                $0.place.topic != topics.order && $0.place.topic != topics.snapshots
            }
        case .entryUnderWay:
            return producer.isSending { topics.decided.contains($0.place.topic) }
                && producer.isSending { $0.place.topic == topics.order }
        case .offsetsPending:
            return producer.ownsOpenTransaction && producer.transactionalID?.holdsOffsets == true
        case .markersUnderWay: return producer.transactionalID?.isCompleting ?? false
        case .snapshotTorn:
            return cluster.newestRecords(of: topics.snapshots).contains {
                $0.producerID == producer.producerID && $0.isChunkOfSnapshot
            }
        case .recovering:
            let live = Set(liveTasks)
            return client.owned.contains {
                client.states[Int($0)] == .located && !live.contains($0)
            }
        case .leaving: return !client.stopsOwed.isEmpty
        default: return false
        }
    }
}

/// Indices of some topics in the cluster.
struct WatchedTopics {
    let order: Int
    let snapshots: Int
    /// Alerts and late events: what comes out otherwise in another order of the inputs.
    let decided: [Int]
}

extension SimulatedProducer {
    /// Whether something is on its way to one of some partitions.
    fileprivate func isSending(_ matches: (Lane) -> Bool) -> Bool {
        lanes.contains { !$0.sends.isEmpty && matches($0) }
    }
}

extension SimulatedRecord {
    /// By its key: everything of a snapshot but the manifest, which comes last.
    fileprivate var isChunkOfSnapshot: Bool {
        guard kind == .data, let key else { return false }
        return !String(decoding: key, as: UTF8.self).hasSuffix("/manifest")
    }
}
