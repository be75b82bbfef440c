/// What the plant knows about one measured characteristic of some equipment.
///
/// Plain values; whoever builds charts and detectors translates them.
public struct CharacteristicSettings: Sendable, Hashable {
    /// Name as in the events, such as `diameter`.
    public var name: String
    /// Which equipment it speaks of.
    public var equipment: PathPattern
    /// Unit of the values, such as `mm`; nil when not stated.
    public var unit: String?
    /// What the customer accepts.
    public var specification: Specification
    /// What the sensor can deliver at all; values outside are implausible. Nil: everything.
    public var physicalRange: ClosedRange<Double>?
    /// The control charts; empty for none.
    public var charts: [Chart]
    /// What makes a stage of its charts besides the product; nil for nothing.
    public var stage: Stage?
    /// Whether the stages of a product share limits, and only run rules start anew with each.
    public var stagesShareLimits = false
    /// The anomaly detectors.
    public var anomaly: Anomaly
    /// How often its capability is published; nil for never.
    public var capability: Capability?

    /// What makes a stage of charts or of a study of capability besides the product, which always does.
    public enum Stage: String, Sendable, CaseIterable {
        /// Nothing.
        case product
        /// The field `recipe` of a measurement.
        case recipe
        /// The field `tool` of a measurement.
        case tool
    }

    /// Settings; see the properties for the meaning of each part.
    public init(
        name: String,
        equipment: PathPattern,
        unit: String? = nil,
        specification: Specification = Specification(),
        physicalRange: ClosedRange<Double>? = nil,
        chart: Chart = Chart(),
        anomaly: Anomaly = Anomaly()
    ) {
        self.name = name
        self.equipment = equipment
        self.unit = unit
        self.specification = specification
        self.physicalRange = physicalRange
        charts = chart.kind == .none ? [] : [chart]
        self.anomaly = anomaly
    }

    /// The first control chart; of kind `none` when there is none.
    public var chart: Chart { charts.first ?? Chart() }
}
