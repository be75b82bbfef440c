import Glibc

/// The control-chart constants of one subgroup size, computed and never typed in.
///
/// Printed tables truncate and differ from one another in the last digit; these agree with their
/// definitions to about twelve digits. Notation and definitions are those of Montgomery,
/// *Introduction to Statistical Quality Control*, appendix VI: W is the range and S the standard
/// deviation of n independent N(0, 1) values. Lower factors that would be negative are 0.
///
/// Creating one takes about a millisecond (a double quadrature): a chart design does it once.
public struct ControlChartConstants: BitwiseCopyable, Hashable, Sendable {
    /// The subgroup sizes for which the quadrature is verified.
    public static let subgroupSizes = 2...100

    /// Subgroup size n, or the span of the moving range.
    public let subgroupSize: Int
    /// E W: mean range of a subgroup in units of σ.
    public let d2: Double
    /// Standard deviation of W.
    public let d3: Double
    /// E S = √(2/(n−1)) · Γ(n/2) / Γ((n−1)/2).
    public let c4: Double

    /// The constants for subgroups of `subgroupSize` values.
    ///
    /// A size outside `subgroupSizes` is a programmer error and traps.
    public init(subgroupSize: Int) {
        precondition(
            Self.subgroupSizes.contains(subgroupSize),
            "Control-chart constants exist for subgroups of 2 to 100 values."
        )
        self.subgroupSize = subgroupSize
        (d2, d3) = RangeDistribution(count: subgroupSize).moments()
        let n = Double(subgroupSize)
        c4 = (2 / (n - 1)).squareRoot() * exp(lgamma(n / 2).0 - lgamma((n - 1) / 2).0)
    }

    /// The median of W, for limits from the median range (d4 of the tables). Computed anew by
    /// bisection at every call, about a millisecond.
    public func medianRange() -> Double { RangeDistribution(count: subgroupSize).median() }
}

extension ControlChartConstants {
    /// 3/√n: limits of means from a known σ.
    public var A: Double { 3 / Double(subgroupSize).squareRoot() }
    /// 3/(d2 √n): limits of means from the mean range.
    public var A2: Double { A / d2 }
    /// 3/(c4 √n): limits of means from the mean standard deviation.
    public var A3: Double { A / c4 }
    /// Lower limit of S over its mean.
    public var B3: Double { max(0, 1 - 3 * deviationOfS / c4) }
    /// Upper limit of S over its mean.
    public var B4: Double { 1 + 3 * deviationOfS / c4 }
    /// Lower limit of S over σ.
    public var B5: Double { max(0, c4 - 3 * deviationOfS) }
    /// Upper limit of S over σ.
    public var B6: Double { c4 + 3 * deviationOfS }
    /// Lower limit of R over σ.
    public var D1: Double { max(0, d2 - 3 * d3) }
    /// Upper limit of R over σ.
    public var D2: Double { d2 + 3 * d3 }
    /// Lower limit of R over the mean range.
    public var D3: Double { max(0, 1 - 3 * d3 / d2) }
    /// Upper limit of R over the mean range.
    public var D4: Double { 1 + 3 * d3 / d2 }
    /// 3/d2: limits of individuals from the mean moving range.
    public var E2: Double { 3 / d2 }
    /// 3/c4: limits of individuals from a mean standard deviation.
    public var E3: Double { 3 / c4 }

    /// Standard deviation of S.
    private var deviationOfS: Double { (1 - c4 * c4).squareRoot() }
}
