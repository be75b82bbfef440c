import Records
import Windows

/// How effectiveness is computed for one equipment.
public struct EffectivenessSettings: BitwiseCopyable, Sendable {
    /// Stops shorter than this, in nanoseconds, are minor stops; 0 switches minor stops off.
    public var microStopThresholdNanoseconds: Int64 = 120 * Nanoseconds.second
    /// How long to wait for late events, and for how long to take corrections.
    public var late: LatePolicy
    /// Whether events move progress on. Where states and counts are read from two places that may run
    /// ahead of each other, the caller decides with `advance` how far everything has been read.
    public var movesWithEvents = true
    /// Whether minute windows are published.
    public var hasMinutes = true
    /// Whether hour windows are published.
    public var hasHours = true
    /// Whether shift windows are published.
    public var hasShifts = true
    /// Whether windows of site days are published. They take what the other windows take, no later.
    public var hasDays = true
    /// Whether time without a known state is planned time and so an availability loss; otherwise it
    /// only lowers completeness.
    public var countsUnknownAsPlanned = false
    /// Whether windows without planned time and without counts are published.
    public var publishesUnplannedWindows = true
    /// By how much a counter may run backwards without having been reset, in units; 0 to 9e12.
    public var counterJitter = 0.0
    /// Counter readings further apart than this, in nanoseconds, follow a gap and are flagged.
    public var counterGapNanoseconds: Int64 = 15 * Nanoseconds.minute
    /// Whether rejects found later count where they were made, or where they were booked.
    public var lateScrap = LateScrapPolicy.productionTime
    /// The most state changes kept for late events; when there are more, the oldest quarter is folded
    /// into its windows.
    public var stateHistoryLimit = 128
    /// The most counter readings kept for late ones, and the most messages known when they repeat.
    public var countHistoryLimit = 64

    /// Settings with the given late policy and defaults for the rest.
    public init(
        late: LatePolicy = LatePolicy(
            allowedLatenessNanoseconds: 10 * Nanoseconds.second,
            graceNanoseconds: 30 * Nanoseconds.minute
        )
    ) {
        self.late = late
    }

    /// Whether a window that was not published yet is worth a record.
    func publishes(_ totals: OEETotals) -> Bool {
        publishesUnplannedWindows || totals[.planned] > 0 || totals[.sampleCount] > 0
    }

    var counterPolicy: CounterPolicy {
        CounterPolicy(
            jitterMicro: CountSample.micro(counterJitter) ?? 0,
            gapNanoseconds: counterGapNanoseconds
        )
    }

    /// How long after its end a window is kept: for corrections, and until a stop that crosses its
    /// end is known to be minor or not.
    var retentionNanoseconds: Int64 { max(late.graceNanoseconds, microStopThresholdNanoseconds) }

    /// The most windows of a length that are live at once.
    func liveWindowLimit(lengthNanoseconds: Int64) -> Int {
        let span =
            retentionNanoseconds / lengthNanoseconds
            + late.allowedLatenessNanoseconds / lengthNanoseconds
        return Int(min(span + 5, 4_096))
    }
}

/// Where rejects count that are found after they were made.
public enum LateScrapPolicy: UInt8, BitwiseCopyable, Sendable {
    /// In the windows in which they were made, which are published again.
    case productionTime
    /// In the windows in which they were booked; the good of such a window may be below zero.
    case bookingTime
}
