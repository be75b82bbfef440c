extension ControlChart {
    /// Centre and σ of the limits in force; nil while collecting.
    public var limitsInForce: LifeEstimate? {
        guard phase != .collecting, let sigma else { return nil }
        return LifeEstimate(mean: location.centre, sigma: sigma, pointCount: Int(estimateCount))
    }

    /// Degrees of freedom of σ̂ from `points` points of the nominal size: 1/(2 · variance of σ̂/σ).
    public func degreesOfFreedom(points: Int) -> Double {
        if kind.isIndividuals { return SigmaEstimate.movingRangeFreedom(max(1, points - 1)) }
        let ratio = factors.deviation / factors.mean
        return Double(points) / (2 * ratio * ratio)
    }
}
