/// The additive core of effectiveness: every number a window or a roll-up holds, and nothing else.
///
/// Times and ideal times are nanoseconds, quantities millionths of a unit. Each is a sum, so any
/// roll-up is a sum; ratios are computed from sums and never averaged.
public enum OEEPrimitive: Int, CaseIterable, Sendable {
    /// Planned time in the productive state.
    case productive = 0
    /// Planned time in setup.
    case setup
    /// Planned time idle.
    case idle
    /// Planned time starved.
    case starved
    /// Planned time blocked.
    case blocked
    /// Planned time in stops at least as long as the micro-stop threshold.
    case down
    /// Time in planned maintenance inside shifts, outside breaks.
    case maintenance
    /// Time switched off inside shifts, outside breaks.
    case off
    /// Time inside shifts, outside breaks, without a known state.
    case unknown
    /// Planned time in stops shorter than the threshold; counts as run time, a performance loss.
    case minorStop
    /// Planned breaks.
    case plannedBreak
    /// Time outside every shift.
    case unscheduled
    /// The part of `minorStop` whose stop has not ended and may yet become `down`.
    case undecided
    /// Planned production time: what availability and OEE are measured against.
    case planned
    /// Stops that began in the window, inside a shift, and count as down.
    case stopCount
    /// Stops that began in the window, inside a shift, and count as minor.
    case minorStopCount
    /// Everything produced.
    case total
    /// Right first time.
    case good
    /// Thrown away.
    case scrap
    /// To be reworked.
    case rework
    /// Ideal time for everything produced: the sum of quantity × ideal cycle of its product.
    case idealTotal
    /// Ideal time for what was good.
    case idealGood
    /// Produced without a known ideal cycle.
    case unrated
    /// Rejects reported in messages without total or good; 0 in published records.
    case looseReject
    /// Their ideal time; 0 in published records.
    case looseRejectIdeal
    /// Those of them without a known ideal cycle; 0 in published records.
    case looseUnrated
    /// Counters that passed their modulus.
    case rolloverCount
    /// Counters that were set back.
    case resetCount
    /// Count messages.
    case sampleCount
    /// Rejects of a start-up, apart from scrap.
    case startup
    /// Ideal time for them, a part of `idealTotal` that is not in `idealGood`.
    case idealStartup
    /// What `idealTotal` is more than whole nanoseconds: 0 to 999,999 millionths of one.
    case idealTotalRest
    /// What `idealGood` is more than whole nanoseconds.
    case idealGoodRest
    /// What `idealStartup` is more than whole nanoseconds.
    case idealStartupRest
    /// What `looseRejectIdeal` is more than whole nanoseconds; 0 in published records.
    case looseRejectIdealRest
    /// Takt time for what was good: the sum of good × takt time of its product.
    case taktGood
    /// Counter readings that came after a gap.
    case gapCount
    /// What they counted; it may have been made in earlier windows.
    case gapTotal

    /// How many there are.
    @inlinable public static var count: Int { 38 }
}
