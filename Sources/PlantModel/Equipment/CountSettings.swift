/// How counts of one machine are understood.
public struct CountSettings: Sendable, Hashable {
    /// Where rejects count that were found after they were made.
    public enum LateScrap: Sendable, Hashable {
        /// Where they were made; published windows are revised.
        case production
        /// Where they were booked.
        case booking
    }

    /// The unit in which quantities are kept, such as `count`, `kg` or `m`.
    public var unit = CountSettings.unitDefault
    /// Kept units per one of another unit.
    public var conversions: [String: Double] = [:]
    /// Kept units per one of another unit, by product, where they differ: `bolt: {kg: 412.5}`.
    public var conversionsByProduct: [String: [String: Double]] = [:]
    /// By how much a counter may run backwards without having been reset, in kept units.
    public var counterJitter = 0.0
    /// Counter readings further apart than this follow a gap.
    public var counterGapNanoseconds: Int64 = 900_000_000_000
    /// Where late rejects count.
    public var lateScrap = LateScrap.production
    /// Time that the demand allows for one piece of a product without a time of its own.
    public var taktNanoseconds: Int64?
    /// Time that the demand allows for one piece, by product.
    public var taktNanosecondsByProduct: [String: Int64] = [:]
    /// The OEE that is aimed at, 0 to 1; nil when none is stated.
    public var oeeTarget: Double?

    /// The stated defaults.
    public init() {}

    /// The unit where nothing else is said.
    public static let unitDefault = "count"

    /// Kept units per one of a unit; 1 without a unit, nil for one that has no conversion.
    public func factor(unit: String?, product: String?) -> Double? {
        guard let unit, unit != self.unit else { return 1 }
        return product.flatMap { conversionsByProduct[$0]?[unit] } ?? conversions[unit]
    }

    /// Time that the demand allows for one piece of a product; nil when the plant file says none.
    public func taktNanoseconds(product: String?) -> Int64? {
        product.flatMap { taktNanosecondsByProduct[$0] } ?? taktNanoseconds
    }
}
