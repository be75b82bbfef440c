import ProcessControl

extension CharacteristicSettings.Chart {
    /// What is plotted: the family of a chart. The raw value is the word of plant file and topics.
    public enum Kind: String, Sendable, CaseIterable {
        /// No chart.
        case none
        /// Single values and their moving range.
        case individuals = "i-mr"
        /// Means and ranges of subgroups.
        case meanRange = "xbar-r"
        /// Means and standard deviations of subgroups.
        case meanDeviation = "xbar-s"
        /// Exponentially weighted moving average of values or means.
        case ewma
        /// Cumulative sums of values or means.
        case cusum
        /// Defective units in samples of one size.
        case np
        /// Proportion of defective units.
        case p
        /// Defects in samples of one size.
        case c
        /// Defects per unit.
        case u
        /// Proportion of defective units, with the variation between large samples.
        case laneyP = "laney-p"
        /// Defects per unit, with the variation between large samples.
        case laneyU = "laney-u"

        /// What is counted, on charts of inspections; nil on charts of measurements and for no chart.
        public var attributes: AttributeKind? {
            switch self {
            case .np: .np
            case .p: .p
            case .c: .c
            case .u: .u
            case .laneyP: .laneyP
            case .laneyU: .laneyU
            case .none, .individuals, .meanRange, .meanDeviation, .ewma, .cusum: nil
            }
        }

        /// Whether run rules apply to what is plotted. Neighbours on an EWMA or CUSUM depend on each
        /// other.
        public var hasRunRules: Bool { self != .none && self != .ewma && self != .cusum }

        /// How many values a point may have.
        public var subgroupSizes: ClosedRange<Int64> {
            switch self {
            case .meanRange: CharacteristicSettings.Chart.subgroupSizes
            case .meanDeviation: 2...100
            case .ewma, .cusum: 1...100
            default: 1...1
            }
        }
    }
}
