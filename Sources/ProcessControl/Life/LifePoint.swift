import Records

/// A plotted point as the trial of limits keeps it: a subgroup, a single value, or a sample of an
/// inspection.
public struct LifePoint: BitwiseCopyable, Hashable, Sendable {
    /// Values, or units inspected.
    public var size: Double
    /// Mean or value; of a sample the defective units or defects.
    public var value: Double
    /// Range of the values; 0 for a sample.
    public var range = 0.0
    /// Standard deviation of the values; 0 for a sample.
    public var deviation = 0.0
    /// Event time.
    public var time = EventTime.distantPast
    /// The caller's number of the record, such as its offset; −1 for none.
    public var record: Int64 = -1

    /// A subgroup, or a single value as one of count 1.
    public init(_ summary: SubgroupSummary) {
        size = Double(summary.count)
        value = summary.mean
        range = summary.range
        deviation = summary.deviation
    }

    /// A point of which the chart computed one dispersion, which counts as range and deviation both: a
    /// method reads only one of them.
    public init(size: Double, value: Double, dispersion: Double) {
        self.size = size
        self.value = value
        range = size > 1 ? dispersion : 0
        deviation = range
    }

    /// A sample of an inspection.
    public init(_ sample: AttributeSample) {
        size = sample.inspected
        value = sample.count
    }

    var summary: SubgroupSummary {
        SubgroupSummary(count: Int(size), mean: value, range: range, deviation: deviation)
    }

    var sample: AttributeSample { AttributeSample(count: value, inspected: size) }
}

extension LifePoint: Persistent {
    /// Writes every field: 48 bytes.
    public func write(to writer: inout StateWriter) {
        for number in [size, value, range, deviation] { writer.write(number) }
        writer.write(time)
        writer.write(record)
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        size = try reader.readDouble()
        value = try reader.readDouble()
        range = try reader.readDouble()
        deviation = try reader.readDouble()
        time = try reader.readTime()
        record = try reader.read()
        guard size > 0, size <= 1e15, ControlChart.accepts(value), range >= 0, deviation >= 0
        else { throw reader.invalid("a collected point of \(value)") }
    }
}

/// What the points of a chart estimate its limits from.
public enum LifeFamily: Hashable, Sendable {
    /// Values or subgroups, with a method for σ.
    case measured(SigmaMethod)
    /// Samples of an inspection.
    case counted(AttributeKind)

    /// Whether a point is one of this family.
    func takes(_ point: LifePoint) -> Bool {
        switch self {
        case .measured(let method):
            point.value.isFinite && (point.size == 1) == method.isForIndividuals
        case .counted(let kind): point.sample.refusal(kind) == nil
        }
    }

    /// Limits from collected points.
    ///
    /// - Throws: `LifeCycleError` when the points give none.
    func estimate(_ points: [LifePoint]) throws(LifeCycleError) -> LifeEstimate {
        do throws(EstimateError) {
            switch self {
            case .measured(let method):
                let made =
                    method.isForIndividuals
                    ? try ProcessEstimate(individuals: points.map(\.value), method: method)
                    : try ProcessEstimate(points.map(\.summary), method: method)
                return LifeEstimate(
                    mean: made.mean,
                    sigma: made.sigma,
                    pointCount: made.pointCount
                )
            case .counted(let kind):
                let made = try AttributeEstimate(points.map(\.sample), kind: kind)
                let between = made.betweenSigma.isNaN ? 0 : made.betweenSigma
                return LifeEstimate(
                    mean: made.average,
                    sigma: between,
                    pointCount: made.sampleCount
                )
            }
        } catch {
            throw .noLimits(error.description)
        }
    }

    /// How far a point may lie from the centre, without the excluded ones.
    func isBeyond(_ point: LifePoint, _ estimate: LifeEstimate) -> Bool {
        switch self {
        case .measured:
            return abs(point.value - estimate.mean) > 3 * estimate.sigma / point.size.squareRoot()
        case .counted(let kind):
            let design = try? AttributeDesign(
                kind: kind,
                average: estimate.mean,
                sampleSize: kind == .np ? point.size : 1,
                betweenSigma: estimate.sigma
            )
            guard let limits = design?.location(point.size) else { return false }
            let statistic = kind.isCount ? point.value : point.value / point.size
            return statistic > limits.ucl || statistic < limits.lcl
        }
    }
}

/// Centre and spread that a chart's limits are made from.
public struct LifeEstimate: BitwiseCopyable, Hashable, Sendable {
    /// Mean of single values; of attributes their average: p̄, c̄ or ū.
    public var mean: Double
    /// Standard deviation of single values within subgroups; of attributes σ_z, the variation between
    /// samples, which only Laney charts use.
    public var sigma: Double
    /// Points that it rests on; 0 for limits that somebody gave.
    public var pointCount: Int

    /// An estimate from its parts.
    public init(mean: Double, sigma: Double, pointCount: Int) {
        self.mean = mean
        self.sigma = sigma
        self.pointCount = pointCount
    }
}
