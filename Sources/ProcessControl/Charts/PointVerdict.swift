/// What a chart says about one plotted point.
///
/// Figures that do not exist are not a number: limits, standard error and z while collecting, z on
/// a degenerate chart, the moving range of the first value, and everything of a rejected point.
public struct PointVerdict: BitwiseCopyable, Sendable {
    /// Number of the point on its chart, from 1; 0 for a rejected one.
    public var pointNumber: Int
    /// The plotted value or subgroup mean.
    public var statistic: Double
    /// Centre line of the location chart.
    public var centre: Double
    /// Lower control limit of the location chart.
    public var lcl: Double
    /// Upper control limit of the location chart.
    public var ucl: Double
    /// Standard error of the statistic; a third of the distance from centre to limit on charts with
    /// three-sigma limits.
    public var standardError: Double
    /// Distance from the centre line in standard errors, signed.
    public var z: Double
    /// Range or standard deviation of the subgroup, or moving range.
    public var dispersion: Double
    /// Centre line of the dispersion chart.
    public var dispersionCentre: Double
    /// Lower control limit of the dispersion chart; 0 when it cannot signal.
    public var dispersionLCL: Double
    /// Upper control limit of the dispersion chart.
    public var dispersionUCL: Double
    /// Rules completed on the location chart, and their pattern points.
    public var finding: RunRuleFinding
    /// What became of the point.
    public var outcome: PointOutcome
    /// Whether the range or moving range breaks rule 1 on its own chart.
    public var dispersionViolated: Bool
    /// Version of the limits the point was judged by, from 1; 0 when there were none.
    public var limitVersion: UInt32

    /// Rules completed on the location chart.
    public var rules: RunRules { finding.rules }

    /// Whether either chart signals.
    public var isSignal: Bool { !finding.rules.isEmpty || dispersionViolated }

    /// Whether the lower limit of the dispersion chart can signal.
    public var dispersionLCLActive: Bool { dispersionLCL > 0 }

    /// The points that form the pattern of a completed rule: bit i is set for the point i places
    /// before this one, so bit 0 is always set and at most 15 bits are. 0 when it was not
    /// completed.
    public func members(of rule: RunRule) -> UInt16 { finding.members(of: rule) }

    /// Gives the point the limits it is judged by.
    @inline(__always)
    mutating func attach(_ limits: LocationLimits, version: UInt32) {
        centre = limits.centre
        lcl = limits.lcl
        ucl = limits.ucl
        standardError = limits.standardError
        limitVersion = version
    }

    /// A point that was not plotted.
    static func rejected(_ outcome: PointOutcome) -> PointVerdict {
        PointVerdict(
            number: 0,
            statistic: .nan,
            dispersion: .nan,
            outcome: outcome
        )
    }

    /// A point without limits and without signals.
    public init(
        number: Int,
        statistic: Double,
        dispersion: Double = .nan,
        outcome: PointOutcome
    ) {
        pointNumber = number
        self.statistic = statistic
        self.dispersion = dispersion
        self.outcome = outcome
        centre = .nan
        lcl = .nan
        ucl = .nan
        standardError = .nan
        z = .nan
        dispersionCentre = .nan
        dispersionLCL = .nan
        dispersionUCL = .nan
        finding = .none
        dispersionViolated = false
        limitVersion = 0
    }
}
