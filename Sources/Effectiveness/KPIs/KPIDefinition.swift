/// One figure with its definition, after the metadata of ISO 22400-1.
///
/// What the primitives of a window can give has `value`; the others say what input they wait for.
public struct KPIDefinition: Sendable {
    /// Identity of the definition, published beside the number; never changes its meaning.
    public let id: String
    /// The name in the source.
    public let name: String
    /// The formula in the terms of the source.
    public let formula: String
    /// Unit of the value: `1`, `1/h` or `ms`.
    public let unit: String
    /// The name of its field where it is written, such as in `kpi.oee`; empty for one that waits.
    public let field: StaticString
    /// What it would need; empty when the primitives suffice.
    public let waitsFor: String
    private let compute: @Sendable (OEETotals) -> Ratio

    /// A figure that the primitives give.
    init(
        _ id: String,
        _ name: String,
        _ formula: String,
        unit: String = "1",
        field: StaticString,
        _ compute: @escaping @Sendable (OEETotals) -> Ratio
    ) {
        (self.id, self.name, self.formula, self.unit) = (id, name, formula, unit)
        self.field = field
        waitsFor = ""
        self.compute = compute
    }

    /// A figure that waits for an input.
    init(_ id: String, _ name: String, _ formula: String, waitsFor: String) {
        (self.id, self.name, self.formula, self.unit) = (id, name, formula, "1")
        self.waitsFor = waitsFor
        field = ""
        compute = { _ in Ratio(undefined: .noProduction) }
    }

    /// Whether the primitives of a window give it.
    public var isComputed: Bool { waitsFor.isEmpty }

    /// The value for the sums of any windows of any equipments; nil for one that waits. O(1).
    public func value(_ totals: OEETotals) -> Ratio? { isComputed ? compute(totals) : nil }

    /// Everything this module knows: OEE and its relatives, then the 34 KPIs of ISO 22400-2:2014.
    public static let all = families + iso22400

    /// Those that records of shifts and days in `kpi.oee` carry besides the factors of OEE. A record
    /// has room for 64 fields; the others follow from the sums that it carries, too.
    public static let published = all.filter { publishedIDs.contains($0.id) }

    private static let publishedIDs: Set<String> = [
        "oee/ooe", "oee/teep", "oee/takt-attainment", "mtbf/uptime", "iso22400-2:2014/3",
        "iso22400-2:2014/7", "iso22400-2:2014/12", "iso22400-2:2014/31", "iso22400-2:2014/33",
    ]
}
