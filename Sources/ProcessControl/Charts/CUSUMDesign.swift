/// How a tabular CUSUM is set up.
public struct CUSUMDesign: BitwiseCopyable, Hashable, Sendable {
    /// Reference value in standard errors, usually half the shift to detect: k.
    public let reference: Double
    /// Decision interval in standard errors: h. A sum above it signals, one that equals it does not.
    public let interval: Double
    /// Process mean μ0.
    public let mean: Double
    /// Standard deviation of single values.
    public let sigma: Double
    /// Where both sums start and start again, as a share of h: 0, or 0.5 for a fast initial response
    /// (Lucas and Crosier 1982).
    public let headStart: Double
    /// Whether a signal puts both sums back to their start.
    public let resetsOnSignal: Bool

    /// A checked design.
    ///
    /// - Throws: `ChartDesignError` for a negative k, an h that is not greater than zero, a head start
    ///   outside 0 ..< 1, or a mean and σ that cannot be charted.
    public init(
        reference: Double = 0.5,
        interval: Double = 5,
        mean: Double,
        sigma: Double,
        headStart: Double = 0,
        resetsOnSignal: Bool = false
    ) throws(ChartDesignError) {
        guard reference >= 0, reference <= 100 else {
            throw .parameter(
                "The reference k of a CUSUM lies between 0 and 100, not at \(reference)."
            )
        }
        guard interval > 0, interval <= 1e6 else {
            throw .parameter(
                "The decision interval h of a CUSUM is greater than 0 and at most 1000000, not "
                    + "\(interval)."
            )
        }
        guard headStart >= 0, headStart < 1 else {
            throw .parameter(
                "The head start of a CUSUM is a share of h below 1, usually 0.5, not \(headStart)."
            )
        }
        try LimitsSource.known(mean: mean, sigma: sigma).check()
        self.reference = reference
        self.interval = interval
        self.mean = mean
        self.sigma = sigma
        self.headStart = headStart
        self.resetsOnSignal = resetsOnSignal
    }
}

/// What a CUSUM says about one point.
public struct CUSUMVerdict: BitwiseCopyable, Hashable, Sendable {
    /// One of the two sums after the point.
    public struct Side: BitwiseCopyable, Hashable, Sendable {
        /// C in standard errors, zero or more.
        public var sum: Double
        /// Points since the sum was last zero: N.
        public var runLength: Int
        /// Whether the sum exceeds the decision interval.
        public var isSignal: Bool
    }

    /// Number of the point on its chart, from 1; 0 for a rejected one.
    public var pointNumber: Int
    /// The value or subgroup mean.
    public var value: Double
    /// Its distance from the mean in standard errors.
    public var z: Double
    /// C⁺: evidence for a mean above μ0.
    public var upper: Side
    /// C⁻: evidence for a mean below μ0.
    public var lower: Side
    /// Decision interval h in standard errors.
    public var interval: Double
    /// Estimate of the shifted mean on a signal, in the unit of the values: μ0 + σ(k + C⁺/N⁺)/√n, or
    /// with minus for the lower side. Not a number without a signal.
    public var shiftedMean: Double
    /// Number of the last point before the shift: i − N. −1 without a signal.
    public var changePoint: Int
    /// What became of the point.
    public var outcome: PointOutcome
    /// Version of the design, from 1; 0 for a rejected point.
    public var limitVersion: UInt32

    /// Whether either side signals.
    public var isSignal: Bool { upper.isSignal || lower.isSignal }

    /// Whether the signalling side is the lower one; where both are, the larger sum counts.
    var isLower: Bool { lower.isSignal && !(upper.isSignal && upper.sum >= lower.sum) }

    static func rejected(_ outcome: PointOutcome) -> CUSUMVerdict {
        let none = Side(sum: .nan, runLength: 0, isSignal: false)
        return CUSUMVerdict(
            pointNumber: 0,
            value: .nan,
            z: .nan,
            upper: none,
            lower: none,
            interval: .nan,
            shiftedMean: .nan,
            changePoint: -1,
            outcome: outcome,
            limitVersion: 0
        )
    }
}
