import PlantModel
import ProcessControl

/// False alarms per point of every chart of a plant that has a budget for them; computed once, before the
/// first event.
struct FalseAlarmRates {
    /// What the rate of a chart depends on.
    private struct Design: Hashable {
        var kind: CharacteristicSettings.Chart.Kind
        var size: Int
        var rules: RunRuleSet
        var ewma: [Double]
        var cusum: [Double]
    }

    /// Whether any path has a budget; without one nothing is counted.
    let isNeeded: Bool
    private var rates: [Design: Double] = [:]

    init(_ plant: Plant) {
        isNeeded = plant.hasFalseAlarmBudgets
        guard isNeeded else { return }
        for settings in plant.characteristics + [plant.learnedSettings(named: "")] {
            for chart in settings.charts {
                let design = Self.design(chart)
                if rates[design] == nil { rates[design] = Self.rate(chart) }
            }
        }
    }

    /// The rate of each chart of a characteristic, in the order of the plant file; empty when no path has
    /// a budget.
    func rates(of settings: CharacteristicSettings) -> [Double] {
        isNeeded ? settings.charts.map { rates[Self.design($0)] ?? Self.rate($0) } : []
    }

    private static func design(_ chart: CharacteristicSettings.Chart) -> Design {
        Design(
            kind: chart.kind,
            size: chart.subgroupSize,
            rules: chart.ruleSet,
            ewma: chart.ewma.map { [$0.lambda, $0.width] } ?? [],
            cusum: chart.cusum.map { [$0.reference, $0.interval] } ?? []
        )
    }

    /// Location and dispersion alarm apart from each other. Charts of attributes are taken for normal
    /// ones with the same rules, which large samples are.
    private static func rate(_ chart: CharacteristicSettings.Chart) -> Double {
        let rules = FalseAlarmRate.runRules(chart.ruleSet)
        switch chart.kind {
        case .none: return 0
        case .individuals: return rules + FalseAlarmRate.range(subgroupSize: 2)
        case .meanRange:
            return rules + FalseAlarmRate.range(subgroupSize: chart.subgroupSize)
        case .meanDeviation:
            return rules + FalseAlarmRate.deviation(subgroupSize: chart.subgroupSize)
        case .ewma:
            let (lambda, width) = (chart.ewma?.lambda ?? 0.2, chart.ewma?.width ?? 3)
            return 1 / AverageRunLength.ewma(lambda: lambda, width: width)
        case .cusum:
            let (k, h) = (chart.cusum?.reference ?? 0.5, chart.cusum?.interval ?? 5)
            return 1 / AverageRunLength.cusum(reference: k, interval: h)
        default: return rules
        }
    }
}
