import Records

/// What the plant file says about counts at one level; nil parts are inherited.
struct CountNode: Sendable, Hashable {
    static let keys = [
        "unit", "conversions", "product_conversions", "counter_jitter", "counter_gap", "late_scrap",
        "takt", "takts", "target_oee",
    ]

    var unit: String?
    var conversions: [String: Double] = [:]
    var conversionsByProduct: [String: [String: Double]] = [:]
    var counterJitter: Double?
    var counterGap: Int64?
    var lateScrap: CountSettings.LateScrap?
    var takt: Int64?
    var taktByProduct: [String: Int64] = [:]
    var oeeTarget: Double?

    init() {}

    /// Reads the keys above out of a level's fields.
    init(_ fields: YAMLFields) {
        unit = fields["unit"].flatMap { $0.text("a unit such as \"kg\"") }
        conversions = Self.factors(fields["conversions"])
        for (product, field) in fields["product_conversions"]?.entries(of: "products") ?? [] {
            conversionsByProduct[product] = Self.factors(field)
        }
        counterJitter = fields["counter_jitter"].flatMap(Self.jitter)
        counterGap = fields["counter_gap"].flatMap { $0.duration(1...(366 * Nanoseconds.day)) }
        lateScrap = fields["late_scrap"].flatMap {
            $0.choice(["production": CountSettings.LateScrap.production, "booking": .booking])
        }
        takt = fields["takt"].flatMap { $0.duration(1...Nanoseconds.day) }
        for (product, field) in fields["takts"]?.entries(of: "products and takt times") ?? [] {
            taktByProduct[product] = field.duration(1...Nanoseconds.day)
        }
        oeeTarget = fields["target_oee"].flatMap(Self.share)
    }

    func apply(to settings: inout CountSettings) {
        settings.unit = unit ?? settings.unit
        settings.conversions.merge(conversions) { _, own in own }
        settings.conversionsByProduct.merge(conversionsByProduct) { above, own in
            above.merging(own) { _, own in own }
        }
        settings.counterJitter = counterJitter ?? settings.counterJitter
        settings.counterGapNanoseconds = counterGap ?? settings.counterGapNanoseconds
        settings.lateScrap = lateScrap ?? settings.lateScrap
        settings.taktNanoseconds = takt ?? settings.taktNanoseconds
        settings.taktNanosecondsByProduct.merge(taktByProduct) { _, own in own }
        settings.oeeTarget = oeeTarget ?? settings.oeeTarget
    }

    private static func factors(_ field: YAMLField?) -> [String: Double] {
        var factors: [String: Double] = [:]
        for (unit, field) in field?.entries(of: "units and factors") ?? [] {
            factors[unit] = field.positiveNumber("how many kept units one \(unit) is, above 0")
        }
        return factors
    }

    private static func jitter(_ field: YAMLField) -> Double? {
        guard let value = field.number(), (0...1e9).contains(value) else {
            field.reject(expected: "a number of units from 0 to 1000000000")
            return nil
        }
        return value
    }

    private static func share(_ field: YAMLField) -> Double? {
        guard let value = field.number(), value > 0, value <= 1 else {
            field.reject(expected: "a share above 0 and up to 1, such as 0.85")
            return nil
        }
        return value
    }
}
