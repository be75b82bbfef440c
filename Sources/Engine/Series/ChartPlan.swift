import PlantModel
import ProcessControl

/// One chart of the plant file in the form that `ChartUnit` wants.
package struct ChartPlan {
    /// What the plant file says.
    package let settings: CharacteristicSettings.Chart
    /// The chart of values or subgroups: it judges, or it collects limits for an EWMA or CUSUM. Nil for
    /// attributes.
    let base: ChartDesign?

    /// Checks the settings once, so that no chart can fail later. No chart is a programmer error.
    package init(_ settings: CharacteristicSettings.Chart) throws(ChartDesignError) {
        precondition(settings.kind != .none, "A plan is for a chart.")
        self.settings = settings
        base = try settings.kind.attributes == nil ? Self.base(settings) : nil
        switch settings.kind {
        case .ewma: _ = try ewma(mean: 0, sigma: 1)
        case .cusum: _ = try cusum(mean: 0, sigma: 1)
        default: if settings.kind.attributes != nil { _ = try attributes(average: 0, between: 1) }
        }
    }

    /// The family of the chart.
    package var kind: CharacteristicSettings.Chart.Kind { settings.kind }
    /// Whether it plots inspections rather than measurements.
    var isAttributes: Bool { base == nil }

    /// Whether a `ChartSlot` does everything that is asked for.
    var isPlain: Bool {
        !isAttributes && kind.hasRunRules && !settings.tracesLots && !settings.isFrozenByHand
            && settings.late == .append
    }

    /// Whether a message with so many values is one it can take: single values always.
    func allows(_ count: Int) -> Bool {
        guard let base, settings.subgroupSize > 1 else { return true }
        return ControlChart(base).allows(count)
    }

    func ewma(mean: Double, sigma: Double) throws(ChartDesignError) -> EWMADesign {
        try EWMADesign(
            lambda: settings.ewma?.lambda ?? 0.2,
            width: settings.ewma?.width ?? 3,
            mean: mean,
            sigma: sigma
        )
    }

    func cusum(mean: Double, sigma: Double) throws(ChartDesignError) -> CUSUMDesign {
        try CUSUMDesign(
            reference: settings.cusum?.reference ?? 0.5,
            interval: settings.cusum?.interval ?? 5,
            mean: mean,
            sigma: sigma,
            headStart: settings.headStart
        )
    }

    func attributes(
        average: Double,
        between: Double
    ) throws(ChartDesignError) -> AttributeDesign {
        try AttributeDesign(
            kind: settings.kind.attributes ?? .p,
            average: average,
            sampleSize: Double(settings.sampleSize),
            betweenSigma: between,
            limits: settings.isExact ? .exact : .threeSigma,
            rules: settings.ruleSet
        )
    }

    private static func base(
        _ settings: CharacteristicSettings.Chart
    ) throws(ChartDesignError) -> ChartDesign {
        let limits: LimitsSource =
            switch settings.limits {
            case .estimated where settings.isFrozenByHand: .unending
            case .estimated(let points): .estimated(count: points)
            case .known(let mean, let sigma): .known(mean: mean, sigma: sigma)
            case .average(let average, _): .known(mean: average, sigma: 1)
            }
        let isJudge = settings.kind.hasRunRules
        return try ChartDesign(
            kind: kind(settings),
            subgroupSize: settings.subgroupSize,
            sizeVaries: settings.sizeVaries,
            rules: isJudge ? settings.ruleSet : .limitsOnly,
            limits: limits,
            dispersionSignals: isJudge,
            isPooled: settings.isPooled
        )
    }

    /// Ranges waste what large subgroups know.
    private static func kind(_ settings: CharacteristicSettings.Chart) -> ChartKind {
        switch settings.kind {
        case .meanRange: .meanRange
        case .meanDeviation: .meanDeviation
        default:
            settings.subgroupSize == 1
                ? .individualsMovingRange : settings.subgroupSize <= 8 ? .meanRange : .meanDeviation
        }
    }
}
