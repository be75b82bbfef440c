/// Centre and standard deviation of a process as estimated from collected points.
public struct ProcessEstimate: BitwiseCopyable, Hashable, Sendable {
    /// Grand mean: Σ nᵢ x̄ᵢ / Σ nᵢ.
    public let mean: Double
    /// Standard deviation of single values; 0 when nothing varied.
    public let sigma: Double
    /// How σ was estimated.
    public let method: SigmaMethod
    /// Points that the estimate rests on.
    public let pointCount: Int
    /// Single values that it rests on.
    public let valueCount: Int
    /// Degrees of freedom of σ̂: exact for S-based pooled and overall estimates, otherwise
    /// 1 / (2 · variance of σ̂/σ), some 0.9 m(n − 1) for ranges. Not a number where no formula is known
    /// (median moving range, spans above 2).
    public let degreesOfFreedom: Double

    /// Estimates from subgroups by a method that reads subgroups.
    ///
    /// - Throws: `EstimateError` when there are fewer than two subgroups, one has a size outside 2 to
    ///   100, or the method is for single values.
    public init(
        _ groups: [SubgroupSummary],
        method: SigmaMethod,
        table: ConstantsTable = .exact
    ) throws(EstimateError) {
        guard groups.count >= 2 else { throw .tooFew(groups.count) }
        guard !method.isForIndividuals else { throw .method(method) }
        for group in groups where !ControlChartConstants.subgroupSizes.contains(group.count) {
            throw .subgroupSize(group.count)
        }
        var centre = LimitsEstimate()
        for group in groups { centre.add(group.mean, weight: Double(group.count)) }
        mean = centre.centre
        self.method = method
        pointCount = groups.count
        valueCount = groups.reduce(0) { $0 + $1.count }
        (sigma, degreesOfFreedom) = SigmaEstimate.ofSubgroups(groups, method, table)
    }

    /// Estimates from single values in their order by a method that reads single values.
    ///
    /// - Throws: `EstimateError` when there are not more values than the span covers, a value cannot be
    ///   charted, or the method is for subgroups.
    public init(
        individuals values: [Double],
        method: SigmaMethod = .meanMovingRange,
        span: Int = 2,
        table: ConstantsTable = .exact
    ) throws(EstimateError) {
        guard method.isForIndividuals else { throw .method(method) }
        guard values.count >= max(2, span) else { throw .tooFew(values.count) }
        guard MovingRange.spans.contains(span) else { throw .subgroupSize(span) }
        guard values.allSatisfy(ControlChart.accepts) else { throw .notANumber }
        var centre = LimitsEstimate()
        for value in values { centre.add(value) }
        mean = centre.centre
        self.method = method
        pointCount = values.count
        valueCount = values.count
        (sigma, degreesOfFreedom) = SigmaEstimate.ofIndividuals(values, method, span, table)
    }

    /// Limits for charts, from this estimate; nil when σ̂ is 0, which has no zones.
    public var limits: LimitsSource? {
        sigma >= ControlChart.sigmaMin ? .known(mean: mean, sigma: sigma) : nil
    }
}

/// Why nothing can be estimated from some points.
public enum EstimateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Fewer points than an estimate needs.
    case tooFew(Int)
    /// A subgroup or span for which there are no constants.
    case subgroupSize(Int)
    /// A method for single values was asked of subgroups, or the other way round.
    case method(SigmaMethod)
    /// A value that is not finite or too large.
    case notANumber

    /// A sentence that says what is wrong and what would be right.
    public var description: String {
        switch self {
        case .tooFew(let count):
            "Limits cannot be estimated from \(count) points; two are the least, 25 subgroups or 100 "
                + "single values are usual."
        case .subgroupSize(let size):
            "There are no constants for \(size) values; subgroups and spans have 2 to 100."
        case .method(let method):
            method.isForIndividuals
                ? "The method \(method.name) estimates from single values, not from subgroups."
                : "The method \(method.name) estimates from subgroups, not from single values."
        case .notANumber:
            "A value is not a finite number of magnitude 1e150 at most."
        }
    }
}
