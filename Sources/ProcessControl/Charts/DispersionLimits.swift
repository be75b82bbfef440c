/// Centre line and control limits of a range, moving-range or standard-deviation chart.
public struct DispersionLimits: BitwiseCopyable, Hashable, Sendable {
    /// Centre line: the mean range.
    public let centre: Double
    /// Lower control limit; 0 when d2 − 3 d3 is negative, as for subgroups of up to six values.
    public let lcl: Double
    /// Upper control limit.
    public let ucl: Double

    /// Limits of the range of a subgroup of values with standard deviation `sigma`: d2 σ, D1 σ, D2
    /// σ.
    public init(sigma: Double, constants: ControlChartConstants) {
        self.init(sigma: sigma, factors: (constants.d2, constants.d3))
    }

    /// Limits of a statistic with this mean and standard deviation in units of σ.
    init(sigma: Double, factors: (mean: Double, deviation: Double)) {
        centre = factors.mean * sigma
        lcl = max(0, factors.mean - 3 * factors.deviation) * sigma
        ucl = (factors.mean + 3 * factors.deviation) * sigma
    }

    private init(nothing: Double) { (centre, lcl, ucl) = (nothing, nothing, nothing) }

    /// Not there yet: nothing is a number.
    static var none: DispersionLimits { DispersionLimits(nothing: .nan) }

    /// Whether a low range can signal. A lower limit of 0 cannot be undercut.
    public var lclActive: Bool { lcl > 0 }

    /// Whether a range breaks rule 1. False for a range that is not a number (none yet).
    func isViolated(by range: Double) -> Bool { range > ucl || (lclActive && range < lcl) }
}
