/// Where one measured signal of one machine stands.
struct SignalState: Sendable, BitwiseCopyable {
    /// Deviation from the mean, for signals that wander.
    var wander = 0.0
    /// The last value that was sent; a stuck sensor repeats it.
    var last = Double.nan
    /// Mean deviation of the last subgroup.
    var mirror = 0.0
    /// Messages so far.
    var count: Int64 = 0
}
