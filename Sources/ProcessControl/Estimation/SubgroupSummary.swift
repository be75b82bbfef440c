/// What a chart needs to know of one subgroup: size, mean, range, standard deviation.
///
/// The order of the values does not matter, not even in the last bit.
public struct SubgroupSummary: BitwiseCopyable, Hashable, Sendable {
    /// Number of values.
    public let count: Int
    /// Mean of the values.
    public let mean: Double
    /// Largest minus smallest value.
    public let range: Double
    /// Sample standard deviation S, with n − 1; 0 for a single value.
    public let deviation: Double

    /// The summary of some values; nil for none, for one that is not finite, or for a magnitude
    /// above `ControlChart.magnitudeMax`. O(n).
    public init?(_ values: Span<Double>) {
        var whole = SubgroupAccumulator()
        for index in values.indices {
            guard ControlChart.accepts(values[index]) else { return nil }
            whole.add(values[index])
            whole.addSquare(values[index])
        }
        guard whole.count > 0 else { return nil }
        self.init(whole)
    }

    /// As with a span.
    public init?(_ values: [Double]) { self.init(values.span) }

    init(count: Int, mean: Double, range: Double, deviation: Double) {
        self.count = count
        self.mean = mean
        self.range = range
        self.deviation = deviation
    }

    init(_ whole: SubgroupAccumulator) {
        count = Int(whole.count)
        mean = whole.mean
        range = whole.range
        deviation = whole.deviation
    }
}
