/// What a chart is doing.
public enum ChartPhase: UInt8, BitwiseCopyable, Sendable {
    /// Gathering the points its limits will be estimated from; nothing signals.
    case collecting = 0
    /// Judging points by limits that do not change.
    case monitoring = 1
    /// The estimated σ is zero, so there are no zones: any statistic off the centre line breaks
    /// rule 1, and no other rule applies.
    case degenerate = 2
}

/// What became of a value or subgroup given to a chart.
public enum PointOutcome: UInt8, BitwiseCopyable, Sendable {
    /// Plotted while limits were being collected.
    case collecting = 0
    /// Plotted and judged.
    case monitoring = 1
    /// Plotted and judged by rule 1 on x ≠ centre, because the estimated σ is zero.
    case degenerate = 2
    /// Not plotted: a value is not a number or infinite. The chart is unchanged.
    case rejectedNotFinite = 3
    /// Not plotted: a value's magnitude exceeds `ControlChart.magnitudeMax`. The chart is
    /// unchanged.
    case rejectedTooLarge = 4
    /// Not plotted: a whole subgroup has another number of values than the design says. The chart
    /// is unchanged.
    case rejectedSubgroupSize = 5
    /// Not plotted: a count is negative or no whole number. The chart is unchanged.
    case rejectedCount = 6
    /// Not plotted: nothing was inspected, or less than nothing. The chart is unchanged.
    case rejectedNothingInspected = 7
    /// Not plotted: more defective units than inspected ones. The chart is unchanged.
    case rejectedMoreThanInspected = 8

    /// Whether nothing was plotted and the chart is as it was before.
    public var isRejected: Bool { rawValue >= Self.rejectedNotFinite.rawValue }
}
