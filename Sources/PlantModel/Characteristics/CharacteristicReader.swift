import Records

/// Reads the `characteristics` part of a plant file.
struct CharacteristicReader {
    /// How many charts a characteristic may have.
    static let chartsMax = 8
    static let keys = [
        "name", "equipment", "unit", "specification", "physical_range", "chart", "charts",
        "anomaly", "capability", "stage_by", "stage_limits",
    ]

    static func characteristics(_ field: YAMLField?) -> [CharacteristicSettings] {
        (field?.list(of: "characteristics") ?? []).compactMap(characteristic)
    }

    private static func characteristic(_ field: YAMLField) -> CharacteristicSettings? {
        guard let fields = field.fields(keys) else { return nil }
        let name = fields.required("name", "the characteristic's name in the events")?.text()
        let pattern = fields["equipment"].flatMap(self.pattern)
        var settings = CharacteristicSettings(
            name: name ?? "",
            equipment: pattern ?? PathPattern("**")!,
            unit: fields["unit"].flatMap { $0.text() },
            specification: specification(fields["specification"]),
            physicalRange: fields["physical_range"].flatMap(range),
            anomaly: fields["anomaly"].map(anomaly) ?? CharacteristicSettings.Anomaly()
        )
        settings.charts = charts(fields)
        readStages(fields, &settings)
        settings.capability = fields["capability"].flatMap { capability($0, settings) }
        return name == nil ? nil : settings
    }

    /// `chart` for one, or `charts` for several.
    static func charts(_ fields: YAMLFields) -> [CharacteristicSettings.Chart] {
        if let list = fields["charts"] {
            fields["chart"]?.reject(expected: "either chart or charts, not both")
            let items = list.list(of: "charts") ?? []
            if items.count > chartsMax {
                list.reject(found: "\(items.count) charts", expected: "at most \(chartsMax)")
            }
            return items.prefix(chartsMax).compactMap(ChartReader.chart).filter { $0.kind != .none }
        }
        let one = fields["chart"].flatMap(ChartReader.chart)
        return one.map { $0.kind == .none ? [] : [$0] } ?? []
    }

    /// Stages besides the product, which always is one.
    private static func readStages(
        _ fields: YAMLFields,
        _ settings: inout CharacteristicSettings
    ) {
        let stage = fields["stage_by"].flatMap { $0.choice(of: CharacteristicSettings.Stage.self) }
        settings.stage = stage == .product ? nil : stage
        let shares = fields["stage_limits"].flatMap { $0.choice(["own": false, "shared": true]) }
        settings.stagesShareLimits = shares ?? false
        if settings.stage != nil, settings.charts.contains(where: { $0.kind.attributes != nil }) {
            fields["stage_by"]?.reject(
                expected:
                    "it only beside charts of measurements: inspections name no recipe or tool"
            )
        }
        if settings.stage == nil {
            fields["stage_limits"]?.reject(expected: "it only beside stage_by: recipe or tool")
        }
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
}
