/// The newest readings of one series, kept in order of size: rolling median and median absolute
/// deviation.
///
/// 1 reading costs O(w) moves of one byte in the worst case; the median is O(1), the deviation
/// O(log w).
public struct HampelWindow: BitwiseCopyable, Sendable {
    /// The longest window, in readings.
    public static let countMax = 61

    /// Readings in the window.
    public private(set) var count: UInt8 = 0
    private var length: UInt8 = 0
    // The slot written last but `count` readings ago: the next to be overwritten once the window is
    // full.
    private var oldest: UInt8 = 0
    // Slots in order of the value in them.
    private var order = InlineArray<61, UInt8>(repeating: 0)
    private var values = InlineArray<61, Double>(repeating: 0)

    /// An empty window.
    public init() {}

    /// Takes in a finite value; beyond `length` readings the oldest one goes.
    ///
    /// `length` is odd, 1 to 61. Another length than last time starts an empty window.
    public mutating func add(_ value: Double, length: Int) {
        precondition(
            Int(count) <= length && length <= Self.countMax,
            "A Hampel window keeps one length, at most \(Self.countMax)."
        )
        var place: Int
        let slot: Int
        if Int(count) < length {
            slot = Int(count)
            place = slot
            count += 1
        } else {
            slot = Int(oldest)
            oldest = slot + 1 == length ? 0 : UInt8(slot + 1)
            place = 0
            while order[place] != UInt8(slot) { place += 1 }
        }
        // The slot's old place is a hole; it walks to where the new value belongs.
        values[slot] = value
        while place + 1 < Int(count), values[Int(order[place + 1])] < value {
            order[place] = order[place + 1]
            place += 1
        }
        while place > 0, values[Int(order[place - 1])] > value {
            order[place] = order[place - 1]
            place -= 1
        }
        order[place] = UInt8(slot)
    }

    /// Forgets all readings.
    public mutating func removeAll() {
        count = 0
        oldest = 0
    }

    /// The middle value of a window with an odd number of readings.
    public var median: Double {
        precondition(count % 2 == 1, "The middle reading needs an odd number of them.")
        return ranked(Int(count) / 2)
    }

    /// The median of the distances to the median, for an odd number of readings.
    ///
    /// Distances grow from the middle outwards on either side, so this is the h-th smallest of two
    /// sorted lists of h distances, found by bisection.
    public var medianAbsoluteDeviation: Double {
        let half = Int(count) / 2
        let median = median
        if half == 0 { return 0 }
        // Find how many of the h smallest distances lie below the median; the others lie above.
        var low = 0
        var high = half
        while low < high {
            let below = (low + high) / 2
            let above = half - below
            if median - ranked(half - 1 - below) < ranked(half + above) - median {
                low = below + 1
            } else {
                high = below
            }
        }
        let largestBelow = low > 0 ? median - ranked(half - low) : 0
        let largestAbove = low < half ? ranked(half + (half - low)) - median : 0
        return max(largestBelow, largestAbove)
    }

    /// The mean distance to the median: the scale to fall back on when more than half of the
    /// readings are equal.
    public var meanAbsoluteDeviation: Double {
        let median = median
        var sum = 0.0
        for index in 0..<Int(count) { sum += abs(values[index] - median) }
        return sum / Double(count)
    }

    /// An estimate of the standard deviation of normal data: 1.4826 · MAD; when that is zero 1.2533
    /// · mean absolute deviation, which is zero only if all readings are equal.
    public var scale: Double {
        let mad = medianAbsoluteDeviation
        return mad > 0 ? 1.4826 * mad : 1.253314 * meanAbsoluteDeviation
    }

    private func ranked(_ rank: Int) -> Double { values[Int(order[rank])] }
}
