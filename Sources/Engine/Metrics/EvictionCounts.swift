/// How much was forgotten because nothing came of it for `evict_after`, or to make room.
public struct EvictionCounts: Sendable, Equatable {
    /// Machines.
    public var machines = 0
    /// Series, those of machines that were forgotten included.
    public var series = 0
    /// Keys of rules, those of machines that were forgotten included.
    public var keys = 0

    /// Nothing yet.
    public init() {}

    static func += (left: inout Self, right: Self) {
        left.machines += right.machines
        left.series += right.series
        left.keys += right.keys
    }
}
