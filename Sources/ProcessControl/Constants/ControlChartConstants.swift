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
    /// Whether d2 is as defined or as printed.
    public let table: ConstantsTable
    /// E W: mean range of a subgroup in units of σ.
    public let d2: Double
    /// Standard deviation of W.
    public let d3: Double
    /// E S = √(2/(n−1)) · Γ(n/2) / Γ((n−1)/2).
    public let c4: Double

    /// The constants for subgroups of `subgroupSize` values.
    ///
    /// A size outside `subgroupSizes` is a programmer error and traps.
    public init(subgroupSize: Int, table: ConstantsTable = .exact) {
        precondition(
            Self.subgroupSizes.contains(subgroupSize),
            "Control-chart constants exist for subgroups of 2 to 100 values."
        )
        self.subgroupSize = subgroupSize
        self.table = table
        let moments = RangeDistribution(count: subgroupSize).moments()
        d2 = table == .table3 ? (moments.mean * 1000).rounded() / 1000 : moments.mean
        d3 = moments.deviation
        c4 = Self.c4(freedom: Double(subgroupSize - 1))
    }

    /// The median of W, for limits from the median range (d4 of the tables). Computed anew by
    /// bisection at every call, about a millisecond.
    public func medianRange() -> Double {
        let median = RangeDistribution(count: subgroupSize).median()
        return table == .table3 ? (median * 1000).rounded() / 1000 : median
    }

    /// c4 of a standard deviation with this many degrees of freedom, n − 1 or those of a pooled one:
    /// √(2/ν) · Γ((ν+1)/2) / Γ(ν/2).
    static func c4(freedom: Double) -> Double {
        // Γ ratios of large arguments would cancel; 1 − 1/4ν + 1/32ν² is exact to 10⁻¹⁵ there.
        if freedom > 1e5 { return 1 - 1 / (4 * freedom) + 1 / (32 * freedom * freedom) }
        return (2 / freedom).squareRoot()
            * exp(lgamma((freedom + 1) / 2).0 - lgamma(freedom / 2).0)
    }
}

/// Which constants a chart computes with.
public enum ConstantsTable: UInt8, BitwiseCopyable, CaseIterable, Sendable {
    /// As defined, to about twelve digits.
    case exact = 0
    /// d2 rounded to the three decimals of printed tables (1.128, 1.693, 2.059, 2.326 …), and the
    /// median range likewise, for figures that match reports of older software; d3 and c4 are as
    /// defined. σ̂ then differs by up to 3.4·10⁻⁴.
    case table3 = 1
}

/// The constants of every subgroup size of one table, for charts whose subgroups vary.
enum ConstantsBySize {
    static let exact = all(.exact)
    static let table3 = all(.table3)

    /// Constants of a size; the first call for a table takes about a tenth of a second.
    static func constants(_ size: Int, _ table: ConstantsTable) -> ControlChartConstants {
        (table == .exact ? exact : table3)[size - ControlChartConstants.subgroupSizes.lowerBound]
    }

    private static func all(_ table: ConstantsTable) -> [ControlChartConstants] {
        ControlChartConstants.subgroupSizes.map {
            ControlChartConstants(subgroupSize: $0, table: table)
        }
    }
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
    var deviationOfS: Double { (1 - c4 * c4).squareRoot() }
}
