import Records

/// The standard deviation within subgroups, as a stream: pooled over subgroups, or from moving ranges of
/// two where values come one by one.
///
/// The same figures as `ProcessEstimate` with `pooledDeviation` or `meanMovingRange`. Where some values
/// came as subgroups, those decide. A fixed-size value of 64 bytes; O(1) per value. One thread at a
/// time.
public struct WithinSigma: BitwiseCopyable, Sendable {
    private var squares = CompensatedSum()
    private var freedom = 0.0
    private var ranges = CompensatedSum()
    private var rangeCount = 0.0
    private var previous = Double.nan

    /// No values yet.
    public init() {}

    /// Takes a single value. False, and nothing taken, for one that cannot be charted.
    @discardableResult
    public mutating func add(_ value: Double) -> Bool {
        guard ControlChart.accepts(value) else { return false }
        if !previous.isNaN {
            ranges.add(abs(value - previous))
            rangeCount += 1
        }
        previous = value
        return true
    }

    /// Takes a subgroup; one of a single value is taken as that.
    public mutating func add(_ group: SubgroupSummary) {
        guard group.count > 1 else {
            add(group.mean)
            return
        }
        squares.add(Double(group.count - 1) * group.deviation * group.deviation)
        freedom += Double(group.count - 1)
    }

    /// How σ is estimated; nil while there are too few values.
    public var method: SigmaMethod? {
        freedom > 0 ? .pooledDeviation : rangeCount > 0 ? .meanMovingRange : nil
    }

    /// σ̂; 0 while there are too few values, and where nothing varied.
    public var sigma: Double {
        switch method {
        case .pooledDeviation:
            (squares.value / freedom).squareRoot() / ControlChartConstants.c4(freedom: freedom)
        case .meanMovingRange:
            // d2 of two values is 2/√π.
            ranges.value / rangeCount * Double.pi.squareRoot() / 2
        default: 0
        }
    }

    /// Degrees of freedom of σ̂: Σ(nᵢ−1), or those of overlapping moving ranges; not a number while
    /// there are too few values.
    public var degreesOfFreedom: Double {
        switch method {
        case .pooledDeviation: freedom
        case .meanMovingRange: SigmaEstimate.movingRangeFreedom(Int(rangeCount))
        default: .nan
        }
    }
}

extension WithinSigma: Persistent {
    /// Writes the sums: 56 bytes.
    public func write(to writer: inout StateWriter) {
        squares.write(to: &writer)
        writer.write(freedom)
        ranges.write(to: &writer)
        writer.write(rangeCount)
        writer.write(previous)
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        squares = try CompensatedSum(from: &reader)
        freedom = try reader.readDouble()
        ranges = try CompensatedSum(from: &reader)
        rangeCount = try reader.readDouble()
        previous = try reader.readDouble()
        guard 0...1e15 ~= freedom, 0...1e15 ~= rangeCount else {
            throw reader.invalid("\(freedom) degrees of freedom and \(rangeCount) moving ranges")
        }
    }
}
