/// Limits on trial, and the collected points they would call out of control.
public struct LimitTrial: Hashable, Sendable {
    /// Centre and σ of the points that are not excluded.
    public let estimate: LifeEstimate
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
            !left.contains(index + 1) && family.isBeyond(collected[index], estimate)
        }
        return LimitTrial(estimate: estimate, flagged: flagged.map { $0 + 1 })
    }

    func trialEstimate() throws(LifeCycleError) -> LifeEstimate {
        let left = Set(excluded.map(\.number))
        let kept = collected.indices.filter { !left.contains($0 + 1) }.map { collected[$0] }
        return try family.estimate(kept)
    }
}
