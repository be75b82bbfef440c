/// Where the limits of a chart come from.
public enum LimitsSource: BitwiseCopyable, Hashable, Sendable {
    /// From the chart's own first `count` plotted points; nothing signals until they are complete,
    /// and afterwards the limits stay as they are.
    case estimated(count: Int)
    /// From a known process mean and within-subgroup standard deviation of single values.
    case known(mean: Double, sigma: Double)
    /// Centre line and limits of the location chart as printed. The sides may differ in width; σ
    /// for the dispersion chart follows from their average.
    case fixed(centre: Double, lcl: Double, ucl: Double)

    /// How many points an estimate may collect.
    public static let estimateCounts = 2...1_000_000
}

extension LimitsSource {
    func check() throws(ChartDesignError) {
        switch self {
        case .estimated(let count):
            guard Self.estimateCounts.contains(count) else {
                throw .estimateCount(count)
            }
        case .known(let mean, let sigma):
            guard ControlChart.accepts(mean), ControlChart.accepts(sigma) else {
                throw .notANumber
            }
            guard sigma >= ControlChart.sigmaMin else { throw .sigma(sigma) }
        case .fixed(let centre, let lcl, let ucl):
            guard ControlChart.accepts(centre), ControlChart.accepts(lcl), ControlChart.accepts(ucl)
            else { throw .notANumber }
            guard (centre - lcl) / 3 >= ControlChart.sigmaMin,
                (ucl - centre) / 3 >= ControlChart.sigmaMin
            else { throw .limitOrder(centre: centre, lcl: lcl, ucl: ucl) }
        }
    }
}
