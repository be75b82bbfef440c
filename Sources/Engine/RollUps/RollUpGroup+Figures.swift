import Effectiveness
import PlantModel
import Records

extension RollUpGroup {
    /// What a window of the path comes to by its method, and which station decided.
    ///
    /// Before the station that decides has said anything, nothing is planned and there is no OEE.
    func figures(of window: RollUpWindow) -> (totals: OEETotals, station: String?) {
        switch method {
        case .sum: return (window.sum, nil)
        case .bottleneck(let station):
            guard let part = part(of: window, station) else { return (OEETotals(), station) }
            return (part.totals, part.station)
        case .output(let station, let cycle):
            guard let part = part(of: window, station) else { return (OEETotals(), station) }
            return (part.totals.rated(cycleNanoseconds: cycle), station)
        }
    }

    /// What the named station said, or without a name the slowest.
    private func part(
        of window: RollUpWindow,
        _ station: String?
    ) -> (totals: OEETotals, station: String)? {
        let parts = window.parts.map { (totals: $0.totals, station: self.station($0.member)) }
        if let station { return parts.first { $0.station == station } }
        return parts.max { isSlower($1.totals, than: $0.totals, $1.station < $0.station) }
    }

    /// Whether pieces take more ideal time; of stations that made nothing the one that was planned for
    /// longer, and of equals the first by name, so that the order of arrival decides nothing.
    private func isSlower(_ a: OEETotals, than b: OEETotals, _ isFirst: Bool) -> Bool {
        let (own, other) = (a.meanIdealCycleNanoseconds ?? 0, b.meanIdealCycleNanoseconds ?? 0)
        if own != other { return own > other }
        if a[.planned] != b[.planned] { return a[.planned] > b[.planned] }
        return isFirst
    }

    /// The last segment of a member's path.
    private func station(_ member: Int32) -> String {
        let path = memberNames.name(Int(member))
        return path.split(separator: "/").last.map(String.init) ?? path
    }
}
