/// Physical limits: what the sensor can possibly say. Both ends are allowed values.
public struct RangeLimits: Sendable, Hashable {
    /// The smallest possible value; nil for none.
    public var lower: Double?
    /// The largest possible value; nil for none.
    public var upper: Double?

    /// Limits; at least one must be given.
    public init(lower: Double? = nil, upper: Double? = nil) {
        self.lower = lower
        self.upper = upper
    }
}

/// When a sensor counts as stuck: all readings within ±`epsilon` of the first of them for
/// `durationNanoseconds`.
public struct FlatlineLimits: Sendable, Hashable {
    /// The change that still counts as none, in the unit of the series; 0 means exactly equal.
    public var epsilon: Double
    /// How long the value has to stay.
    public var durationNanoseconds: Int64
    /// How many readings the stretch must have, 2 to 255, so that two equal readings far apart are
    /// not "stuck".
    public var countMin: Int

    /// A standstill of a stated length.
    public init(epsilon: Double = 0, durationNanoseconds: Int64, countMin: Int = 3) {
        self.epsilon = epsilon
        self.durationNanoseconds = durationNanoseconds
        self.countMin = countMin
    }
}

/// When a series counts as silent.
public struct DropoutLimits: Sendable, Hashable {
    /// A stated time-out; nil to learn the usual period from the series.
    public var timeoutNanoseconds: Int64?
    /// Without a time-out: silent when the gap reaches this many usual periods.
    public var periodFactor: Double
    /// Without a time-out: how many gaps must be known first, 1 to 255.
    public var warmUpCount: Int

    /// Silence after a stated time, or after a number of usual periods.
    public init(timeoutNanoseconds: Int64? = nil, periodFactor: Double = 5, warmUpCount: Int = 10) {
        self.timeoutNanoseconds = timeoutNanoseconds
        self.periodFactor = periodFactor
        self.warmUpCount = warmUpCount
    }
}

/// How fast a series can change.
public struct RateLimits: Sendable, Hashable {
    /// Largest possible change per second, in the unit of the series; rises and falls alike.
    public var perSecondMax: Double

    /// A largest change per second.
    public init(perSecondMax: Double) { self.perSecondMax = perSecondMax }
}

/// When a value is far from the exponentially weighted mean: |x − m| / s > `deviations`.
public struct EWMALimits: Sendable, Hashable {
    /// Weight of the newest value, above 0 and at most 1; the memory is about 1/`smoothing`
    /// readings.
    public var smoothing: Double
    /// Alarm at more than this many standard deviations.
    public var deviations: Double
    /// Readings to learn before the first judgement, 2 to 60,000.
    public var warmUpCount: Int
    /// How many flagged readings in a row are kept out of mean and deviation, 0 to 255. After these
    /// the series is taken to have changed for good, and is learned again although it is still
    /// flagged.
    public var excludedCountMax: Int

    /// Limits with the usual defaults: a memory of 20 readings, alarm at 4 deviations.
    public init(
        smoothing: Double = 0.05,
        deviations: Double = 4,
        warmUpCount: Int = 30,
        excludedCountMax: Int = 20
    ) {
        self.smoothing = smoothing
        self.deviations = deviations
        self.warmUpCount = warmUpCount
        self.excludedCountMax = excludedCountMax
    }
}

/// When a value is far from the median of the readings before it: |x − median| > `deviations` ·
/// 1.4826 · MAD.
public struct HampelLimits: Sendable, Hashable {
    /// How many readings before this one are compared, odd, 5 to 61 (15 to 61 is usual).
    public var windowCount: Int
    /// Alarm at more than this many scaled median absolute deviations. The 3 of the literature is
    /// meant for cleaning data: on plain noise and a window of 15 it flags some percent of all
    /// readings.
    public var deviations: Double

    /// Limits with defaults that alarm on spikes, not on noise.
    public init(windowCount: Int = 31, deviations: Double = 5) {
        self.windowCount = windowCount
        self.deviations = deviations
    }
}

/// When one lasting anomaly is reported, so that it is one report and not one per reading.
public struct ReportLimits: Sendable, Hashable {
    /// While it lasts, it is reported again after this many readings, 0 for never, at most 65,535.
    public var repeatCount: Int
    /// It is over, and the next one is a new report, after this many normal readings in a row, 1 to
    /// 255.
    public var quietCount: Int

    /// Again after a thousand readings, over after five normal ones, unless said otherwise.
    public init(repeatCount: Int = 1_000, quietCount: Int = 5) {
        self.repeatCount = repeatCount
        self.quietCount = quietCount
    }
}
