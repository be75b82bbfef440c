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
    // The most readings, as the last `add` said.
    var length: UInt8 = 0
    // The slot written last but `count` readings ago: the next to be overwritten once the window is
    // full.
    var oldest: UInt8 = 0
    // Slots in order of the value in them.
    private var order = InlineArray<61, UInt8>(repeating: 0)
    var values = InlineArray<61, Double>(repeating: 0)

    /// An empty window.
    public init() {}

    /// Takes in a finite value; beyond `length` readings the oldest one goes.
    ///
    /// `length` is odd, 1 to 61. Another length than last time starts an empty window.
    public mutating func add(_ value: Double, length: Int) {
        precondition(
            1...Self.countMax ~= length,
            "A Hampel window holds 1 to \(Self.countMax) readings, not \(length)."
        )
        if length != Int(self.length) {
            removeAll()
            self.length = UInt8(length)
        }
        let place: Int
        let slot: Int
        if Int(count) < length {
            slot = Int(count)
            place = slot
            count += 1
        } else {
            slot = Int(oldest)
            oldest = slot + 1 == length ? 0 : UInt8(slot + 1)
            place = Self.place(of: UInt8(slot), order.span)
        }
        // Adding zero turns −0 into +0: equal values are then the same bits, and which of them is the
        // median does not matter.
        values[slot] = value + 0
        var order = order.mutableSpan
        Self.move(slot, from: place, among: Int(count), &order, values.span)
    }

    /// The slot's old place is a hole; it walks to where the new value belongs.
    private static func move(
        _ slot: Int,
        from start: Int,
        among count: Int,
        _ order: inout MutableSpan<UInt8>,
        _ values: Span<Double>
    ) {
        let value = values[slot]
        var place = start
        while place + 1 < count, values[Int(order[place + 1])] < value {
            order[place] = order[place + 1]
            place += 1
        }
        while place > 0, values[Int(order[place - 1])] > value {
            order[place] = order[place - 1]
            place -= 1
        }
        order[place] = UInt8(slot)
    }

    private static func place(of slot: UInt8, _ order: Span<UInt8>) -> Int {
        var place = 0
        while order[place] != slot { place += 1 }
        return place
    }

    /// Forgets all readings.
    public mutating func removeAll() {
        count = 0
        oldest = 0
    }

    /// The middle value of a window with an odd number of readings.
    public var median: Double { read { values, order in values[Int(order[order.count / 2])] } }

    /// The median of the distances to the median, for an odd number of readings.
    public var medianAbsoluteDeviation: Double { read(Self.medianDistance) }

    /// The mean distance to the median: the scale to fall back on when more than half of the
    /// readings are equal.
    public var meanAbsoluteDeviation: Double { read(Self.meanDistance) }

    /// An estimate of the standard deviation of normal data: 1.4826 · MAD; when that is zero
    /// 1.2533 · mean absolute deviation, which is zero only if all readings are equal.
    public var scale: Double { read(Self.scale) }

    /// Median and scale together, without the copy that reading a property costs.
    mutating func centreAndScale() -> (median: Double, scale: Double) {
        Self.centreAndScale(values.span, order.span, count: Int(count))
    }

    private static func centreAndScale(
        _ values: Span<Double>,
        _ order: Span<UInt8>,
        count: Int
    ) -> (median: Double, scale: Double) {
        let ranked = order.extracting(0..<count)
        return (values[Int(ranked[count / 2])], scale(values, ranked))
    }

    private func read(_ body: (Span<Double>, Span<UInt8>) -> Double) -> Double {
        precondition(count % 2 == 1, "The middle reading needs an odd number of them.")
        return body(values.span, order.span.extracting(0..<Int(count)))
    }

    private static func scale(_ values: Span<Double>, _ order: Span<UInt8>) -> Double {
        let mad = medianDistance(values, order)
        return mad > 0 ? 1.4826 * mad : 1.253314 * meanDistance(values, order)
    }

    private static func meanDistance(_ values: Span<Double>, _ order: Span<UInt8>) -> Double {
        let median = values[Int(order[order.count / 2])]
        var sum = 0.0
        for index in order.indices { sum += abs(values[Int(order[index])] - median) }
        return sum / Double(order.count)
    }

    /// Distances grow from the middle outwards on either side, so their median is the h-th smallest
    /// of two sorted lists of h distances, found by bisection.
    private static func medianDistance(_ values: Span<Double>, _ order: Span<UInt8>) -> Double {
        let half = order.count / 2
        let median = values[Int(order[half])]
        // How many of the h smallest distances lie below the median; the others lie above.
        var low = 0
        var high = half
        while low < high {
            let below = (low + high) / 2
            let distanceBelow = median - values[Int(order[half - 1 - below])]
            let distanceAbove = values[Int(order[half + (half - below)])] - median
            let isBelow = distanceBelow < distanceAbove
            low = isBelow ? below + 1 : low
            high = isBelow ? high : below
        }
        let below = low > 0 ? median - values[Int(order[half - low])] : 0
        let above = low < half ? values[Int(order[half + (half - low)])] - median : 0
        return max(below, above)
    }
}
