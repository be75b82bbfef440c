/// How the within-subgroup standard deviation is estimated from collected points.
///
/// With equal subgroup sizes the weighted methods give what their plain ones give. Sources:
/// Montgomery, *Introduction to Statistical Quality Control*, chapter 6; I. W. Burr, "Control charts
/// for measurements with varying sample sizes", JQT 1 (1969), for the weights.
public enum SigmaMethod: UInt8, BitwiseCopyable, CaseIterable, Sendable {
    /// The mean of Rᵢ/d2(nᵢ).
    case meanRange = 0
    /// Rᵢ/d2(nᵢ) weighted by (d2/d3)², the linear estimate of least variance.
    case weightedRange = 1
    /// The mean of Sᵢ/c4(nᵢ).
    case meanDeviation = 2
    /// Sᵢ/c4(nᵢ) weighted by c4²/(1 − c4²), the linear estimate of least variance.
    case weightedDeviation = 3
    /// √(Σ(nᵢ−1)Sᵢ²/Σ(nᵢ−1)) over its own c4.
    case pooledDeviation = 4
    /// Mean moving range over d2 of its span; for single values.
    case meanMovingRange = 5
    /// Median moving range over its median in units of σ (0.9539 for span 2); for single values.
    case medianMovingRange = 6
    /// Standard deviation of all single values over c4: also counts what moves slowly.
    case overallDeviation = 7

    /// Whether the method reads single values rather than subgroups.
    public var isForIndividuals: Bool { rawValue >= Self.meanMovingRange.rawValue }

    /// A short name: "rbar", "rbar-weighted", "sbar", "sbar-weighted", "pooled", "mr-mean",
    /// "mr-median", "sd".
    public var name: String {
        switch self {
        case .meanRange: "rbar"
        case .weightedRange: "rbar-weighted"
        case .meanDeviation: "sbar"
        case .weightedDeviation: "sbar-weighted"
        case .pooledDeviation: "pooled"
        case .meanMovingRange: "mr-mean"
        case .medianMovingRange: "mr-median"
        case .overallDeviation: "sd"
        }
    }
}
