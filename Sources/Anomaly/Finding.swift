/// Why a detector fires. Raw values are stable: they are stored and published.
public enum Reason: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    /// NaN or infinite.
    case notFinite = 0
    /// Above the physical maximum.
    case aboveLimit = 1
    /// Below the physical minimum.
    case belowLimit = 2
    /// No change for too long.
    case stuck = 3
    /// No reading for too long.
    case silent = 4
    /// Rising faster than the limit.
    case risingTooFast = 5
    /// Falling faster than the limit.
    case fallingTooFast = 6
    /// Far above the mean or median learned.
    case aboveExpected = 7
    /// Far below the mean or median learned.
    case belowExpected = 8
    /// The detector does not fire.
    case normal = 9

    /// The name used in topics.
    public var name: String {
        switch self {
        case .notFinite: "not_finite"
        case .aboveLimit: "above_limit"
        case .belowLimit: "below_limit"
        case .stuck: "stuck"
        case .silent: "silent"
        case .risingTooFast: "rising_too_fast"
        case .fallingTooFast: "falling_too_fast"
        case .aboveExpected: "above_expected"
        case .belowExpected: "below_expected"
        case .normal: "normal"
        }
    }
}

/// What one detector has to say about one reading, with the numbers a person needs to believe it.
public struct Finding: BitwiseCopyable, Sendable {
    /// The detector.
    public let detector: Detector
    /// Why it fires.
    public let reason: Reason
    /// Whether the detector does not know enough yet; then statistic and score are 0.
    public let isWarmingUp: Bool
    /// 0 (as usual) to 1 (never by chance): one minus `tailProbability`. Detectors of fixed limits
    /// know only 0 and 1.
    public let score: Double
    /// How probable a value at least as far away is by chance, normal data supposed; finer than
    /// `score` near 1. For detectors of fixed limits 0 when they fire and 1 when not.
    public let tailProbability: Double
    /// What the detector compares: the value, nanoseconds of silence or standstill, change per
    /// second, or deviations from the expected value.
    public let statistic: Double
    /// What `statistic` must not exceed (or, for `belowLimit`, not fall below).
    public let limit: Double
    /// The reading; for `dropout` the nanoseconds since the last reading.
    public let observed: Double
    /// What would have been usual: mean, median, nearest limit or the value before; NaN when not
    /// known.
    public let expected: Double
}
