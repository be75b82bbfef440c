/// Mean, variance and lag-1 autocorrelation of the newest `windowCount` values.
///
/// O(1) per value whatever the window. What adding and removing rounds away cannot pile up: a second
/// set of sums starts empty, is only added to, and takes over as soon as it covers the window.
///
///     values   … a b c d e f g h i        window of 4
///     main           remove e, add i
///     fresh            f g h i            covers the window: becomes main, a new one starts
///
/// Memory: 8 bytes per value of the window and some 240 more. One thread at a time.
public struct SlidingMoments: Sendable {
    /// Windows that are allowed.
    public static let windowCounts = 2...10_000_000

    /// How many of the newest values count.
    public let windowCount: Int
    private var ring: [Double]
    private var main = PowerSums()
    private var fresh = PowerSums()
    private var head = 0

    /// An empty window. A count outside `windowCounts` is a programmer error and traps.
    public init(windowCount: Int) {
        precondition(
            Self.windowCounts.contains(windowCount),
            "A sliding window holds 2 to 10,000,000 values."
        )
        self.windowCount = windowCount
        ring = []
        ring.reserveCapacity(windowCount)
    }

    /// Takes a value; the oldest one leaves a full window. False, and nothing changed, for one that
    /// is not finite or beyond `Moments.magnitudeMax`.
    @discardableResult
    public mutating func add(_ value: Double) -> Bool {
        guard abs(value) <= Moments.magnitudeMax else { return false }
        if main.count == windowCount {
            let next = head + 1 == windowCount ? 0 : head + 1
            main.removeOldest(next: ring[next])
            ring[head] = value
            head = next
        } else {
            ring.append(value)
        }
        main.add(value)
        fresh.add(value)
        if fresh.count == windowCount {
            main = fresh
            fresh = PowerSums()
        }
        return true
    }

    /// Values in the window.
    public var count: Int { main.count }
    /// Mean of the window; not a number while it is empty.
    public var mean: Double { main.mean }
    /// Sample variance of the window; not a number for fewer than two values.
    public var variance: Double { main.variance }
    /// The square root of the variance.
    public var standardDeviation: Double { variance.squareRoot() }
    /// Lag-1 autocorrelation of the window; see `Moments.autocorrelation`.
    public var autocorrelation: Double { main.autocorrelation }

    /// A window as it was written; `values` as they stood in memory, the oldest at `head`.
    init(windowCount: Int, values: [Double], head: Int, main: PowerSums, fresh: PowerSums) {
        self.windowCount = windowCount
        ring = values
        self.head = head
        self.main = main
        self.fresh = fresh
    }

    /// What a snapshot keeps.
    var parts: (values: [Double], head: Int, main: PowerSums, fresh: PowerSums) {
        (ring, head, main, fresh)
    }
}
