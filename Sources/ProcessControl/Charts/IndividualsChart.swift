import Records

/// An I-MR chart whose moving range covers any span, 2 to 100 values.
///
/// A `ControlChart` with the queue of newest values beside it. `ControlChart` alone does span 2 in a
/// fixed size; this one needs up to 32 bytes more per value of the span. One thread at a time.
public struct IndividualsChart: Sendable {
    /// The chart that is fed.
    public private(set) var chart: ControlChart
    private var window: MovingRange

    /// A chart without points. A design of means is a programmer error and traps.
    public init(_ design: ChartDesign) {
        precondition(design.kind.isIndividuals, "An individuals chart plots single values.")
        chart = ControlChart(design)
        window = MovingRange(span: design.constants.subgroupSize)
    }

    /// Takes the next value; see `ControlChart.add(_:movingRange:)`. Amortised O(1).
    public mutating func add(_ value: Double) -> PointVerdict {
        guard ControlChart.accepts(value) else { return .rejected(ControlChart.refusal(of: value)) }
        return chart.add(value, movingRange: window.add(value))
    }

    /// Starts a new limit version; see `ControlChart.reset(to:)`.
    public mutating func reset(to source: LimitsSource) throws(ChartDesignError) {
        try chart.reset(to: source)
        window.reset()
    }

    /// Writes the chart and the newest values.
    public func write(to writer: inout StateWriter) {
        chart.write(to: &writer)
        window.write(to: &writer)
    }

    /// Reads what `write` wrote for the same design.
    public init(design: ChartDesign, from reader: inout StateReader) throws(StateError) {
        self.init(design)
        chart = try ControlChart(design: design, from: &reader)
        window = try MovingRange(span: window.span, from: &reader)
    }
}
