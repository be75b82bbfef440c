/// How a chart is set up: what it plots, which rules it applies, where its limits come from.
///
/// Making a design takes about a millisecond, for its constants; charts made from it are then free.
public struct ChartDesign: BitwiseCopyable, Hashable, Sendable {
    /// The pair of statistics.
    public let kind: ChartKind
    /// Values per plotted point: 1 for individuals, 2 to 25 for means.
    public let subgroupSize: Int
    /// Rules of the location chart. The dispersion chart only ever applies rule 1.
    public let rules: RunRules
    /// Where the limits come from.
    public let limits: LimitsSource
    /// Whether the range or moving-range chart signals; its statistic is computed in any case.
    public let dispersionSignals: Bool
    /// The constants for the subgroup size, or for span 2 on an individuals chart.
    public let constants: ControlChartConstants

    /// A checked design.
    ///
    /// - Throws: `ChartDesignError` when the size does not fit the kind, an estimate asks for too
    ///   few or too many points, or given limits are not numbers in order.
    public init(
        kind: ChartKind,
        subgroupSize: Int = 1,
        rules: RunRules = .nelson,
        limits: LimitsSource,
        dispersionSignals: Bool = true
    ) throws(ChartDesignError) {
        guard kind.subgroupSizes.contains(subgroupSize) else {
            throw .subgroupSize(subgroupSize, kind)
        }
        try limits.check()
        self.kind = kind
        self.subgroupSize = subgroupSize
        self.rules = rules
        self.limits = limits
        self.dispersionSignals = dispersionSignals
        constants = ControlChartConstants(subgroupSize: max(subgroupSize, 2))
    }
}
