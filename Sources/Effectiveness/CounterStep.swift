/// What happened between two readings of a counter.
///
/// With a known modulus, a fall from at least 90 % of it to at most 10 % is a rollover; any other fall
/// is a reset, after which the new reading is what was made since. Readings are in millionths.
@frozen
public struct CounterStep: BitwiseCopyable, Hashable, Sendable {
    /// How much was made between the readings.
    public let delta: Int64
    /// Whether the counter passed its modulus.
    public let isRollover: Bool
    /// Whether the counter was set back.
    public let isReset: Bool

    /// Compares a reading with the one before it; `modulus` 0 when it is unknown.
    public init(from previous: Int64, to reading: Int64, modulus: Int64) {
        let rise = reading &- previous
        let isNearEnd = previous >= modulus &- modulus / 10 && reading <= modulus / 10
        isRollover = rise < 0 && modulus > previous && isNearEnd
        isReset = rise < 0 && !isRollover
        delta = isRollover ? rise &+ modulus : isReset ? reading : rise
    }
}
