import Records

/// Effectiveness of a line, area or site: the sum of its machines' records, never a mean of ratios.
///
/// Give it one record per machine, all of the same window.
public struct OEERollUp: BitwiseCopyable, Sendable {
    /// The summed primitives; its ratios are those of the group.
    public private(set) var totals = OEETotals()
    /// How many records were added.
    public private(set) var recordCount = 0
    /// How many of them were provisional.
    public private(set) var provisionalCount = 0

    /// Nothing added yet.
    public init() {}

    /// Adds one machine's record. O(1).
    public mutating func add(_ record: OEEWindowRecord) {
        totals += record.totals
        recordCount += 1
        if record.status == .provisional { provisionalCount += 1 }
    }

    /// Adds another roll-up, a line to its area. O(1).
    public mutating func add(_ other: OEERollUp) {
        totals += other.totals
        recordCount += other.recordCount
        provisionalCount += other.provisionalCount
    }
}
