/// Which detectors watch a series, and their limits: checked, in the form the hot path wants.
///
/// A detector left out does not run. One value serves all series of a characteristic.
public struct DetectorSettings: BitwiseCopyable, Hashable, Sendable {
    /// The detectors that run.
    public let enabled: DetectorMask
    /// Whether all detectors also judge while the equipment is not running. Learning never happens
    /// then.
    public let judgesWhileStopped: Bool
    /// Smallest step the sensor can show, in the unit of the series: no learned deviation counts as
    /// smaller.
    public let resolution: Double

    let lower, upper: Double
    let flatlineEpsilon: Double
    let flatlineNanoseconds: Int64
    let flatlineCount: UInt8
    let gapCountMin: UInt8
    let excludedCountMax: UInt8
    let quietCount: UInt8
    let repeatCount: UInt16
    let ewmaWarmUp: UInt16
    let windowCount: Int
    let timeoutNanoseconds: Int64
    let periodFactor: Double
    let ratePerNanosecond: Double
    let smoothing: Double
    let ewmaDeviations: Double
    let hampelDeviations: Double

    /// Settings from the limits of the detectors that shall run; nil leaves a detector out.
    ///
    /// - Parameters:
    ///   - resolution: Smallest step the sensor can show. Give it for series that stand still for
    ///     long: after such a stretch the learned deviation is next to nothing and any step looks
    ///     enormous.
    ///   - judgesWhileStopped: See the property.
    /// - Throws: The first setting that is out of bounds, as a sentence.
    public init(
        range: RangeLimits? = nil,
        flatline: FlatlineLimits? = nil,
        dropout: DropoutLimits? = nil,
        rateOfChange: RateLimits? = nil,
        ewma: EWMALimits? = nil,
        hampel: HampelLimits? = nil,
        reports: ReportLimits = ReportLimits(),
        resolution: Double = 0,
        judgesWhileStopped: Bool = false
    ) throws(DetectorSettingsError) {
        try Self.check(range)
        try Self.check(flatline)
        try Self.check(dropout)
        try Self.check(rateOfChange)
        try Self.check(ewma)
        try Self.check(hampel)
        try Self.check(reports)
        if !(resolution >= 0 && resolution.isFinite) {
            throw DetectorSettingsError(
                nil,
                "resolution",
                "\(resolution)",
                "a finite number, zero or more"
            )
        }
        var mask: DetectorMask = []
        mask.set(.range, range != nil)
        mask.set(.flatline, flatline != nil)
        mask.set(.dropout, dropout != nil)
        mask.set(.rateOfChange, rateOfChange != nil)
        mask.set(.ewmaZ, ewma != nil)
        mask.set(.hampel, hampel != nil)
        enabled = mask
        self.resolution = resolution
        self.judgesWhileStopped = judgesWhileStopped
        lower = range?.lower ?? -.infinity
        upper = range?.upper ?? .infinity
        flatlineEpsilon = flatline?.epsilon ?? 0
        flatlineNanoseconds = flatline?.durationNanoseconds ?? .max
        flatlineCount = UInt8(flatline?.countMin ?? 3)
        timeoutNanoseconds = dropout?.timeoutNanoseconds ?? 0
        periodFactor = dropout?.periodFactor ?? 0
        gapCountMin = UInt8(dropout?.warmUpCount ?? 1)
        ratePerNanosecond = (rateOfChange?.perSecondMax ?? .infinity) / 1e9
        smoothing = ewma?.smoothing ?? 0
        ewmaDeviations = ewma?.deviations ?? 0
        ewmaWarmUp = UInt16(ewma?.warmUpCount ?? 0)
        excludedCountMax = UInt8(ewma?.excludedCountMax ?? 0)
        windowCount = hampel?.windowCount ?? 0
        hampelDeviations = hampel?.deviations ?? 0
        repeatCount = UInt16(reports.repeatCount)
        quietCount = UInt8(reports.quietCount)
    }
}
