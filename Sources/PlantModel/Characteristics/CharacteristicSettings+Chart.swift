extension CharacteristicSettings {
    /// The control chart of a characteristic.
    public struct Chart: Sendable, Hashable {
        /// What is plotted.
        public enum Kind: String, Sendable, CaseIterable {
            /// No chart.
            case none
            /// Single values and their moving range.
            case individuals = "i-mr"
            /// Means and ranges of subgroups.
            case meanRange = "xbar-r"
        }

        /// Where the limits come from.
        public enum Limits: Sendable, Hashable {
            /// From the chart's own first points.
            case estimated(points: Int)
            /// From the known mean and within-subgroup standard deviation of single values.
            case known(mean: Double, sigma: Double)
        }

        /// How many points an estimate may take.
        public static let estimatePoints: ClosedRange<Int64> = 2...1_000_000
        /// Values of a subgroup.
        public static let subgroupSizes: ClosedRange<Int64> = 2...25

        /// What is plotted.
        public var kind: Kind
        /// Values per plotted point; 1 on an individuals chart.
        public var subgroupSize: Int
        /// Run rules 1 to 8 after Nelson, ascending, without repeats; may be empty.
        public var rules: [Int]
        /// Where the limits come from.
        public var limits: Limits

        /// A chart; without arguments no chart.
        public init(
            kind: Kind = .none,
            subgroupSize: Int = 1,
            rules: [Int] = [],
            limits: Limits = .estimated(points: 100)
        ) {
            self.kind = kind
            self.subgroupSize = subgroupSize
            self.rules = rules
            self.limits = limits
        }

        /// The rules as bits: rule 1 is bit 0, rule 8 bit 7.
        public var ruleBits: UInt8 {
            rules.reduce(0) { $0 | (1 << UInt8($1 - 1)) }
        }
    }
}
