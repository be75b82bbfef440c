import Records

/// A tabular CUSUM of both sides (Montgomery, section 9.1):
///
///     C⁺ᵢ = max(0, zᵢ − k + C⁺ᵢ₋₁)     C⁻ᵢ = max(0, −zᵢ − k + C⁻ᵢ₋₁)     signal: C > h
///
/// with zᵢ = (x̄ᵢ − μ0)√nᵢ/σ, so that subgroups of any size fit. A fixed-size value; O(1) per point.
/// One thread at a time.
public struct CUSUMChart: BitwiseCopyable, Sendable {
    /// How the chart is set up.
    public private(set) var design: CUSUMDesign
    /// Points plotted since the chart was made.
    public private(set) var pointCount = 0
    /// Version of the design in force, from 1.
    public private(set) var limitVersion: UInt32 = 1
    private var upper = Sum()
    private var lower = Sum()

    /// One sum, and since how many points it has not been zero.
    private struct Sum: BitwiseCopyable {
        var value = 0.0
        var runLength = 0

        @inline(__always)
        mutating func add(_ term: Double) {
            // Kept finite, however absurd the readings.
            value = min(max(0, value + term), 1e300)
            runLength = value > 0 ? runLength + 1 : 0
        }

        func side(_ interval: Double) -> CUSUMVerdict.Side {
            CUSUMVerdict.Side(sum: value, runLength: runLength, isSignal: value > interval)
        }
    }

    /// A chart without points.
    public init(_ design: CUSUMDesign) {
        self.design = design
        restart()
    }

    /// Takes a value or the mean of `count` values. Rejected, and nothing changed, for a value that
    /// cannot be charted or a count below 1.
    public mutating func add(_ value: Double, count: Int = 1) -> CUSUMVerdict {
        guard ControlChart.accepts(value) else { return .rejected(ControlChart.refusal(of: value)) }
        guard count >= 1 else { return .rejected(.rejectedSubgroupSize) }
        pointCount += 1
        let error = count == 1 ? design.sigma : design.sigma / Double(count).squareRoot()
        let z = (value - design.mean) / error
        upper.add(z - design.reference)
        lower.add(-z - design.reference)
        var verdict = CUSUMVerdict(
            pointNumber: pointCount,
            value: value,
            z: z,
            upper: upper.side(design.interval),
            lower: lower.side(design.interval),
            interval: design.interval,
            shiftedMean: .nan,
            changePoint: -1,
            outcome: .monitoring,
            limitVersion: limitVersion
        )
        if verdict.isSignal {
            let side = verdict.isLower ? verdict.lower : verdict.upper
            let shift = error * (design.reference + side.sum / Double(side.runLength))
            verdict.shiftedMean = design.mean + (verdict.isLower ? -shift : shift)
            verdict.changePoint = pointCount - side.runLength
            if design.resetsOnSignal { restart() }
        }
        return verdict
    }

    /// Starts a new version of the design; points go on being numbered.
    public mutating func reset(to design: CUSUMDesign) {
        self.design = design
        limitVersion += 1
        restart()
    }

    private mutating func restart() {
        upper = Sum(value: design.headStart * design.interval)
        lower = upper
    }

    /// Writes what future verdicts depend on and the design does not say: 44 bytes.
    public func write(to writer: inout StateWriter) {
        writer.write(Int64(pointCount))
        writer.write(limitVersion)
        for sum in [upper, lower] {
            writer.write(sum.value)
            writer.write(Int64(sum.runLength))
        }
    }

    /// Reads a chart of this design.
    public init(design: CUSUMDesign, from reader: inout StateReader) throws(StateError) {
        self.init(design)
        pointCount = Int(try reader.read(in: 0...(Int64.max / 2), "a point count"))
        limitVersion = try reader.read(in: 1...(.max / 2), "a limit version")
        upper = try Self.readSum(pointCount, from: &reader)
        lower = try Self.readSum(pointCount, from: &reader)
    }

    private static func readSum(
        _ pointCount: Int,
        from reader: inout StateReader
    ) throws(StateError) -> Sum {
        let value = try reader.readDouble()
        let run = try reader.read(in: 0...Int64(pointCount), "a run length")
        guard value >= 0, value < .infinity, value > 0 || run == 0 else {
            throw reader.invalid("a cumulative sum of \(value)")
        }
        return Sum(value: value, runLength: Int(run))
    }
}
