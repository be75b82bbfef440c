/// Mean and variance of the last n numbers, O(1) amortised per number, without drift.
///
/// The window is a queue made of two stacks: numbers that arrived since the last flip are
/// summed forwards in `newer`; for the older ones every suffix is summed once, backwards, at the
/// flip. The window is one merge of the two, so nothing is subtracted and an outlier leaves no trace:
///
///     older (suffix sums ready)   │  newer (one running sum)
///     [ s0  s1  s2 … ]  →leaves   │  [ a + b + c … ]  ←arrives
///
/// A flip costs O(n) once every n numbers. Values must be finite.
public struct SlidingMoments: ~Copyable {
    @usableFromInline var values: RingBuffer<Double>
    /// Moments of the older part from each of its positions to its end, oldest last.
    @usableFromInline var suffixes: RingBuffer<Moments>
    @usableFromInline var newer = Moments()

    /// An empty window over the last `length` numbers; traps when `length` is below 1.
    @inlinable
    public init(length: Int) {
        values = RingBuffer(capacity: length)
        suffixes = RingBuffer(capacity: length)
    }

    /// The length of the window in numbers.
    @inlinable public var length: Int { values.capacity }
    /// How many numbers are in the window now.
    @inlinable public var count: Int { values.count }
    /// Whether `length` numbers have arrived.
    @inlinable public var isFull: Bool { values.isFull }
    /// The number at a position counted from the oldest; traps outside `0 ..< count`.
    @inlinable public subscript(position: Int) -> Double { values[position] }

    /// Adds the newest number; when the window is full its oldest leaves and is returned.
    @inlinable
    @discardableResult
    public mutating func push(_ value: Double) -> Double? {
        if values.isFull {
            if suffixes.isEmpty { flip() }
            suffixes.dropLast()
        }
        newer.add(value)
        return values.push(value)
    }

    /// Count, mean and squared deviations of the numbers in the window. O(1).
    @inlinable
    public var moments: Moments {
        var sum = suffixes.last ?? Moments()
        sum.merge(newer)
        return sum
    }

    @inlinable
    mutating func flip() {
        var sum = Moments()
        var position = values.count - 1
        while position >= 0 {
            sum.add(values[position])
            _ = suffixes.append(sum)
            position &-= 1
        }
        newer = Moments()
    }

    /// Forgets every number.
    @inlinable
    public mutating func removeAll() {
        values.removeAll()
        suffixes.removeAll()
        newer = Moments()
    }
}

extension RingBuffer {
    @inlinable
    mutating func dropLast() { if held > 0 { held &-= 1 } }
}
