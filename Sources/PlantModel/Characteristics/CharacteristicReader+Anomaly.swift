import Records

extension CharacteristicReader {
    static let anomalyKeys = [
        "flatline_after", "dropout_after", "rate_limit_per_second", "ewma_z", "hampel",
        "resolution",
    ]

    static func anomaly(_ field: YAMLField) -> CharacteristicSettings.Anomaly {
        if field.scalar == "off" { return .init() }
        guard let fields = field.fields(anomalyKeys) else { return .init() }
        return CharacteristicSettings.Anomaly(
            flatlineAfterNanoseconds: fields["flatline_after"].flatMap { $0.duration() },
            dropoutAfterNanoseconds: fields["dropout_after"].flatMap { $0.duration() },
            rateLimitPerSecond: fields["rate_limit_per_second"]
                .flatMap { $0.positiveNumber("a number above 0, in units per second") },
            ewma: fields["ewma_z"].flatMap(ewma),
            hampel: fields["hampel"].flatMap(hampel),
            resolution: fields["resolution"].flatMap { $0.positiveNumber("a number above 0") } ?? 0
        )
    }

    private static func ewma(_ field: YAMLField) -> CharacteristicSettings.Anomaly.EWMA? {
        guard let fields = field.fields(["lambda", "k"]) else { return nil }
        let expected = "a weight above 0 and at most 1"
        let lambda = fields.required("lambda", expected)
        guard let value = lambda?.positiveNumber(expected) else { return nil }
        if value > 1 { lambda?.reject(expected: expected) }
        return fields.required("k", "a number above 0")?.positiveNumber("a number above 0")
            .map { .init(lambda: value, k: $0) }
    }

    private static func hampel(_ field: YAMLField) -> CharacteristicSettings.Anomaly.Hampel? {
        guard let fields = field.fields(["window", "k"]) else { return nil }
        let window = fields.required("window", "a number of values")?
            .integer(CharacteristicSettings.Anomaly.hampelWindows, "a number of values")
        let k = fields.required("k", "a number above 0")?.positiveNumber("a number above 0")
        guard let window, let k else { return nil }
        guard window % 2 == 1 else {
            fields["window"]?.reject(
                expected: "an odd number of values, so that one is in the middle"
            )
            return nil
        }
        return .init(window: Int(window), k: k)
    }
}
