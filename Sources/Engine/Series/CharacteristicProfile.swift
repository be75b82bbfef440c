import Anomaly
import PlantModel
import ProcessControl
import Records

/// What the plant says about a characteristic, in the form that charts and detectors want.
struct CharacteristicProfile {
    let settings: CharacteristicSettings
    /// The one chart of values that it has; nil when it has none, or more than that.
    let design: ChartDesign?
    /// The family of that one chart.
    let kind: CharacteristicSettings.Chart.Kind
    /// The plan of that one chart.
    let plain: ChartPlan?
    /// A gap after which the run rules of that one chart start anew; the longest number for none.
    let plainGapNanoseconds: Int64
    /// Its charts when one of them is of another family, traces lots, or there are several; otherwise
    /// empty.
    let plans: [ChartPlan]
    /// Nil when no detector watches it.
    let detectors: DetectorSettings?
    /// Nil when its capability is not studied.
    let capability: CapabilityPlan?
    /// False alarms per point of each chart; empty when no path has a budget for them.
    let falseAlarmRates: [Double]
    /// Names chart and detector settings in a snapshot; never 0. Learned state holds for its settings
    /// only.
    let chartFingerprint: UInt64
    let detectorFingerprint: UInt64
    let capabilityFingerprint: UInt64

    /// Settings that charts or detectors refuse were refused by `plant check` already; here they
    /// leave that part out and say so in `problems`.
    init(
        _ settings: CharacteristicSettings,
        falseAlarmRates: [Double],
        problems: inout [String]
    ) {
        self.settings = settings
        self.falseAlarmRates = falseAlarmRates
        let stages = "\(settings.stage?.rawValue ?? "") \(settings.stagesShareLimits)"
        // Other given limits are a new version of the same chart.
        let designs = settings.charts.map(\.withoutGivenLimits)
        chartFingerprint = StableHash.fnv1a("\(designs) \(stages)") | 1
        detectorFingerprint =
            StableHash.fnv1a("\(settings.anomaly) \(settings.physicalRange, default: "none")") | 1
        var plans: [ChartPlan] = []
        do {
            for chart in settings.charts { plans.append(try ChartPlan(chart)) }
        } catch {
            plans = []
            problems.append("Characteristic '\(settings.name)' gets no chart: \(error)")
        }
        let isPlain = plans.count == 1 && plans[0].isPlain && settings.stage == nil
        let only = isPlain ? plans[0] : nil
        plain = only
        plainGapNanoseconds = only?.settings.gapNanoseconds ?? .max
        design = only?.base
        kind = only?.kind ?? .none
        self.plans = only == nil ? plans : []
        capabilityFingerprint =
            StableHash.fnv1a("\(settings.capability, default: "none")") | 1
        do { capability = try CapabilityPlan(settings) } catch {
            capability = nil
            problems.append("The capability of '\(settings.name)' is not studied: \(error)")
        }
        do { detectors = try Self.detectors(settings) } catch {
            detectors = nil
            problems.append("Characteristic '\(settings.name)' is not watched: \(error)")
        }
    }

    /// How many charts it has; units beyond are those of further stages.
    var chartCount: Int { plain == nil ? plans.count : 1 }

    /// The plan of a unit.
    func plan(_ unit: Int) -> ChartPlan { plain ?? plans[unit % plans.count] }

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
