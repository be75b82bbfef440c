import Effectiveness
import PlantModel
import Records

extension RollUpMethod {
    /// What a path comes to, and which station decided.
    ///
    /// Before the station that decides has said anything, nothing is planned and there is no OEE.
    /// - Parameter members: what lies directly below, by the last segment of its path, in any order.
    public func figures(
        of members: [(station: String, totals: OEETotals)]
    ) -> (totals: OEETotals, station: String?) {
        switch self {
        case .sum: return (members.reduce(into: OEETotals()) { $0 += $1.totals }, nil)
        case .bottleneck(let station):
            guard let member = Self.member(station, of: members) else {
                return (OEETotals(), station)
            }
            return (member.totals, member.station)
        case .output(let station, let cycle):
            let totals = Self.member(station, of: members)?.totals ?? OEETotals()
            return (totals.rated(cycleNanoseconds: cycle), station)
        }
    }

    /// The named station, or without a name the slowest.
    private static func member(
        _ station: String?,
        of members: [(station: String, totals: OEETotals)]
    ) -> (station: String, totals: OEETotals)? {
        if let station { return members.first { $0.station == station } }
        return members.max { isSlower($1, than: $0) }
    }

    /// Whether pieces take more ideal time; of stations that made nothing the one that was planned for
    /// longer, and of equals the first by name, so that the order of arrival decides nothing.
    private static func isSlower(
        _ a: (station: String, totals: OEETotals),
        than b: (station: String, totals: OEETotals)
    ) -> Bool {
        let own = a.totals.meanIdealCycleNanoseconds ?? 0
        let other = b.totals.meanIdealCycleNanoseconds ?? 0
        if own != other { return own > other }
        let (planned, others) = (a.totals[.planned], b.totals[.planned])
        return planned != others ? planned > others : a.station < b.station
    }
}

extension RollUpGroup {
    /// What a window of the path comes to, and which station decided.
    func figures(of window: RollUpWindow) -> (totals: OEETotals, station: String?) {
        method.figures(
            of: window.parts.map { part in
                let path = memberNames.name(Int(part.member))
                let station = path.split(separator: "/").last.map(String.init) ?? path
                return (station: station, totals: part.totals)
            }
        )
    }
}
