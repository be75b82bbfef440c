/// A way in which a series can be anomalous. Raw values are stable: they are stored and published.
public enum Detector: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    /// Outside physical limits, or not a number.
    case range = 0
    /// Stuck: no change for too long.
    case flatline = 1
    /// Silent: no reading for too long.
    case dropout = 2
    /// Changing faster than the thing measured can.
    case rateOfChange = 3
    /// Far from the exponentially weighted mean, in exponentially weighted standard deviations.
    case ewmaZ = 4
    /// Far from the rolling median, in rolling median absolute deviations.
    case hampel = 5

    /// The name used in topics, rules and configuration.
    public var name: String {
        switch self {
        case .range: "range"
        case .flatline: "flatline"
        case .dropout: "dropout"
        case .rateOfChange: "rate_of_change"
        case .ewmaZ: "ewma_z"
        case .hampel: "hampel"
        }
    }

    /// The detector with a name as in `name`, or nil.
    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
