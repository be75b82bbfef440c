/// What happened between two readings of a counter.
///
/// With a known modulus, a fall from at least 90 % of it to at most 10 % is a rollover. A fall of no
/// more than the jitter is a counter that trembles and counts nothing. Any other fall is a reset, after
/// which the new reading is what was made since. Readings are in millionths.
@frozen
public struct CounterStep: BitwiseCopyable, Hashable, Sendable {
    /// How much was made between the readings.
    public let delta: Int64
    /// Whether the counter passed its modulus.
    public let isRollover: Bool
    /// Whether the counter was set back.
    public let isReset: Bool
    /// Whether the counter only trembled: the reading before it stands.
    public let isJitter: Bool

    /// Compares a reading with the one before it; `modulus` 0 when it is unknown, `jitter` 0 when the
    /// counter never runs backwards. O(1).
    public init(from previous: Int64, to reading: Int64, modulus: Int64, jitter: Int64 = 0) {
        let rise = reading &- previous
        let (high, low) = (modulus &- modulus / 10, modulus / 10)
        let isNearEnd = previous >= high && reading <= low
        isRollover = rise < 0 && modulus > previous && isNearEnd
        // Just after a rollover a counter may tremble back over its modulus.
        let isBackOverEnd = modulus > reading && previous <= low && reading >= high
        let fall = isBackOverEnd ? modulus &- rise : 0 &- rise
        isJitter = !isRollover && fall > 0 && fall <= jitter
        isReset = rise < 0 && !isRollover && !isJitter
        delta = isJitter ? 0 : isRollover ? rise &+ modulus : isReset ? reading : rise
    }
}

/// How counter readings of one equipment are understood.
struct CounterPolicy: BitwiseCopyable {
    /// The largest fall that is no reset, in millionths.
    var jitterMicro: Int64 = 0
    /// Readings further apart than this follow a gap.
    var gapNanoseconds: Int64 = .max
}
