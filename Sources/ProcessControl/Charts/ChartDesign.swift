/// How a chart is set up: what it plots, which rules it applies, where its limits come from.
///
/// Making a design takes about a millisecond, for its constants; charts made from it are then free.
public struct ChartDesign: BitwiseCopyable, Hashable, Sendable {
    /// The pair of statistics.
    public let kind: ChartKind
    /// Values per plotted point: 1 for individuals, 2 to 25 for means with ranges, 2 to 100 for means
    /// with standard deviations. Where sizes vary, the nominal one.
    public let subgroupSize: Int
    /// Whether whole subgroups of other sizes are plotted, too, with limits of their own.
    public let sizeVaries: Bool
    /// Rules of the location chart. The dispersion chart only ever applies rule 1.
    public let rules: RunRuleSet
    /// Where the limits come from.
    public let limits: LimitsSource
    /// Whether the range or moving-range chart signals; its statistic is computed in any case.
    public let dispersionSignals: Bool
    /// The constants for the subgroup size, or for the span of the moving range.
    public let constants: ControlChartConstants
    /// Whether σ is estimated from the pooled variance of subgroups, √(Σ(nᵢ−1)Sᵢ²/Σ(nᵢ−1)) over its own
    /// c4, rather than from the mean of S.
    public let isPooled: Bool

    /// A checked design.
    ///
    /// `span` is that of the moving range on an individuals chart; above 2 the chart is fed through
    /// `IndividualsChart`.
    ///
    /// - Throws: `ChartDesignError` when the size or span does not fit the kind, a rule spans more
    ///   points than there are bits, an estimate asks for too few or too many points, or given limits
    ///   are not numbers in order.
    public init(
        kind: ChartKind,
        subgroupSize: Int = 1,
        sizeVaries: Bool = false,
        span: Int = 2,
        rules: RunRuleSet = .nelson,
        limits: LimitsSource,
        dispersionSignals: Bool = true,
        isPooled: Bool = false,
        table: ConstantsTable = .exact
    ) throws(ChartDesignError) {
        guard kind.subgroupSizes.contains(subgroupSize) else {
            throw .subgroupSize(subgroupSize, kind)
        }
        guard MovingRange.spans.contains(span) else { throw .span(span) }
        guard rules.isValid else { throw .ruleLengths }
        try limits.check()
        self.kind = kind
        self.subgroupSize = subgroupSize
        self.sizeVaries = sizeVaries && !kind.isIndividuals
        self.rules = rules
        self.limits = limits
        self.dispersionSignals = dispersionSignals
        self.isPooled = isPooled && kind == .meanDeviation
        let size = kind.isIndividuals ? span : subgroupSize
        // Varying sizes need all constants: computed here, not at the first odd subgroup.
        constants =
            self.sizeVaries
            ? ConstantsBySize.constants(size, table)
            : ControlChartConstants(subgroupSize: size, table: table)
    }
}
