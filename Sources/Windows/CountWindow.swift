/// A tumbling window of n numbers: it closes with its n-th and begins again.
///
/// The last n numbers at every step, a window that slides by count, are `SlidingMoments`.
@frozen
public struct CountWindow: BitwiseCopyable, Hashable, Sendable {
    /// How many numbers close the window, at least 1.
    public let length: Int
    /// The numbers of the window that is still open.
    public private(set) var summary = WindowSummary()

    /// An empty window of `length` numbers; traps when `length` is below 1.
    public init(length: Int) {
        precondition(length > 0, "a count window holds at least 1 number, not \(length)")
        self.length = length
    }

    /// Takes a number in; returns the finished window when it was the last one. O(1).
    public mutating func add(_ value: Double) -> WindowSummary? {
        summary.add(value)
        guard summary.count == length else { return nil }
        defer { summary = WindowSummary() }
        return summary
    }
}
