/// The whole order log of one task, for somebody who wants to know what the engine should have written.
///
/// What counts of it is decided as in a recovery: of two entries for one cycle the one of the later
/// owner. A value; adding costs O(1) for each entry in order.
public struct OrderHistory: Sendable {
    private var script = OrderScript()
    /// Entries that do not count, because the cycle is there twice or its owner was succeeded. In
    /// transactions there are none.
    public private(set) var supersededCount = 0

    /// A log without entries.
    public init() {}

    /// Adds the next entry of the log.
    public mutating func add(_ entry: OrderEntry) {
        let count = script.entries.count
        script.add(entry, after: 0)
        supersededCount += count + 1 - script.entries.count
    }

    /// The entries that count, in order.
    public var entries: [OrderEntry] { script.entries }

    /// The first cycle that is missing, counted from 1; nil when there is no gap.
    public var firstGap: UInt64? { script.firstGap(after: 0) }
}
