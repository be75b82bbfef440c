/// Running sums from which a chart estimates its centre line and σ: nothing else of the collected
/// points is kept.
///
/// Statistics are summed as differences from the first one, so the estimate does not lose digits
/// when the values are far from zero, and equal statistics have exactly themselves as centre.
struct LimitsEstimate: BitwiseCopyable, Sendable {
    var first = 0.0
    var differences = CompensatedSum()
    var dispersions = CompensatedSum()
    var dispersionCount: Int32 = 0
    var count: Int32 = 0
    /// Sum of the weights: whole numbers.
    var weight = 0.0

    /// Mean of the collected statistics, each with its weight.
    var centre: Double { first + differences.value / weight }

    /// Mean of the collected ranges; 0 when there is none.
    var meanDispersion: Double {
        dispersionCount == 0 ? 0 : dispersions.value / Double(dispersionCount)
    }

    /// Takes one point; a dispersion that is not a number (the first moving range) does not count.
    mutating func add(_ statistic: Double, weight: Double = 1, dispersion: Double = .nan) {
        if count == 0 { first = statistic }
        differences.add(weight * (statistic - first))
        self.weight += weight
        count += 1
        guard !dispersion.isNaN else { return }
        dispersions.add(dispersion)
        dispersionCount += 1
    }
}
