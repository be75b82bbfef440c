import Anomaly
import PlantModel
import ProcessControl
import Records

/// What the plant says about a characteristic, in the form that charts and detectors want.
struct CharacteristicProfile {
    let settings: CharacteristicSettings
    /// Nil when it has no chart.
    let design: ChartDesign?
    /// Nil when no detector watches it.
    let detectors: DetectorSettings?
    /// Names chart and detector settings in a snapshot; never 0. Learned state holds for its settings
    /// only.
    let chartFingerprint: UInt64
    let detectorFingerprint: UInt64

    /// Settings that charts or detectors refuse were refused by `plant check` already; here they
    /// leave that part out and say so in `problems`.
    init(_ settings: CharacteristicSettings, problems: inout [String]) {
        self.settings = settings
        chartFingerprint = StableHash.fnv1a("\(settings.chart)") | 1
        detectorFingerprint =
            StableHash.fnv1a("\(settings.anomaly) \(settings.physicalRange, default: "none")") | 1
        do { design = try Self.design(settings.chart) } catch {
            design = nil
            problems.append("Characteristic '\(settings.name)' gets no chart: \(error)")
        }
        do { detectors = try Self.detectors(settings) } catch {
            detectors = nil
            problems.append("Characteristic '\(settings.name)' is not watched: \(error)")
        }
    }

    private static func design(
        _ chart: CharacteristicSettings.Chart
    ) throws(ChartDesignError) -> ChartDesign? {
        let limits: LimitsSource =
            switch chart.limits {
            case .estimated(let points): .estimated(count: points)
            case .known(let mean, let sigma): .known(mean: mean, sigma: sigma)
            }
        let rules = RunRuleSet(RunRules(rawValue: UInt16(chart.ruleBits)))
        switch chart.kind {
        case .none: return nil
        case .individuals:
            return try ChartDesign(kind: .individualsMovingRange, rules: rules, limits: limits)
        case .meanRange:
            return try ChartDesign(
                kind: .meanRange,
                subgroupSize: chart.subgroupSize,
                rules: rules,
                limits: limits
            )
        }
    }

    private static func detectors(
        _ settings: CharacteristicSettings
    ) throws(DetectorSettingsError) -> DetectorSettings? {
        let anomaly = settings.anomaly
        guard settings.physicalRange != nil || !anomaly.isOff else { return nil }
        return try DetectorSettings(
            range: settings.physicalRange.map {
                RangeLimits(
                    lower: $0.lowerBound.isFinite ? $0.lowerBound : nil,
                    upper: $0.upperBound.isFinite ? $0.upperBound : nil
                )
            },
            flatline: anomaly.flatlineAfterNanoseconds.map {
                FlatlineLimits(durationNanoseconds: $0)
            },
            dropout: anomaly.dropoutAfterNanoseconds.map { DropoutLimits(timeoutNanoseconds: $0) },
            rateOfChange: anomaly.rateLimitPerSecond.map { RateLimits(perSecondMax: $0) },
            ewma: anomaly.ewma.map { EWMALimits(smoothing: $0.lambda, deviations: $0.k) },
            hampel: anomaly.hampel.map { HampelLimits(windowCount: $0.window, deviations: $0.k) },
            resolution: anomaly.resolution
        )
    }
}
