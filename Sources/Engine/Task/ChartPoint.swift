import PlantModel
import ProcessControl

/// One plotted point on its way out.
struct ChartPoint {
    var verdict: ChartVerdict
    /// The family of its chart.
    var kind: CharacteristicSettings.Chart.Kind
    /// The rules that its chart applies.
    var ruleSet: RunRuleSet
    /// Index into the series table.
    var series: Int
    /// Which chart of the series, from 0.
    var unit: Int
    /// Which point of the record it is, from 0.
    var number: Int
    /// Which chart of the characteristic, from 1; nil where there is one.
    var chartNumber: Int?
    /// Which judgement of the point this is, on a chart that revises; nil on others.
    var revision: Revision?
    /// The recipe or tool, where charts tell stages apart.
    var stage: String?
    /// What may have to be held, on a signal of a chart that traces lots.
    var atRisk: LotTrace.Window?

    /// A judgement of a point that may have been judged before.
    struct Revision {
        /// 0 for the first one.
        var number: Int
        /// Offset of the record the point came with.
        var record: Int64
        /// Whether what was said before is taken back.
        var isRetracted = false
    }

    /// Tells the points of one record apart; those of the first chart have their numbers.
    var idIndex: Int { number + unit << 20 }

    /// What the point violates: the rule with the lowest number of the location chart, then the
    /// dispersion chart.
    var signals: [ChartSignal] {
        var signals: [ChartSignal] = []
        if let rule = verdict.point.rules.lowest {
            signals.append(ChartSignal(point: self, rule: rule, isDispersion: false))
        }
        if verdict.point.dispersionViolated {
            signals.append(ChartSignal(point: self, rule: .beyondLimit, isDispersion: true))
        }
        return signals
    }
}

/// A rule that a point completed.
struct ChartSignal {
    var point: ChartPoint
    /// The rule with the lowest number, by which the signal is graded.
    var rule: RunRule
    /// True for the range, standard-deviation or moving-range chart.
    var isDispersion: Bool

    /// The number of the rule: 1 to 8 after Nelson, 9 and 10 for W4 and M10.
    var ruleNumber: Int { Int(rule.rawValue) + 1 }

    /// All rules the point completed on this chart.
    var ruleNumbers: [Int64] {
        isDispersion ? [1] : point.verdict.point.rules.members.map { Int64($0.rawValue) + 1 }
    }

    /// The points that form the pattern: bit i is set for the point i places before this one.
    var members: UInt16 { isDispersion ? 1 : point.verdict.members(of: rule) }

    /// What the pattern looks like, as part of a sentence.
    var title: String {
        switch point.kind {
        case .ewma: "the weighted average beyond a control limit"
        case .cusum: "a cumulative sum beyond its decision interval"
        default:
            isDispersion
                ? "\(dispersionName) beyond a control limit" : point.ruleSet.title(of: rule)
        }
    }

    private var dispersionName: String {
        switch point.kind {
        case .individuals: "a moving range"
        case .meanDeviation: "a standard deviation"
        default: "a range"
        }
    }
}
