/// What a process can do compared with what is asked of it: indices with confidence intervals.
///
/// Cp, Cpk and Cpm rest on the standard deviation within subgroups, Pp, Ppk and Ppm on that of all
/// values. Formulas: Montgomery, chapter 8; Kotz and Lovelace, *Process Capability Indices*. An index
/// that a specification does not define (Cp with one limit, Cpm without a target) is nil. The indices
/// are computed also when `isValid` is false, with the reasons beside them: a plant decides by neither
/// alone.
public struct Capability: Hashable, Sendable {
    /// Indices that rest on one standard deviation.
    public struct Indices: Hashable, Sendable {
        /// (USL − LSL)/6σ: Cp or Pp.
        public let both: CapabilityIndex?
        /// (μ̂ − LSL)/3σ: Cpl or Ppl. Its interval is one-sided at both ends, 90 % in all for a
        /// confidence of 95 %, as common software prints it.
        public let lower: CapabilityIndex?
        /// (USL − μ̂)/3σ: Cpu or Ppu; interval as `lower`.
        public let upper: CapabilityIndex?
        /// The lesser of the two: Cpk or Ppk.
        public let least: CapabilityIndex
        /// Cp/√(1 + ((μ̂ − T)/σ)²): Cpm or Ppm.
        public let target: CapabilityIndex?
        /// Values outside the specification to be expected of a normal process, per million.
        public let expectedPerMillion: Double
        /// The distance of a single limit that would leave as many outside, in σ: Z.bench.
        public let benchmark: Double
    }

    /// What the study looked at.
    public let reading: CapabilityReading
    /// Standard deviation within subgroups.
    public let sigmaWithin: Double
    /// Cp, Cpl, Cpu, Cpk, Cpm; nil when nothing varies.
    public let within: Indices?
    /// Pp, Ppl, Ppu, Ppk, Ppm; nil when nothing varies.
    public let overall: Indices?
    /// Confidence level of the intervals.
    public let confidence: Double
    /// Why the indices do not describe the process; empty when they do.
    public let problems: [CapabilityProblem]

    /// Whether the indices describe the process.
    public var isValid: Bool { problems.isEmpty }

    /// Values outside the specification as counted, per million.
    public var observedPerMillion: Double {
        1e6 * Double(reading.outsideCount) / Double(reading.moments.count)
    }

    /// Distance of the mean from the target in half tolerances; nil without two limits.
    public var offCentre: Double? {
        let specification = reading.specification
        guard let lower = specification.lower, let upper = specification.upper,
            let target = specification.target
        else { return nil }
        return abs(target - reading.moments.mean) / ((upper - lower) / 2)
    }

    /// Studies what was read.
    ///
    /// - `sigmaWithin`: from the chart, so that both speak of the same σ; 0 when it is unknown or
    ///   nothing varied.
    /// - `signalCount`: points out of control in what was read; any makes the study invalid.
    /// - `valueCountMin`: fewer values make it invalid, too.
    /// - `degreesOfFreedom`: of `sigmaWithin`; nil for N − 1, as common software has it.
    /// - `confidence`: above 0 and below 1; anything else is a programmer error and traps.
    ///
    /// About a tenth of a millisecond.
    public init(
        _ reading: CapabilityReading,
        sigmaWithin: Double,
        signalCount: Int,
        valueCountMin: Int = 30,
        degreesOfFreedom: Double? = nil,
        confidence: Double = 0.95
    ) {
        precondition(confidence > 0 && confidence < 1, "A confidence lies between 0 and 1.")
        self.reading = reading
        self.sigmaWithin = sigmaWithin
        self.confidence = confidence
        let count = Double(reading.moments.count)
        let tail = (1 - confidence) / 2
        let freedom = degreesOfFreedom ?? (count - 1)
        within = Indices(reading, sigma: sigmaWithin, freedom: freedom, tail)
        let sigma = reading.moments.standardDeviation
        overall = Indices(reading, sigma: sigma, freedom: count - 1, tail)
        problems = CapabilityProblem.all(
            reading,
            signalCount: signalCount,
            valueCountMin: valueCountMin,
            hasSpread: within != nil && overall != nil
        )
    }
}

extension Capability.Indices {
    init?(_ reading: CapabilityReading, sigma: Double, freedom: Double, _ tail: Double) {
        guard sigma >= ControlChart.sigmaMin, freedom >= 1 else { return nil }
        let specification = reading.specification
        let mean = reading.moments.mean
        let count = Double(reading.moments.count)
        func side(_ distance: Double, _ tail: Double) -> CapabilityIndex {
            .oneSided(distance / (3 * sigma), count: count, freedom: freedom, tail)
        }
        let below = specification.lower.map { mean - $0 }
        let above = specification.upper.map { $0 - mean }
        lower = below.map { side($0, 2 * tail) }
        upper = above.map { side($0, 2 * tail) }
        least = side(min(below ?? .infinity, above ?? .infinity), tail)
        let tolerance = (below ?? .infinity) + (above ?? .infinity)
        let ratio = tolerance / (6 * sigma)
        both = tolerance.isFinite ? .twoSided(ratio, freedom: freedom, tail) : nil
        target = specification.target.flatMap { target in
            guard tolerance.isFinite else { return nil }
            let distance = (mean - target) / sigma
            let value = ratio / (1 + distance * distance).squareRoot()
            return .aboutTarget(value, count: count, distance: distance, tail)
        }
        let outside =
            NormalDistribution.cumulative(-(below ?? .infinity) / sigma)
            + NormalDistribution.cumulative(-(above ?? .infinity) / sigma)
        expectedPerMillion = 1e6 * outside
        benchmark = -NormalDistribution.quantile(outside)
    }
}
