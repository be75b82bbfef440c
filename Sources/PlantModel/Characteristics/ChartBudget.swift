import ProcessControl
import Records

/// Parameters of a chart from the false alarms that its author can bear and the shift to detect.
///
///     arl0: 500                                    points between false alarms
///     alarms_per_day: 0.5, point_every: 10m        the same as a day of points: 144/0.5 = 288
struct ChartBudget {
    typealias Chart = CharacteristicSettings.Chart

    let fields: YAMLFields
    let kind: Chart.Kind

    func solve(_ chart: inout Chart) {
        let demand = demand
        chart.demand = demand
        switch kind {
        case .ewma: chart.ewma = ewma(demand)
        case .cusum: chart.cusum = cusum(demand)
        case .individuals, .meanRange, .meanDeviation:
            guard let demand else { return }
            fields["rules"]?.reject(
                expected: "either rules, or shift with arl0 or alarms_per_day, not both"
            )
            if let rules = runRules(demand) { chart.ruleSet = rules }
        default: return
        }
    }

    /// What is asked for; nil when parameters are given, and after noting what is wrong.
    private var demand: Chart.Demand? {
        guard let field = fields["arl0"] ?? fields["alarms_per_day"] else {
            fields["shift"]?.reject(expected: "it together with arl0 or alarms_per_day")
            return nil
        }
        let every = fields["point_every"]?.duration()
        let pointsPerDay = every.map { Double(Nanoseconds.day) / Double($0) }
        var alarms: Double?
        guard var distance = field.positiveNumber("a number above 0") else { return nil }
        if fields["arl0"] == nil {
            guard let pointsPerDay else {
                fields.required("point_every", "how often a point comes, such as \"10m\"").map {
                    _ in
                }
                return nil
            }
            alarms = distance
            distance = pointsPerDay / distance
        } else {
            fields["alarms_per_day"]?.reject(expected: "either arl0 or alarms_per_day, not both")
        }
        let range = DesignSearch.falseAlarmDistances
        guard range.contains(distance) else {
            field.reject(
                found: "\(distance) points between false alarms",
                expected: "a budget of \(Int(range.lowerBound)) to \(Int(range.upperBound)) points"
            )
            return nil
        }
        return Chart.Demand(
            shift: shift,
            falseAlarmDistance: distance,
            alarmsPerDay: alarms,
            pointsPerDay: pointsPerDay
        )
    }

    private var shift: Double? {
        guard let field = fields["shift"] else { return nil }
        let expected = "a shift of 0.1 to 6 standard errors of the plotted point"
        guard let shift = field.number(expected) else { return nil }
        guard 0.1...6 ~= shift else {
            field.reject(expected: expected)
            return nil
        }
        return shift
    }

    private func runRules(_ demand: Chart.Demand) -> RunRuleSet? {
        fields.required("shift", "the shift to detect, in standard errors").map { _ in }
        guard let shift = demand.shift else { return nil }
        do {
            return try DesignSearch.runRules(
                detecting: shift,
                falseAlarmDistance: demand.falseAlarmDistance
            ).parameters
        } catch {
            let field = fields["arl0"] ?? fields["alarms_per_day"]
            field?.reject(expected: "a budget that run rules can keep. \(error)")
            return nil
        }
    }

    private func ewma(_ demand: Chart.Demand?) -> DesignSearch.EWMAParameters {
        let lambda = fields["lambda"].flatMap {
            number($0, 0...1, "a weight above 0 and at most 1")
        }
        guard let demand else {
            let width = fields["width"].flatMap { number($0, 0...100, "a number above 0 to 100") }
            return .init(lambda: lambda ?? 0.2, width: width ?? 3)
        }
        fields["width"]?.reject(expected: "either width, or arl0 or alarms_per_day, not both")
        if let lambda {
            fields["shift"]?.reject(expected: "either lambda or shift, not both")
            return .init(
                lambda: lambda,
                width: DesignSearch.ewmaWidth(lambda: lambda, demand.falseAlarmDistance)
            )
        }
        fields.required("shift", "the shift to detect, or lambda").map { _ in }
        let found = demand.shift.flatMap {
            try? DesignSearch.ewma(
                detecting: $0,
                falseAlarmDistance: demand.falseAlarmDistance
            )
        }
        return found?.parameters ?? .init(lambda: 0.2, width: 3)
    }

    private func cusum(_ demand: Chart.Demand?) -> DesignSearch.CUSUMParameters {
        let k = fields["k"].flatMap { number($0, 0...100, "a number above 0 to 100") }
        guard let demand else {
            let h = fields["h"].flatMap { number($0, 0...1e6, "a number above 0 to 1000000") }
            return .init(reference: k ?? 0.5, interval: h ?? 5)
        }
        fields["h"]?.reject(expected: "either h, or arl0 or alarms_per_day, not both")
        if k != nil { fields["shift"]?.reject(expected: "either k or shift, not both") }
        if k == nil { fields.required("shift", "the shift to detect, or k").map { _ in } }
        // k is half the shift that it detects fastest.
        guard let shift = k.map({ 2 * $0 }) ?? demand.shift, 0.1...6 ~= shift else {
            if k != nil { fields["k"]?.reject(expected: "0.05 to 3 for a budget to be solved") }
            return .init(reference: 0.5, interval: 5)
        }
        let found = try? DesignSearch.cusum(
            detecting: shift,
            falseAlarmDistance: demand.falseAlarmDistance
        )
        return found?.parameters ?? .init(reference: 0.5, interval: 5)
    }

    private func number(
        _ field: YAMLField,
        _ range: ClosedRange<Double>,
        _ expected: String
    ) -> Double? {
        guard let value = field.positiveNumber(expected) else { return nil }
        guard range.contains(value) else {
            field.reject(expected: expected)
            return nil
        }
        return value
    }
}
