import Records

/// How an EWMA chart is set up.
public struct EWMADesign: BitwiseCopyable, Hashable, Sendable {
    /// Weight of the newest point, above 0 and at most 1.
    public let lambda: Double
    /// Limits in standard errors of the EWMA: L.
    public let width: Double
    /// Process mean μ0, where the EWMA starts.
    public let mean: Double
    /// Standard deviation of single values.
    public let sigma: Double
    /// Whether every point has the limits that the first ones approach. Usually not: exact limits are
    /// narrower at first and notice a bad start.
    public let limitsAreSteady: Bool
    /// Whether a signal puts the EWMA back to the mean.
    public let resetsOnSignal: Bool

    /// A checked design.
    ///
    /// - Throws: `ChartDesignError` for a λ outside 0 to 1, an L that is not greater than zero, or a
    ///   mean and σ that cannot be charted.
    public init(
        lambda: Double = 0.2,
        width: Double = 3,
        mean: Double,
        sigma: Double,
        limitsAreSteady: Bool = false,
        resetsOnSignal: Bool = false
    ) throws(ChartDesignError) {
        guard lambda > 0, lambda <= 1 else {
            throw .parameter("The weight λ of an EWMA lies above 0 and up to 1, not at \(lambda).")
        }
        guard width > 0, width <= 100 else {
            throw .parameter("The limit L of an EWMA lies above 0 and up to 100, not at \(width).")
        }
        try LimitsSource.known(mean: mean, sigma: sigma).check()
        self.lambda = lambda
        self.width = width
        self.mean = mean
        self.sigma = sigma
        self.limitsAreSteady = limitsAreSteady
        self.resetsOnSignal = resetsOnSignal
    }
}

/// An exponentially weighted moving average zᵢ = λx̄ᵢ + (1−λ)zᵢ₋₁ from z₀ = μ0, with exact limits.
///
/// The variance follows the same recursion, vᵢ = λ²/nᵢ + (1−λ)²vᵢ₋₁ in units of σ², which for equal
/// sizes is λ/(2−λ) · (1−(1−λ)²ⁱ)/n (Montgomery, section 9.2) and holds for varying ones, too. A
/// fixed-size value; O(1) per point. One thread at a time.
public struct EWMAChart: BitwiseCopyable, Sendable {
    /// How the chart is set up.
    public private(set) var design: EWMADesign
    /// Points plotted since the chart was made.
    public private(set) var pointCount = 0
    /// Version of the limits in force, from 1.
    public private(set) var limitVersion: UInt32 = 1
    private var average: Double
    private var variance = 0.0

    /// A chart without points.
    public init(_ design: EWMADesign) {
        self.design = design
        average = design.mean
    }

    /// Takes a value or the mean of `count` values and judges the average so far: rule 1 only,
    /// because neighbours depend on each other. The verdict's statistic is the EWMA. Rejected, and
    /// nothing changed, for a value that cannot be charted or a count below 1.
    public mutating func add(_ value: Double, count: Int = 1) -> PointVerdict {
        guard ControlChart.accepts(value) else { return .rejected(ControlChart.refusal(of: value)) }
        guard count >= 1 else { return .rejected(.rejectedSubgroupSize) }
        let (lambda, rest) = (design.lambda, 1 - design.lambda)
        pointCount += 1
        average = lambda * value + rest * average
        variance = lambda * lambda / Double(count) + rest * rest * variance
        let steady = lambda / (2 - lambda) / Double(count)
        let error = design.sigma * (design.limitsAreSteady ? steady : variance).squareRoot()
        let limits = LocationLimits(
            centre: design.mean,
            standardError: error,
            width: design.width
        )
        var verdict = PointVerdict(
            number: pointCount,
            statistic: average,
            outcome: .monitoring,
            limits: limits,
            version: limitVersion
        )
        if average > limits.ucl || average < limits.lcl {
            verdict.finding.rules = .beyondLimit
            if design.resetsOnSignal { restart() }
        }
        return verdict
    }

    /// Starts a new limit version at its mean; points go on being numbered.
    public mutating func reset(to design: EWMADesign) {
        self.design = design
        limitVersion += 1
        restart()
    }

    private mutating func restart() {
        average = design.mean
        variance = 0
    }

    /// Writes what future verdicts depend on and the design does not say: 28 bytes.
    public func write(to writer: inout StateWriter) {
        writer.write(Int64(pointCount))
        writer.write(limitVersion)
        writer.write(average)
        writer.write(variance)
    }

    /// Reads a chart of this design.
    public init(design: EWMADesign, from reader: inout StateReader) throws(StateError) {
        self.init(design)
        pointCount = Int(try reader.read(in: 0...(Int64.max / 2), "a point count"))
        limitVersion = try reader.read(in: 1...(.max / 2), "a limit version")
        average = try reader.readDouble()
        variance = try reader.readDouble()
        guard ControlChart.accepts(average), 0...1 ~= variance else {
            throw reader.invalid("an average of \(average) with variance \(variance)")
        }
    }
}
