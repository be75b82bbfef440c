import ProcessControl
import Records

/// Reads one control chart of a plant file.
///
/// What the author leaves to a budget (`shift` with `arl0` or `alarms_per_day`) is solved here, once,
/// when the file is loaded.
struct ChartReader {
    typealias Chart = CharacteristicSettings.Chart

    /// The parts of a chart, and the kinds that have them; nil for all.
    static let parts: KeyValuePairs<String, Set<Chart.Kind>?> = [
        "kind": nil,
        "subgroup_size": [.individuals, .meanRange, .meanDeviation, .ewma, .cusum],
        "size_varies": [.meanRange, .meanDeviation, .ewma, .cusum],
        "sigma_from": [.meanDeviation],
        "rules": Set(Chart.Kind.allCases.filter(\.hasRunRules)).union([.none]),
        "limits": nil,
        "lambda": [.ewma],
        "width": [.ewma],
        "k": [.cusum],
        "h": [.cusum],
        "head_start": [.cusum],
        "shift": budgeted,
        "arl0": budgeted,
        "alarms_per_day": budgeted,
        "point_every": nil,
        "sample_size": [.np],
        "exact": [.np, .p, .c, .u],
        "trace_lots": nil,
        "gap_breaks": Set(Chart.Kind.allCases.filter(\.hasRunRules)),
        "late": [.individuals, .meanRange, .meanDeviation],
    ]

    private static let budgeted: Set<Chart.Kind> = [
        .individuals, .meanRange, .meanDeviation, .ewma, .cusum,
    ]

    let fields: YAMLFields
    let kind: Chart.Kind

    /// The chart of a field; nil after noting what is wrong with it.
    static func chart(_ field: YAMLField) -> Chart? {
        if field.scalar == "none" { return Chart() }
        guard let fields = field.fields(parts.map(\.key)) else { return nil }
        let words = Chart.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        let field = fields.required("kind", "one of \(words)")
        guard let kind = field?.choice(of: Chart.Kind.self) else { return nil }
        return ChartReader(fields: fields, kind: kind).read()
    }

    private func read() -> Chart {
        refuseStrangers()
        var chart = Chart(kind: kind, subgroupSize: subgroupSize)
        chart.sizeVaries = fields["size_varies"].flatMap { $0.boolean() } ?? false
        chart.isPooled =
            fields["sigma_from"].flatMap { $0.choice(["sbar": false, "pooled": true]) } ?? false
        chart.ruleSet = fields["rules"].map(RuleSetReader.rules) ?? usualRules
        let reader = ChartLimitsReader(kind: kind, subgroupSize: chart.subgroupSize)
        (chart.limits, chart.isFrozenByHand) = reader.limits(fields["limits"])
        chart.gapNanoseconds = fields["gap_breaks"].flatMap { $0.duration(example: "30m") }
        chart.late = fields["late"].flatMap { $0.choice(of: Chart.Late.self) } ?? .append
        let share = fields["head_start"].flatMap { $0.number("a share of h from 0 to below 1") }
        chart.headStart = share ?? 0
        if !(0..<1).contains(chart.headStart) {
            fields["head_start"]?.reject(expected: "a share of h from 0 to below 1, usually 0.5")
            chart.headStart = 0
        }
        if kind == .np {
            let expected = "the units of every sample"
            chart.sampleSize = Int(
                fields.required("sample_size", expected)?.integer(1...1_000_000_000, expected) ?? 1
            )
        }
        chart.isExact = fields["exact"].flatMap { $0.boolean() } ?? false
        chart.tracesLots = fields["trace_lots"].flatMap { $0.boolean() } ?? false
        ChartBudget(fields: fields, kind: kind).solve(&chart)
        return chart
    }

    /// Parts that a chart of this kind does not have.
    private func refuseStrangers() {
        for (name, kinds) in Self.parts {
            guard let kinds, !kinds.contains(kind), let field = fields[name] else { continue }
            let words = Chart.Kind.allCases.filter(kinds.contains).map(\.rawValue)
            field.reject(
                found: "the field '\(name)' on a chart of kind \(kind.rawValue)",
                expected: "it only on charts of kind \(words.joined(separator: ", "))"
            )
        }
    }

    private var subgroupSize: Int {
        let sizes = kind.subgroupSizes
        let range = "\(sizes.lowerBound) to \(sizes.upperBound)"
        switch kind {
        case .meanRange, .meanDeviation:
            let expected = "the number of values in a subgroup, \(range)"
            let field = fields.required("subgroup_size", expected)
            return Int(field?.integer(sizes, "the number of values in a subgroup") ?? 2)
        case .individuals:
            let size = fields["subgroup_size"]?.integer(1...1, "1, or a chart of kind xbar-r,")
            return Int(size ?? 1)
        default:
            guard fields["subgroup_size"] != nil, sizes.upperBound > 1 else { return 1 }
            return Int(fields["subgroup_size"]?.integer(sizes, "the values of a point") ?? 1)
        }
    }

    private var usualRules: RunRuleSet {
        switch kind {
        case .none: RunRuleSet([])
        case .individuals, .meanRange, .meanDeviation: .nelson
        default: .limitsOnly
        }
    }
}
