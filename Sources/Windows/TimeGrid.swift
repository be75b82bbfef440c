import Records

/// Event time cut into windows of equal length: cell `i` begins at `origin + i × length`.
///
/// States and readings belong to `[start, end)`, counts to `(start, end]`, because a count tells
/// about the time that led up to it.
@frozen
public struct TimeGrid: BitwiseCopyable, Hashable, Sendable {
    /// The length of a cell in nanoseconds, above 0.
    public let lengthNanoseconds: Int64
    /// The start of cell 0 in nanoseconds since the epoch.
    public let originNanoseconds: Int64

    /// A grid; traps when the length is not positive.
    @inlinable
    public init(lengthNanoseconds: Int64, originNanoseconds: Int64 = 0) {
        precondition(lengthNanoseconds > 0, "a window must be longer than 0 ns")
        self.lengthNanoseconds = lengthNanoseconds
        self.originNanoseconds = originNanoseconds
    }

    /// The cell whose `[start, end)` holds a time.
    @inlinable
    public func index(of time: EventTime) -> Int64 {
        let distance = time - EventTime(nanoseconds: originNanoseconds)
        let quotient = distance / lengthNanoseconds
        return distance % lengthNanoseconds < 0 ? quotient &- 1 : quotient
    }

    /// The cell whose `(start, end]` holds a time.
    @inlinable
    public func indexOfCount(at time: EventTime) -> Int64 {
        index(of: time.advanced(byNanoseconds: -1))
    }

    /// Where a cell begins, saturating at the ends of representable time.
    @inlinable
    public func start(of index: Int64) -> EventTime {
        let (product, overflow) = index.multipliedReportingOverflow(by: lengthNanoseconds)
        if overflow { return index < 0 ? .distantPast : .distantFuture }
        return EventTime(nanoseconds: product).advanced(byNanoseconds: originNanoseconds)
    }

    /// Where a cell ends, which is where the next begins.
    @inlinable
    public func end(of index: Int64) -> EventTime { start(of: index &+ 1) }
}
