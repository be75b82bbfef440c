import Records

/// A chart of attributes: np, p, c, u, p′ or u′, with limits for each point from its own sample size.
///
/// A fixed-size value without references, 184 bytes at most. Where chance leaves no variation (an
/// average of 0, or of 1 for defectives, or σ_z = 0) the chart is degenerate: any point off the centre
/// breaks rule 1 and no other rule applies. One thread at a time.
public struct AttributeChart: BitwiseCopyable, Sendable {
    /// How the chart is set up.
    public private(set) var design: AttributeDesign
    /// Points plotted since the chart was made.
    public private(set) var pointCount = 0
    /// Version of the limits in force, from 1.
    public private(set) var limitVersion: UInt32 = 1
    private var history = RunRuleHistory()
    private var masks: RunRuleMasks
    // Exact limits are searched for; samples mostly have the size of the one before.
    private var newest = AttributeSample(count: 0, inspected: .nan)
    private var limits = LocationLimits(centre: 0, standardError: 0)

    /// A chart without points.
    public init(_ design: AttributeDesign) {
        self.design = design
        masks = RunRuleMasks(design.rules)
    }

    /// Takes a sample and judges it.
    ///
    /// The statistic is the count, or the count per unit inspected; z is its distance from the centre
    /// in standard errors of this sample. Rejected, and the chart unchanged, for numbers that are not
    /// finite, negative or broken counts, nothing inspected, more defectives than inspected, or on an
    /// np chart another sample size than the design's. O(1); exact limits of a new sample size cost
    /// some microseconds.
    public mutating func add(_ sample: AttributeSample) -> PointVerdict {
        let kind = design.kind
        if let refusal = sample.refusal(kind) { return .rejected(refusal) }
        guard kind != .np || sample.inspected == design.sampleSize else {
            return .rejected(.rejectedSubgroupSize)
        }
        pointCount += 1
        if sample.inspected != newest.inspected { limits = design.location(sample.inspected) }
        newest = sample
        let statistic = kind.isCount ? sample.count : sample.count / sample.inspected
        let isDegenerate = limits.standardError == 0
        var verdict = PointVerdict(
            number: pointCount,
            statistic: statistic,
            outcome: isDegenerate ? .degenerate : .monitoring,
            limits: limits,
            version: limitVersion
        )
        if isDegenerate {
            if statistic != limits.centre {
                verdict.finding.rules = design.rules.rules.intersection(.beyondLimit)
            }
            return verdict
        }
        verdict.finding = history.add(statistic, limits: limits, masks: masks)
        if masks.set.resetsOnSignal, !verdict.rules.isEmpty { history = RunRuleHistory() }
        return verdict
    }

    /// Starts a new limit version; run rules start anew, points go on being numbered.
    public mutating func reset(to design: AttributeDesign) {
        self.design = design
        masks = RunRuleMasks(design.rules)
        newest.inspected = .nan
        history = RunRuleHistory()
        limitVersion += 1
    }

    /// Lets the run rules start anew with the same limits, for a gap.
    public mutating func breakRuns() { history = RunRuleHistory() }

    /// Writes what future verdicts depend on and the design does not say: 44 bytes.
    public func write(to writer: inout StateWriter) {
        writer.write(Int64(pointCount))
        writer.write(limitVersion)
        history.write(to: &writer)
    }

    /// Reads a chart of this design.
    public init(design: AttributeDesign, from reader: inout StateReader) throws(StateError) {
        self.init(design)
        pointCount = Int(try reader.read(in: 0...(Int64.max / 2), "a point count"))
        limitVersion = try reader.read(in: 1...(.max / 2), "a limit version")
        history = try RunRuleHistory(from: &reader)
    }
}
