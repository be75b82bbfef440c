/// What a chart says about one plotted point.
///
/// Figures that do not exist are not a number: limits, standard error and z while collecting, z on
/// a degenerate chart, the moving range of the first value, and everything of a rejected point.
public struct PointVerdict: BitwiseCopyable, Sendable {
    /// Number of the point on its chart, from 1; 0 for a rejected one.
    public var pointNumber: Int
    /// The plotted value or subgroup mean.
    public var statistic: Double
    /// Limits of the location chart that the point was judged by.
    public internal(set) var limits: LocationLimits
    /// Range or standard deviation of the subgroup, or moving range.
    public var dispersion: Double
    /// Limits of the dispersion chart that the point was judged by.
    public internal(set) var dispersionLimits: DispersionLimits
    /// Rules completed on the location chart, and their pattern points.
    public var finding: RunRuleFinding
    /// What became of the point.
    public var outcome: PointOutcome
    /// Whether the range or moving range breaks rule 1 on its own chart.
    public var dispersionViolated: Bool
    /// Version of the limits the point was judged by, from 1; 0 when there were none.
    public var limitVersion: UInt32

    /// A point judged by the limits given.
    init(
        number: Int,
        statistic: Double,
        dispersion: Double = .nan,
        outcome: PointOutcome,
        limits: LocationLimits,
        dispersionLimits: DispersionLimits = .none,
        version: UInt32,
        finding: RunRuleFinding = .none,
        dispersionViolated: Bool = false
    ) {
        pointNumber = number
        self.statistic = statistic
        self.limits = limits
        self.dispersion = dispersion
        self.dispersionLimits = dispersionLimits
        self.finding = finding
        self.outcome = outcome
        self.dispersionViolated = dispersionViolated
        limitVersion = version
    }

    /// A point without limits and without signals.
    public init(
        number: Int,
        statistic: Double,
        dispersion: Double = .nan,
        outcome: PointOutcome
    ) {
        self.init(
            number: number,
            statistic: statistic,
            dispersion: dispersion,
            outcome: outcome,
            limits: .none,
            version: 0
        )
    }

    /// The larger sum of a CUSUM in place of the value it was made of, the lower one below zero, between
    /// its decision interval on both sides. A sum has no standard error and no z.
    public mutating func plot(_ sums: CUSUMVerdict) {
        let isLower = sums.lower.sum > sums.upper.sum
        statistic = isLower ? -sums.lower.sum : sums.upper.sum
        limits = LocationLimits(interval: sums.interval)
        finding.rules = sums.isSignal ? .beyondLimit : []
    }

    /// A point that was not plotted.
    static func rejected(_ outcome: PointOutcome) -> PointVerdict {
        PointVerdict(number: 0, statistic: .nan, outcome: outcome)
    }
}

extension PointVerdict {
    /// Centre line of the location chart.
    public var centre: Double { limits.centre }

    /// Lower control limit of the location chart.
    public var lcl: Double { limits.lcl }

    /// Upper control limit of the location chart.
    public var ucl: Double { limits.ucl }

    /// Standard error of the statistic; a third of the distance from centre to limit on charts with
    /// three-sigma limits.
    public var standardError: Double { limits.standardError }

    /// Distance from the centre line in standard errors, signed.
    public var z: Double { outcome == .monitoring ? limits.z(of: statistic) : .nan }

    /// Centre line of the dispersion chart.
    public var dispersionCentre: Double { dispersionLimits.centre }

    /// Lower control limit of the dispersion chart; 0 when it cannot signal.
    public var dispersionLCL: Double { dispersionLimits.lcl }

    /// Upper control limit of the dispersion chart.
    public var dispersionUCL: Double { dispersionLimits.ucl }

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
}
