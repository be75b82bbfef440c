import PlantModel
import ProcessControl

// What a plan says about the life of a chart's limits.
extension ChartPlan {
    /// Points that limits of the plant file rest on; 0 for given ones.
    var referenceCount: Int {
        if case .estimated(let points) = settings.limits { points } else { 0 }
    }

    /// Points that a trial asks for.
    var collectCount: Int {
        let usual = isAttributes || settings.subgroupSize > 1 ? 25 : 100
        let count = referenceCount > 0 ? referenceCount : usual
        return min(max(count, 2), Int(CharacteristicSettings.Chart.trialPointsMax))
    }

    /// What limits are estimated from.
    var family: LifeFamily {
        if let kind = kind.attributes { return .counted(kind) }
        switch base?.kind {
        case .meanRange: return .measured(.meanRange)
        case .meanDeviation:
            return .measured(settings.isPooled ? .pooledDeviation : .meanDeviation)
        case .individualsMovingRange, nil: return .measured(.meanMovingRange)
        }
    }

    /// Whether the plotted statistic is a count of samples of one size.
    var isCount: Bool { kind.attributes?.isCount ?? false }

    /// What a plotted count is over the average that its limits are made from: the sample size of an np
    /// chart.
    var scale: Double { kind == .np ? Double(settings.sampleSize) : 1 }

    /// A life that begins with points to be collected.
    var collectingLife: ChartLife { ChartLife(collectCount: collectCount, family: family) }

    /// Refuses centre and spread that no chart of this plan could have.
    func check(_ estimate: LifeEstimate) throws(ChartDesignError) {
        switch kind {
        case .ewma: _ = try ewma(mean: estimate.mean, sigma: estimate.sigma)
        case .cusum: _ = try cusum(mean: estimate.mean, sigma: estimate.sigma)
        default:
            if isAttributes {
                _ = try attributes(average: estimate.mean, between: estimate.sigma)
            } else {
                _ = try ewma(mean: estimate.mean, sigma: estimate.sigma)
            }
        }
    }

    /// Limits of a point of the nominal size, where all points have the same: of Shewhart charts of
    /// measurements, and of an EWMA those that it approaches.
    func lines(_ estimate: LifeEstimate) -> (lcl: Double, ucl: Double)? {
        guard !isAttributes, kind != .cusum, !settings.sizeVaries else { return nil }
        var reach = 3 / Double(settings.subgroupSize).squareRoot()
        if kind == .ewma {
            let lambda = settings.ewma?.lambda ?? 0.2
            reach *= (settings.ewma?.width ?? 3) / 3 * (lambda / (2 - lambda)).squareRoot()
        }
        return (estimate.mean - reach * estimate.sigma, estimate.mean + reach * estimate.sigma)
    }
}

extension LimitsSource {
    /// A collection that goes on until somebody gives limits.
    static var unending: LimitsSource { .estimated(count: estimateCounts.upperBound) }
}

extension ControlChart {
    /// Judges by new limits from the next point on; everything remembered of earlier ones is forgotten.
    /// The limits have been checked.
    mutating func take(_ limits: LifeEstimate) {
        try? reset(to: .known(mean: limits.mean, sigma: limits.sigma))
    }

    /// Judges no more until somebody gives limits.
    mutating func collectAnew() { try? reset(to: .unending) }
}
