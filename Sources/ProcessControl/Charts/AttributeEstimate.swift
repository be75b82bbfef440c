/// One sample of an inspection: what was counted, and in how much.
public struct AttributeSample: BitwiseCopyable, Hashable, Sendable {
    /// Defective units or defects.
    public var count: Double
    /// Units inspected, or areas of opportunity.
    public var inspected: Double

    /// A sample; whether it makes sense is for a chart to say.
    public init(count: Double, inspected: Double) {
        self.count = count
        self.inspected = inspected
    }

    /// Why a chart of a kind cannot take the sample; nil when it can.
    public func refusal(_ kind: AttributeKind) -> PointOutcome? {
        guard count.isFinite, inspected.isFinite else { return .rejectedNotFinite }
        guard count <= 1e15, inspected <= 1e15 else { return .rejectedTooLarge }
        guard count >= 0, count == count.rounded() else { return .rejectedCount }
        guard inspected > 0, !kind.isBinomial || inspected == inspected.rounded() else {
            return .rejectedNothingInspected
        }
        guard !kind.isBinomial || count <= inspected else { return .rejectedMoreThanInspected }
        return nil
    }
}

/// The average of collected samples, and how they vary beyond chance.
public struct AttributeEstimate: BitwiseCopyable, Hashable, Sendable {
    /// p̄ = ΣD/Σn, ū = Σc/Σn, or c̄ = Σc/m.
    public let average: Double
    /// σ_z = (mean moving range of the standardised samples)/d2(2), Laney (2002): about 1 when chance
    /// explains everything. Not a number when the average leaves no variation.
    public let betweenSigma: Double
    /// Samples that the estimate rests on.
    public let sampleCount: Int
    /// Units of all samples when they are equal, for an np chart; otherwise not a number.
    public let sampleSize: Double

    /// Estimates from samples; those a chart of this kind would refuse are an error.
    ///
    /// - Throws: `EstimateError` for fewer than two samples or one that cannot be charted.
    public init(
        _ samples: [AttributeSample],
        kind: AttributeKind,
        table: ConstantsTable = .exact
    ) throws(EstimateError) {
        guard samples.count >= 2 else { throw .tooFew(samples.count) }
        guard samples.allSatisfy({ $0.refusal(kind) == nil }) else { throw .notANumber }
        let counted = samples.reduce(0) { $0 + $1.count }
        let areas = samples.reduce(0) { $0 + (kind == .c ? 1 : $1.inspected) }
        let average = counted / areas
        self.average = average
        sampleCount = samples.count
        let first = samples[0].inspected
        sampleSize = samples.allSatisfy { $0.inspected == first } ? first : .nan
        let variance = kind.isBinomial ? average * (1 - average) : average
        let standardised = samples.map {
            ($0.count / $0.inspected - average) / (variance / $0.inspected).squareRoot()
        }
        var window = MovingRange(span: 2)
        let ranges = standardised.map { window.add($0) }.dropFirst()
        let d2 = ControlChartConstants(subgroupSize: 2, table: table).d2
        betweenSigma = variance > 0 ? ranges.reduce(0, +) / Double(ranges.count) / d2 : .nan
    }
}
