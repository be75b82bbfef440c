/// The false alarms that people can bear, and who uses them up.
///
/// A stable chart alarms once in ARL0 points, so its share of a budget is points per day over ARL0.
public struct FalseAlarmBudget: BitwiseCopyable, Hashable, Sendable {
    /// False alarms a day that are acceptable in all.
    public let alarmsPerDayMax: Double
    /// False alarms a day that the charts counted so far are expected to give.
    public private(set) var alarmsPerDay = 0.0
    /// Charts counted so far.
    public private(set) var chartCount = 0

    /// A budget of which nothing is used. Not greater than zero is a programmer error and traps.
    public init(alarmsPerDayMax: Double) {
        precondition(alarmsPerDayMax > 0, "A budget of false alarms is greater than zero.")
        self.alarmsPerDayMax = alarmsPerDayMax
    }

    /// Counts charts that plot so many points a day each, with so many points between false alarms.
    /// Figures that are not numbers greater than zero are ignored, and the answer is then false.
    @discardableResult
    public mutating func use(
        pointsPerDay: Double,
        falseAlarmDistance: Double,
        charts: Int = 1
    ) -> Bool {
        guard pointsPerDay > 0, pointsPerDay < .infinity, falseAlarmDistance >= 1, charts > 0 else {
            return false
        }
        alarmsPerDay += Double(charts) * pointsPerDay / falseAlarmDistance
        chartCount += charts
        return true
    }

    /// Used share of the budget; above 1 it is overdrawn.
    public var share: Double { alarmsPerDay / alarmsPerDayMax }

    /// Whether more false alarms are expected than can be borne.
    public var isOverdrawn: Bool { share > 1 }

    /// ARL0 that each of so many charts with so many points a day must have to stay within an unused
    /// budget: what a design is searched for.
    public func falseAlarmDistance(pointsPerDay: Double, charts: Int) -> Double {
        pointsPerDay * Double(charts) / alarmsPerDayMax
    }
}
