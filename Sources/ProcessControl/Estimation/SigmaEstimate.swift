import Glibc

/// The formulas behind `ProcessEstimate`: σ̂ and its degrees of freedom.
enum SigmaEstimate {
    typealias Result = (sigma: Double, degreesOfFreedom: Double)

    static func ofSubgroups(
        _ groups: [SubgroupSummary],
        _ method: SigmaMethod,
        _ table: ConstantsTable
    ) -> Result {
        if method == .pooledDeviation { return pooled(groups) }
        var sum = CompensatedSum()
        var weights = 0.0
        var variance = 0.0
        for group in groups {
            let (unbiased, relativeVariance) = unbiased(group, method, table)
            let isWeighted = method == .weightedRange || method == .weightedDeviation
            let weight = isWeighted ? 1 / relativeVariance : 1
            sum.add(weight * unbiased)
            weights += weight
            variance += weight * weight * relativeVariance
        }
        return (sum.value / weights, weights * weights / (2 * variance))
    }

    /// R/d2 or S/c4 of a subgroup, and the variance of that over σ².
    private static func unbiased(
        _ group: SubgroupSummary,
        _ method: SigmaMethod,
        _ table: ConstantsTable
    ) -> (value: Double, relativeVariance: Double) {
        let constants = ConstantsBySize.constants(group.count, table)
        if method == .meanRange || method == .weightedRange {
            let ratio = constants.d3 / constants.d2
            return (group.range / constants.d2, ratio * ratio)
        }
        let square = constants.c4 * constants.c4
        return (group.deviation / constants.c4, (1 - square) / square)
    }

    private static func pooled(_ groups: [SubgroupSummary]) -> Result {
        var sum = CompensatedSum()
        var freedom = 0.0
        for group in groups {
            sum.add(Double(group.count - 1) * group.deviation * group.deviation)
            freedom += Double(group.count - 1)
        }
        let deviation = (sum.value / freedom).squareRoot()
        return (deviation / ControlChartConstants.c4(freedom: freedom), freedom)
    }

    static func ofIndividuals(
        _ values: [Double],
        _ method: SigmaMethod,
        _ span: Int,
        _ table: ConstantsTable
    ) -> Result {
        if method == .overallDeviation {
            var moments = Moments()
            for value in values { moments.add(value) }
            let freedom = Double(values.count - 1)
            return (
                moments.standardDeviation / ControlChartConstants.c4(freedom: freedom), freedom
            )
        }
        var window = MovingRange(span: span)
        let ranges = values.map { window.add($0) }.filter { !$0.isNaN }
        let constants = ControlChartConstants(subgroupSize: span, table: table)
        if method == .medianMovingRange {
            return (median(ranges) / constants.medianRange(), .nan)
        }
        var sum = CompensatedSum()
        for range in ranges { sum.add(range) }
        let sigma = sum.value / Double(ranges.count) / constants.d2
        return (sigma, span == 2 ? movingRangeFreedom(ranges.count) : .nan)
    }

    /// Moving ranges of span 2 overlap: with differences of correlation −1/2,
    /// E|a||b| = (4/π)(√(1−ρ²) + ρ arcsin ρ) σ², which gives the covariance of neighbours.
    static func movingRangeFreedom(_ count: Int) -> Double {
        let square = 4 / Double.pi
        let variance = 2 - square
        let covariance = square * (0.75.squareRoot() + 0.5 * asin(0.5)) - square
        let n = Double(count)
        let ofMean = (variance + 2 * covariance * (n - 1) / n) / n
        return square / (2 * ofMean)
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
