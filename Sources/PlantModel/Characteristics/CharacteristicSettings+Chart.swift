import ProcessControl

extension CharacteristicSettings {
    /// One control chart of a characteristic, with everything that a budget left open already solved.
    public struct Chart: Sendable, Hashable {
        /// Where the limits come from.
        public enum Limits: Sendable, Hashable {
            /// From the chart's own first points.
            case estimated(points: Int)
            /// From the known mean and within-subgroup standard deviation of single values.
            case known(mean: Double, sigma: Double)
            /// From the known average of a chart of attributes: p̄ for np, p and p′, c̄ per sample, ū per
            /// unit. `sigmaZ` is the variation between samples of p′ and u′, 1 for the others.
            case average(Double, sigmaZ: Double)
        }

        /// What a chart does with a point that comes late, but in time to be taken.
        public enum Late: String, Sendable, CaseIterable {
            /// It is plotted behind the others, in order of arrival.
            case append
            /// It is plotted at its place, and what came after it is judged again.
            case revise
        }

        /// Values of a subgroup with a range.
        public static let subgroupSizes: ClosedRange<Int64> = 2...25
        /// Points, up to which an estimate of attributes keeps its samples.
        public static let attributePointsMax: Int64 = 1_000
        /// Points that a trial of limits may ask for.
        public static let trialPointsMax: Int64 = 1_000

        /// What is plotted.
        public var kind: Kind
        /// Values per plotted point; 1 for single values and attributes.
        public var subgroupSize: Int
        /// Whether arrays of other sizes than `subgroupSize` are subgroups, too, with limits of their
        /// own.
        public var sizeVaries = false
        /// Whether σ is estimated from the pooled standard deviation; charts of means and S only.
        public var isPooled = false
        /// Which run rules are applied, and how long their patterns are.
        public var ruleSet: RunRuleSet
        /// Where the limits come from.
        public var limits: Limits
        /// λ and L of an EWMA; nil for the other kinds.
        public var ewma: DesignSearch.EWMAParameters?
        /// k and h of a CUSUM; nil for the other kinds.
        public var cusum: DesignSearch.CUSUMParameters?
        /// Where the sums of a CUSUM start, as a share of h.
        public var headStart = 0.0
        /// Units per sample of an np chart; otherwise 1.
        public var sampleSize = 1
        /// Whether limits of attributes are quantiles of the binomial or Poisson distribution.
        public var isExact = false
        /// Whether signals name the lots between the last sample in control and the signal.
        public var tracesLots = false
        /// Whether estimated limits wait on trial until somebody freezes them, rather than hold at once.
        public var isFrozenByHand = false
        /// A gap between points, in nanoseconds, beyond which run rules start anew; nil for none.
        public var gapNanoseconds: Int64?
        /// What becomes of a point that belongs between others.
        public var late = Late.append
        /// What the author asked for in place of parameters; nil when those were given.
        public var demand: Demand?

        /// A chart; without arguments no chart. Rules are numbers after Nelson, 1 to 8.
        public init(
            kind: Kind = .none,
            subgroupSize: Int = 1,
            rules: [Int] = [],
            limits: Limits = .estimated(points: 100)
        ) {
            self.kind = kind
            self.subgroupSize = subgroupSize
            self.limits = limits
            ruleSet = RunRuleSet(
                RunRules(rawValue: rules.reduce(0) { $0 | (1 << UInt16($1 - 1)) })
            )
        }

        /// The numbers of the rules, ascending: 1 to 8 after Nelson, 9 for eight points on one side
        /// (Western Electric), 10 for one point beyond two sigma (Montgomery). May be empty.
        public var rules: [Int] { ruleSet.rules.members.map { Int($0.rawValue) + 1 } }

        /// The rules as bits: rule 1 is bit 0.
        public var ruleBits: UInt16 { ruleSet.rules.rawValue }
    }
}

extension CharacteristicSettings.Chart {
    /// What a chart has to do, from which its parameters were found.
    public struct Demand: Sendable, Hashable {
        /// The shift that it should detect fastest, in standard errors of the plotted point; nil when λ
        /// was given.
        public var shift: Double?
        /// Average number of points between false alarms.
        public var falseAlarmDistance: Double
        /// False alarms a day that were asked for; nil when the distance was.
        public var alarmsPerDay: Double?
        /// Points a day that were stated.
        public var pointsPerDay: Double?
    }
}
