import Records

// What lines need that are judged by one of their stations; see the methods of roll-ups in the plant
// file. The time losses stay those of the station, the pieces are weighed anew.
extension OEETotals {
    /// Ideal time of one unit in nanoseconds as it was weighed, over everything made; nil when nothing
    /// was made. The station with the longest is the bottleneck of its line.
    public var meanIdealCycleNanoseconds: Double? {
        self[.total] > 0 ? Double(self[.idealTotal]) / (Double(self[.total]) / 1e6) : nil
    }

    /// The same times and quantities against another ideal time for one unit, such as a line's own.
    /// Exact; O(1).
    public func rated(cycleNanoseconds: Int64) -> OEETotals {
        var rated = self
        let weights: [(OEEPrimitive, OEEPrimitive, OEEPrimitive)] = [
            (.total, .idealTotal, .idealTotalRest), (.good, .idealGood, .idealGoodRest),
            (.startup, .idealStartup, .idealStartupRest),
        ]
        for (quantity, whole, rest) in weights {
            let time = ExactTime(self[quantity], cycleNanoseconds: cycleNanoseconds)
            rated[whole] = time.nanoseconds
            rated[rest] = time.rest
        }
        rated[.unrated] = 0
        return rated
    }
}
