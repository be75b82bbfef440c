import Records

/// Reads the `characteristics` part of a plant file.
struct CharacteristicReader {
    static let keys = [
        "name", "equipment", "unit", "specification", "physical_range", "chart", "anomaly",
    ]

    static func characteristics(_ field: YAMLField?) -> [CharacteristicSettings] {
        (field?.list(of: "characteristics") ?? []).compactMap(characteristic)
    }

    private static func characteristic(_ field: YAMLField) -> CharacteristicSettings? {
        guard let fields = field.fields(keys) else { return nil }
        let name = fields.required("name", "the characteristic's name in the events")?.text()
        let pattern = fields["equipment"].flatMap(self.pattern)
        let settings = CharacteristicSettings(
            name: name ?? "",
            equipment: pattern ?? PathPattern("**")!,
            unit: fields["unit"].flatMap { $0.text() },
            specification: specification(fields["specification"]),
            physicalRange: fields["physical_range"].flatMap(range),
            chart: fields["chart"].flatMap(chart) ?? CharacteristicSettings.Chart(),
            anomaly: fields["anomaly"].map(anomaly) ?? CharacteristicSettings.Anomaly()
        )
        return name == nil ? nil : settings
    }

    private static func pattern(_ field: YAMLField) -> PathPattern? {
        if let text = field.scalar, let pattern = PathPattern(text) { return pattern }
        field.reject(
            expected: "a path of 1 to 8 segments, where * stands for anything within one "
                + "segment and ** for any number of segments, such as \"acme/*/press-*\""
        )
        return nil
    }

    private static func specification(
        _ field: YAMLField?
    ) -> CharacteristicSettings.Specification {
        guard let field, let fields = field.fields(["lsl", "target", "usl"]) else { return .init() }
        let found = CharacteristicSettings.Specification(
            lsl: fields["lsl"].flatMap { $0.number() },
            target: fields["target"].flatMap { $0.number() },
            usl: fields["usl"].flatMap { $0.number() }
        )
        let ordered = [found.lsl, found.target, found.usl].compactMap { $0 }
        if ordered != ordered.sorted() || (found.lsl != nil && found.lsl == found.usl) {
            field.reject(
                found: "limits out of order",
                expected: "lsl below target below usl"
            )
        }
        return found
    }

    private static func range(_ field: YAMLField) -> ClosedRange<Double>? {
        guard let fields = field.fields(["min", "max"]) else { return nil }
        let low = fields.required("min", "a number")?.number()
        let high = fields.required("max", "a number")?.number()
        guard let low, let high else { return nil }
        guard low < high else {
            field.reject(found: "\(low) to \(high)", expected: "min below max")
            return nil
        }
        return low...high
    }

    static func chart(_ field: YAMLField) -> CharacteristicSettings.Chart? {
        typealias Chart = CharacteristicSettings.Chart
        if field.scalar == "none" { return Chart() }
        guard let fields = field.fields(["kind", "subgroup_size", "rules", "limits"]) else {
            return nil
        }
        let kind = fields.required("kind", "none, i-mr or xbar-r")?
            .choice(["none": Chart.Kind.none, "i-mr": .individuals, "xbar-r": .meanRange])
        guard let kind else { return nil }
        var size: Int64 = 1
        if kind == .meanRange {
            let expected = "the number of values in a subgroup, 2 to 25"
            size = fields.required("subgroup_size", expected)?.integer(Chart.subgroupSizes) ?? 2
        } else if let field = fields["subgroup_size"] {
            size = field.integer(1...1, "1, or a chart of kind xbar-r,") ?? 1
        }
        return Chart(
            kind: kind,
            subgroupSize: Int(size),
            rules: fields["rules"].map(rules) ?? (kind == .none ? [] : Array(1...8)),
            limits: fields["limits"].flatMap(limits)
                ?? .estimated(points: kind == .meanRange ? 25 : 100)
        )
    }

    private static func rules(_ field: YAMLField) -> [Int] {
        switch field.scalar {
        case "nelson": return Array(1...8)
        case "none": return []
        default: break
        }
        guard field.isSequence else {
            field.reject(expected: "nelson (all eight), none, or a list of rules such as [1, 2, 5]")
            return []
        }
        let numbers = (field.list(of: "rules") ?? []).compactMap { $0.integer(1...8, "a rule") }
        return Set(numbers).map(Int.init).sorted()
    }

    private static func limits(_ field: YAMLField) -> CharacteristicSettings.Chart.Limits? {
        guard let fields = field.fields(["mean", "sigma", "estimate"]) else { return nil }
        if let estimate = fields["estimate"] {
            if let given = fields["mean"] ?? fields["sigma"] {
                given.reject(expected: "either mean and sigma, or estimate, not both")
            }
            let range = CharacteristicSettings.Chart.estimatePoints
            return estimate.integer(range, "a number of points").map { .estimated(points: Int($0)) }
        }
        let mean = fields.required("mean", "the mean, or estimate: N instead")?.number()
        let sigma = fields.required("sigma", "the standard deviation within subgroups")?
            .positiveNumber("a number above 0")
        guard let mean, let sigma else { return nil }
        return .known(mean: mean, sigma: sigma)
    }
}
