import Records

extension OEETotals {
    /// Everything produced, in units.
    public var totalCount: Double { Double(self[.total]) / 1e6 }
    /// Right first time, in units.
    public var goodCount: Double { Double(self[.good]) / 1e6 }
    /// Thrown away, in units.
    public var scrapCount: Double { Double(self[.scrap]) / 1e6 }
    /// To be reworked, in units.
    public var reworkCount: Double { Double(self[.rework]) / 1e6 }

    /// Rejects of start-ups, in units.
    public var startupCount: Double { Double(self[.startup]) / 1e6 }

    /// Operations time in nanoseconds: all time inside shifts in which the equipment was not switched
    /// off, breaks and planned maintenance included.
    public var operationsNanoseconds: Int64 {
        coveredNanoseconds &- self[.unscheduled] &- self[.off]
    }

    /// Planned production time (PPT) in nanoseconds.
    public var plannedNanoseconds: Int64 { self[.planned] }
    /// Run time in nanoseconds: productive time and minor stops.
    public var runNanoseconds: Int64 { saturatingSum(self[.productive], self[.minorStop]) }
    /// Time of a category in nanoseconds; `down` without minor stops.
    public func nanoseconds(in category: LossCategory) -> Int64 { values[Int(category.rawValue)] }

    /// Availability losses in nanoseconds: planned time that is not run time.
    public var availabilityLossNanoseconds: Int64 { self[.planned] &- runNanoseconds }
    /// Speed loss in nanoseconds: productive time beyond the ideal; below 0 when faster than ideal.
    public var speedLossNanoseconds: Int64 { self[.productive] &- self[.idealTotal] }
    /// Quality loss in nanoseconds: ideal time spent on what was not good.
    public var qualityLossNanoseconds: Int64 { self[.idealTotal] &- self[.idealGood] }

    /// Length of the covered time: all categories, minor stops, breaks and unscheduled time.
    public var coveredNanoseconds: Int64 {
        var sum: Int64 = 0
        for index in OEEPrimitive.productive.rawValue...OEEPrimitive.unscheduled.rawValue {
            sum = saturatingSum(sum, values[index])
        }
        return sum
    }

    /// Share of the time inside shifts, outside breaks, whose state is known; nil when there is none.
    public var completeness: Double? {
        let known = coveredNanoseconds &- self[.plannedBreak] &- self[.unscheduled]
        return known > 0 ? 1 - Double(self[.unknown]) / Double(known) : nil
    }
}
