/// How a chart of attributes is set up.
public struct AttributeDesign: BitwiseCopyable, Hashable, Sendable {
    /// What is counted.
    public let kind: AttributeKind
    /// Average: proportion p̄ for np, p and p′; defects per sample c̄ for c; per unit ū for u and u′.
    public let average: Double
    /// Units per sample of an np chart; otherwise 1.
    public let sampleSize: Double
    /// σ_z, the variation between samples of a Laney chart in units of what chance alone explains;
    /// otherwise 1.
    public let betweenSigma: Double
    /// How limits are computed; Laney charts have three-sigma limits only.
    public let limits: AttributeLimits
    /// Rules that are applied; at most 1 to 4.
    public let rules: RunRuleSet

    /// A checked design with a known average.
    ///
    /// - Throws: `ChartDesignError` when the average is no average of this kind, the sample size no
    ///   whole number of 1 or more, or σ_z not greater than zero.
    public init(
        kind: AttributeKind,
        average: Double,
        sampleSize: Double = 1,
        betweenSigma: Double = 1,
        limits: AttributeLimits = .threeSigma,
        rules: RunRuleSet = .limitsOnly
    ) throws(ChartDesignError) {
        guard average >= 0, average <= (kind.isBinomial ? 1 : ControlChart.magnitudeMax) else {
            throw .average(average, kind)
        }
        guard sampleSize >= 1, sampleSize <= 1e9, sampleSize == sampleSize.rounded() else {
            throw .parameter(
                "The samples of an np chart have a whole number of 1 to 1000000000 units, not "
                    + "\(sampleSize)."
            )
        }
        guard betweenSigma >= 0, betweenSigma <= ControlChart.magnitudeMax else {
            throw .sigma(betweenSigma)
        }
        guard rules.isValid else { throw .ruleLengths }
        self.kind = kind
        self.average = average
        self.sampleSize = kind == .np ? sampleSize : 1
        self.betweenSigma = kind.isLaney ? betweenSigma : 1
        self.limits = kind.isLaney ? .threeSigma : limits
        self.rules = rules.forAttributes
    }

    /// Limits of a sample with `inspected` units or areas.
    ///
    /// Three-sigma limits are O(1); exact ones search a distribution, some microseconds.
    func location(_ inspected: Double) -> LocationLimits {
        let scale = kind.isCount ? 1 : inspected
        let trials = kind == .np ? sampleSize : inspected
        let (mean, variance) =
            kind.isBinomial
            ? (trials * average, trials * average * (1 - average))
            : (scale * average, scale * average)
        let centre = kind == .np ? mean : average
        if limits == .exact { return exact(centre, trials, mean, scale) }
        let error = variance.squareRoot() / scale * betweenSigma
        let unbounded = LocationLimits(centre: centre, standardError: error)
        let top = kind.isProportion ? 1 : kind == .np ? sampleSize : .infinity
        return unbounded.bounded(by: 0...top)
    }

    private func exact(
        _ centre: Double,
        _ trials: Double,
        _ mean: Double,
        _ scale: Double
    ) -> LocationLimits {
        let tail = NormalDistribution.cumulative(-3)
        let bounds = [tail, 1 - tail].map { p in
            kind.isBinomial
                ? BetaDistribution.binomialQuantile(p, trials: trials, proportion: average)
                : GammaDistribution.poissonQuantile(p, mean: mean)
        }
        // A skewed distribution may have its quantile on the other side of its mean.
        return LocationLimits(
            centre: centre,
            lcl: min(bounds[0] / scale, centre),
            ucl: max(bounds[1] / scale, centre)
        )
    }
}
