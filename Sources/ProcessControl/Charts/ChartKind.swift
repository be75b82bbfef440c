/// Which pair of statistics a chart plots.
public enum ChartKind: UInt8, BitwiseCopyable, CaseIterable, Sendable {
    /// I-MR: single values, and the absolute difference of neighbours (moving range of span 2).
    case individualsMovingRange = 0
    /// X̄-R: means and ranges of subgroups.
    case meanRange = 1
    /// X̄-S: means and standard deviations of subgroups.
    case meanDeviation = 2

    /// Subgroup sizes the kind allows.
    public var subgroupSizes: ClosedRange<Int> {
        switch self {
        case .individualsMovingRange: 1...1
        case .meanRange: 2...25
        case .meanDeviation: 2...100
        }
    }

    /// Whether single values are plotted.
    public var isIndividuals: Bool { self == .individualsMovingRange }

    /// Mean and standard deviation, in units of σ, of the dispersion statistic: d2 and d3, or c4 and
    /// √(1 − c4²).
    func dispersionFactors(
        _ constants: ControlChartConstants
    ) -> (mean: Double, deviation: Double) {
        self == .meanDeviation
            ? (constants.c4, constants.deviationOfS) : (constants.d2, constants.d3)
    }
}
