/// What became of one reading.
public enum PointKind: UInt8, Sendable, BitwiseCopyable {
    /// Judged, and learned from where that was allowed.
    case accepted = 0
    /// Older than the newest reading of its series: only its range is judged, nothing is learned.
    case late = 1
    /// NaN or infinite: fires `range` where that runs; counts as a sign of life, nothing else is
    /// touched.
    case notFinite = 2
    /// No reading at all but a look at the clock.
    case tick = 3
}

/// What the detectors of a series say about one reading: who fires, who has to be reported, and the
/// numbers.
///
/// Plain numbers, no allocation; `finding(_:settings:)` turns them into score and reason when
/// wanted.
public struct Verdict: BitwiseCopyable, Sendable {
    /// What became of the reading.
    public internal(set) var point: PointKind
    /// Detectors that judged the reading.
    public internal(set) var judged: DetectorMask = []
    /// Detectors whose condition holds at this reading.
    public internal(set) var firing: DetectorMask = []
    /// Those of `firing` that shall be reported now: a new anomaly, or one that lasts very long.
    public internal(set) var reported: DetectorMask = []
    /// Detectors whose anomaly ended with this reading.
    public internal(set) var cleared: DetectorMask = []
    /// Detectors that run but do not know enough yet to judge.
    public internal(set) var warmingUp: DetectorMask = []

    /// The reading.
    public internal(set) var value: Double
    /// The reading before it; NaN when there was none.
    public internal(set) var previous: Double = .nan
    /// Time since the reading before it; 0 when there was none.
    public internal(set) var elapsedNanoseconds: Int64 = 0
    /// The gap that counts as silence; 0 when not known.
    public internal(set) var silenceNanosecondsMax: Int64 = 0
    /// How long the value has not changed.
    public internal(set) var stillNanoseconds: Int64 = 0
    /// The value it has kept for so long.
    public internal(set) var anchor: Double = .nan
    /// Weighted mean before this reading; NaN when not known.
    public internal(set) var mean: Double = .nan
    /// Weighted variance before this reading, never below the square of the sensor's resolution.
    public internal(set) var variance: Double = .nan
    /// Rolling median before this reading; NaN when not known.
    public internal(set) var median: Double = .nan
    /// Rolling standard deviation as estimated from the median absolute deviation before this
    /// reading.
    public internal(set) var scale: Double = .nan

    init(_ point: PointKind, _ value: Double) {
        self.point = point
        self.value = value
    }
}
