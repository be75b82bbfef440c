import Anomaly
import Records

/// The detectors once more, slow and obvious: keeps every reading and starts from the beginning
/// each time.
struct ObviousDetectors {
    struct Point {
        var value: Double
        var time: Int64
        var learn: Bool
    }

    var range: RangeLimits
    var flatline: FlatlineLimits
    var dropout: DropoutLimits
    var rate: RateLimits
    var ewma: EWMALimits
    var hampel: HampelLimits
    var resolution: Double
    var judgesWhileStopped: Bool

    // Every reading in order, the late and the unreadable ones left out or marked.
    private var accepted: [Point] = []
    private var newest: Int64?
    private var isAfterGarbage = false
    private var wasJudged = false
    private var learnedForEWMA: [Double] = []
    private var excludedInARow = 0
    private var learnedForHampel: [Double] = []
    private var gaps: [Double] = []
    private var excludedGapsInARow = 0

    init(
        range: RangeLimits,
        flatline: FlatlineLimits,
        dropout: DropoutLimits,
        rate: RateLimits,
        ewma: EWMALimits,
        hampel: HampelLimits,
        resolution: Double,
        judgesWhileStopped: Bool
    ) {
        self.range = range
        self.flatline = flatline
        self.dropout = dropout
        self.rate = rate
        self.ewma = ewma
        self.hampel = hampel
        self.resolution = resolution
        self.judgesWhileStopped = judgesWhileStopped
    }

    /// Which detectors fire, and the mean, deviation, median and scale they saw (nil before they
    /// know).
    mutating func add(_ value: Double, _ time: Int64, learn: Bool) -> (
        firing: DetectorMask, z: (Double, Double)?, hampel: (Double, Double)?
    ) {
        var firing: DetectorMask = []
        let low = range.lower ?? -.infinity
        let high = range.upper ?? .infinity
        firing.set(.range, !(low...high).contains(value) || !value.isFinite)
        if let newest, time < newest { return (firing, nil, nil) }
        guard value.isFinite else {
            newest = time
            isAfterGarbage = true
            return (firing, nil, nil)
        }
        let judges = learn || judgesWhileStopped
        firing.set(.dropout, addGap(time, learn: learn, judges: judges))
        if let last = accepted.last, let newest, !isAfterGarbage, time > newest {
            let seconds = Double(time - last.time) / 1e9
            firing.set(.rateOfChange, abs(value - last.value) / seconds > rate.perSecondMax)
        }
        accepted.append(Point(value: value, time: time, learn: learn))
        newest = time
        isAfterGarbage = false
        wasJudged = judges
        if judges { firing.set(.flatline, isStuck()) }

        var seenEWMA: (Double, Double)?
        var seenHampel: (Double, Double)?
        if judges {
            if learnedForEWMA.count >= ewma.warmUpCount {
                let (mean, deviation) = weightedMeanAndDeviation()
                let scale = max(deviation, resolution)
                seenEWMA = (mean, scale)
                firing.set(.ewmaZ, scale > 0 && abs(value - mean) / scale > ewma.deviations)
            }
            if learnedForHampel.count >= hampel.windowCount {
                let (median, scale) = medianAndScale()
                seenHampel = (median, scale)
                firing.set(.hampel, scale > 0 && abs(value - median) > hampel.deviations * scale)
            }
        }
        if learn {
            learnedForHampel.append(value)
            if firing.contains(.ewmaZ) && excludedInARow < ewma.excludedCountMax {
                excludedInARow += 1
            } else {
                if !firing.contains(.ewmaZ) { excludedInARow = 0 }
                learnedForEWMA.append(value)
            }
        }
        return (firing, seenEWMA, seenHampel)
    }

    private mutating func addGap(_ time: Int64, learn: Bool, judges: Bool) -> Bool {
        guard let newest, wasJudged else { return false }
        let gap = Double(time - newest)
        let limit = silence()
        let isSilent = limit.map { gap >= $0 } ?? false
        if learn && gap > 0 && dropout.timeoutNanoseconds == nil {
            if isSilent && excludedGapsInARow < 8 {
                excludedGapsInARow += 1
            } else {
                if !isSilent { excludedGapsInARow = 0 }
                gaps.append(gap)
            }
        }
        return isSilent && judges
    }

    func silence() -> Double? {
        if let timeout = dropout.timeoutNanoseconds { return Double(timeout) }
        guard gaps.count >= dropout.warmUpCount else { return nil }
        var mean = 0.0
        for (index, gap) in gaps.enumerated() {
            let weight = max(0.1, 1 / Double(index + 1))
            mean = (1 - weight) * mean + weight * gap
        }
        return mean * dropout.periodFactor
    }

    private func isStuck() -> Bool {
        var first: Point?
        var count = 0
        for point in accepted {
            if !(point.learn || judgesWhileStopped) {
                first = nil
            } else if let start = first, abs(point.value - start.value) <= flatline.epsilon {
                count += 1
            } else {
                first = point
                count = 1
            }
        }
        guard let first, let last = accepted.last else { return false }
        return count >= flatline.countMin
            && last.time - first.time >= flatline.durationNanoseconds
    }

    /// Weights written out: reading i of n counts w(i) · Π (1 − w(j)) for all j after it.
    private func weightedMeanAndDeviation() -> (Double, Double) {
        let weights = learnedForEWMA.indices.map { max(ewma.smoothing, 1 / Double($0 + 1)) }
        var factors = [Double](repeating: 0, count: weights.count)
        var remaining = 1.0
        for index in weights.indices.reversed() {
            factors[index] = weights[index] * remaining
            remaining *= 1 - weights[index]
        }
        let mean = zip(factors, learnedForEWMA).map { $0 * $1 }.reduce(0, +)
        let variance = zip(factors, learnedForEWMA)
            .map { $0 * ($1 - mean) * ($1 - mean) }.reduce(0, +)
        let deviation = variance.squareRoot()
        return (mean, deviation <= 1e-9 * abs(mean) ? 0 : deviation)
    }

    private func medianAndScale() -> (Double, Double) {
        let window = learnedForHampel.suffix(hampel.windowCount)
        let median = Self.median(Array(window))
        let distances = window.map { abs($0 - median) }
        let mad = Self.median(distances)
        let mean = distances.reduce(0, +) / Double(distances.count)
        return (median, max(mad > 0 ? 1.4826 * mad : 1.253314 * mean, resolution))
    }

    static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
