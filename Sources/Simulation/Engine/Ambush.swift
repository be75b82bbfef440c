/// An accident that lies in wait for a moment instead of a time.
struct Ambush: Sendable, Equatable {
    enum Accident: Sendable, Equatable {
        case kill(restartAfter: Int64)
        /// The process gets no processor for a while; long enough, and its group goes on without it.
        case stall(milliseconds: Int64)
        /// Somebody else comes or goes, so the group rebalances.
        case rebalance
        case restartBroker(milliseconds: Int64)
    }

    /// The moments in the life of an engine at which an accident hurts most.
    static let moments: [MemberFault] = [
        .sending, .entryUnderWay, .offsetsPending, .markersUnderWay, .snapshotTorn, .recovering,
        .leaving,
    ]

    /// Armed from this virtual time on, in milliseconds.
    var from: Int64
    var moment: MemberFault
    var accident: Accident

    /// Draws one. Stalls are about as long as one of the times after which somebody is given up.
    static func drawn(
        _ random: inout PlantRandom,
        duration: Int64,
        timeOuts: [Int64]
    ) -> Ambush {
        let moment = moments[random.below(moments.count)]
        let from = Int64(random.below(Int(duration)))
        let accident: Accident
        switch random.below(8) {
        case 0, 1, 2: accident = .kill(restartAfter: Int64(random.below(3_000)))
        case 3, 4, 5:
            let timeOut = Int(timeOuts[random.below(timeOuts.count)])
            accident = .stall(milliseconds: Int64(timeOut / 2 + random.below(timeOut * 2)))
        case 6: accident = .rebalance
        default: accident = .restartBroker(milliseconds: Int64(1 + random.below(2_000)))
        }
        return Ambush(from: from, moment: moment, accident: accident)
    }
}
