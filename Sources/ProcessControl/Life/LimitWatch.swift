import Glibc

/// Watches whether the limits of a chart still describe the process: what a chart that judges costs to
/// be suspected one day. A fixed-size value without references, some 130 bytes; O(1) per point.
///
/// Signals of the newest 32 points are bits, the run on one side is a number. The change point is that
/// of the larger of two sums Σ(z ∓ ½), the place after which it was last zero (Page 1954), and what came
/// since is summed beside it. Dependence and spread are computed over blocks of 30 points. A z beyond
/// ±10 counts as ±10 there, so that one absurd value does not decide. One thread at a time.
public struct LimitWatch: BitwiseCopyable, Sendable {
    /// Points of a block.
    public static let blockCount = 30
    private static let zMax: Float = 10

    /// Points that the σ in force rests on.
    public private(set) var referenceCount: UInt32
    /// Points since the limits hold, or since the evidence was dismissed.
    public internal(set) var pointCount: UInt32 = 0
    var signals: UInt32 = 0
    /// Newest points in a row on one side, above 0 for above the centre.
    var sideRun: Int32 = 0
    /// Of the last whole block; not a number before the first, or where there is none.
    var autocorrelation = Float.nan
    var sigmaRatio = Float.nan
    var sigmaProbability = Float.nan
    /// Σ(z − ½) and Σ(−z − ½), never below zero.
    var upper = Stretch()
    var lower = Stretch()
    /// The block being filled, and the one before.
    var block = Stretch()
    var lastBlock = Stretch()
    var squares: Float = 0
    var products: Float = 0
    var first: Float = 0
    var previous: Float = 0

    /// Sums over some newest points.
    struct Stretch: BitwiseCopyable, Hashable, Sendable {
        /// Sum of z, or a cumulative sum.
        var sum: Float = 0
        var count: UInt32 = 0
        /// Σn, and Σn(x − centre).
        var weight = 0.0
        var total = 0.0
        /// Sum of σ̂/σ, and how many points have one.
        var ratios: Float = 0
        var ratioCount: UInt32 = 0

        mutating func add(_ point: WatchedPoint) {
            count += 1
            weight += point.size
            total += point.size * (point.value - point.centre)
            guard point.sigmaRatio.isFinite else { return }
            ratios += Float(min(point.sigmaRatio, 100))
            ratioCount += 1
        }

        mutating func accumulate(_ term: Float, _ point: WatchedPoint) {
            let next = sum + term
            guard next > 0 else { return self = Stretch() }
            sum = min(next, 1e6)
            add(point)
        }
    }

    /// A watch that has seen nothing, of limits that rest on so many points; 0 for limits that somebody
    /// gave, which count as known well.
    public init(referenceCount: Int) {
        self.referenceCount = referenceCount > 0 ? UInt32(clamping: referenceCount) : 10_000
    }

    /// Takes a point. True when a block is full: `close` then judges it.
    public mutating func observe(_ point: WatchedPoint, isSignal: Bool) -> Bool {
        guard point.z.isFinite, point.value.isFinite else { return false }
        pointCount &+= 1
        signals = signals << 1 | (isSignal ? 1 : 0)
        let side: Int32 = point.value > point.centre ? 1 : point.value < point.centre ? -1 : 0
        let goesOn = side != 0 && sideRun.signum() == side
        sideRun = goesOn ? max(-30_000, min(30_000, sideRun + side)) : side
        let z = max(-Self.zMax, min(Self.zMax, Float(point.z)))
        upper.accumulate(z - 0.5, point)
        lower.accumulate(-z - 0.5, point)
        if block.count == 0 { first = z } else { products += previous * z }
        previous = z
        squares += z * z
        block.sum += z
        block.add(point)
        return block.count >= Self.blockCount
    }

    /// Judges a full block: r₁, and an F test of its σ against the one in force. `freedom` is the
    /// degrees of freedom of a block's σ̂; not a number where the chart has no σ. Some microseconds.
    public mutating func close(freedom: Double) {
        let reference = freedom * Double(referenceCount) / Double(Self.blockCount)
        let n = Float(block.count)
        let mean = block.sum / n
        let variation = squares - n * mean * mean
        let shared = products - mean * (2 * block.sum - first - previous) + (n - 1) * mean * mean
        autocorrelation = variation > n * 1e-6 ? shared / variation : .nan
        sigmaRatio = block.ratioCount > 0 ? block.ratios / Float(block.ratioCount) : .nan
        sigmaProbability = .nan
        if sigmaRatio.isFinite, freedom > 0 {
            let square = Double(sigmaRatio) * Double(sigmaRatio)
            let tail =
                square >= 1
                ? BetaDistribution.varianceRatioTail(square, freedom, reference)
                : BetaDistribution.varianceRatioTail(1 / square, reference, freedom)
            sigmaProbability = Float(min(1, 2 * tail))
        }
        lastBlock = block
        block = Stretch()
        (squares, products) = (0, 0)
    }
}

/// A judged point as a watch sees it.
public struct WatchedPoint: BitwiseCopyable, Sendable {
    /// The plotted statistic before any averaging: value, mean, count or rate.
    public var value: Double
    /// Centre line of the point.
    public var centre: Double
    /// Distance in standard errors of the point.
    public var z: Double
    /// Weight of the value in an average: values of the subgroup, units inspected, or 1.
    public var size: Double
    /// What the dispersion of the point says of σ, over the σ in force; not a number without one.
    public var sigmaRatio: Double

    /// The point of a verdict on values, means or samples.
    public init(_ verdict: PointVerdict, size: Double) {
        value = verdict.statistic
        centre = verdict.centre
        z = verdict.z
        self.size = size
        sigmaRatio = verdict.dispersion / verdict.dispersionCentre
    }
}
