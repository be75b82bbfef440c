/// Which pair of statistics a chart plots.
public enum ChartKind: UInt8, BitwiseCopyable, CaseIterable, Sendable {
    /// I-MR: single values, and the absolute difference of neighbours (moving range of span 2).
    case individualsMovingRange = 0
    /// X̄-R: means and ranges of subgroups.
    case meanRange = 1

    /// Subgroup sizes the kind allows.
    public var subgroupSizes: ClosedRange<Int> {
        switch self {
        case .individualsMovingRange: 1...1
        case .meanRange: 2...25
        }
    }
}
