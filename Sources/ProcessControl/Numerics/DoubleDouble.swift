/// A number as the unevaluated sum of two doubles: about 31 digits, enough that sums of squares of
/// any plant's readings lose nothing that a double could show.
///
/// Addition is Knuth's branch-free two-sum twice, multiplication rests on the fused multiply-add
/// (T. J. Dekker, "A floating-point technique for extending the available precision", 1971).
struct DoubleDouble: BitwiseCopyable, Hashable, Sendable {
    var high = 0.0
    var low = 0.0

    /// The nearest double.
    var value: Double { high + low }

    static let zero = DoubleDouble(0)

    init(_ value: Double) { high = value }

    private init(high: Double, low: Double) {
        self.high = high
        self.low = low
    }

    /// a − b without any error.
    init(exactly a: Double, minus b: Double) { self = Self.sum(a, -b) }

    @inline(__always)
    private static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
        let total = a + b
        let added = total - a
        return DoubleDouble(high: total, low: (a - (total - added)) + (b - added))
    }

    /// As `sum`, when |a| is not less than |b|.
    @inline(__always)
    private static func ordered(_ a: Double, _ b: Double) -> DoubleDouble {
        let total = a + b
        return DoubleDouble(high: total, low: b - (total - a))
    }

    @inline(__always)
    static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let highs = sum(a.high, b.high)
        let lows = sum(a.low, b.low)
        let first = ordered(highs.high, highs.low + lows.high)
        return ordered(first.high, first.low + lows.low)
    }

    @inline(__always)
    static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        a + DoubleDouble(high: -b.high, low: -b.low)
    }

    @inline(__always)
    static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let product = a.high * b.high
        let error = (-product).addingProduct(a.high, b.high)
        return ordered(product, error + (a.high * b.low + a.low * b.high))
    }

    static func / (a: DoubleDouble, b: Double) -> DoubleDouble {
        let first = a.high / b
        let rest = a - DoubleDouble(first) * DoubleDouble(b)
        return ordered(first, rest.value / b)
    }

    static func += (a: inout DoubleDouble, b: DoubleDouble) { a = a + b }
    static func -= (a: inout DoubleDouble, b: DoubleDouble) { a = a - b }
}
