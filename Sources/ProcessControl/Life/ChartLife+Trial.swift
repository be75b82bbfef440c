/// Limits on trial, and the collected points they would call out of control.
public struct LimitTrial: Hashable, Sendable {
    /// Centre and σ of the points that are not excluded.
    public let estimate: ProcessEstimate
    /// Numbers of points beyond three sigma, those excluded not counted: each is to be explained, or to
    /// stay.
    public let flagged: [Int]
}

extension ChartLife {
    /// Computes limits from the collected points without the excluded ones, and flags what they would
    /// call out of control. Changes nothing; O(points).
    ///
    /// - Throws: `LifeCycleError` when the chart is not on trial or the points give no estimate.
    public func trial() throws(LifeCycleError) -> LimitTrial {
        try require([.trial], "compute limits on trial")
        let estimate = try trialEstimate()
        let left = Set(excluded.map(\.number))
        let flagged = collected.indices.filter { index in
            let point = collected[index]
            let limit = 3 * estimate.sigma / Double(point.count).squareRoot()
            return !left.contains(index + 1) && abs(point.mean - estimate.mean) > limit
        }
        return LimitTrial(estimate: estimate, flagged: flagged.map { $0 + 1 })
    }

    func trialEstimate() throws(LifeCycleError) -> ProcessEstimate {
        let left = Set(excluded.map(\.number))
        let kept = collected.indices.filter { !left.contains($0 + 1) }.map { collected[$0] }
        return try Self.estimate(kept, method)
    }

    static func estimate(
        _ points: [SubgroupSummary],
        _ method: SigmaMethod
    ) throws(LifeCycleError) -> ProcessEstimate {
        do throws(EstimateError) {
            return method.isForIndividuals
                ? try ProcessEstimate(individuals: points.map(\.mean), method: method)
                : try ProcessEstimate(points, method: method)
        } catch {
            throw .noLimits(error.description)
        }
    }
}
