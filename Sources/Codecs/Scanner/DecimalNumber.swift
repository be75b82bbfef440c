/// Exact conversion of short decimal numbers to doubles.
enum DecimalNumber {
    /// Powers of ten that a double holds exactly.
    private static let powers: InlineArray<23, Double> = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// Powers of ten that fit 64 bits.
    private static let wholePowers: InlineArray<20, UInt64> = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
        10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000,
        100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]

    /// `digits · 10^exponent` rounded to nearest even, or nil when this needs more than 128 bits.
    ///
    /// Up to 2^53 and 10^±22 both operands are exact doubles and one IEEE operation rounds once
    /// (Clinger, "How to read floating point numbers accurately", PLDI 1990). Otherwise a fraction
    /// is divided in 128 by 64 bits: the quotient has at least 63 bits, a remainder sets its lowest
    /// bit, so the conversion to 53 bits sees which side of a tie it is on.
    @inline(__always)
    static func double(_ digits: UInt64, _ exponent: Int) -> Double? {
        if digits <= 1 << 53 {
            if exponent <= 0, exponent >= -22 { return Double(digits) / powers[-exponent] }
            if exponent > 0, exponent <= 22 { return Double(digits) * powers[exponent] }
        }
        if exponent <= 0, exponent >= -19 { return quotient(digits, wholePowers[-exponent]) }
        return digits == 0 ? 0 : nil
    }

    /// `a / b` for a > 0, rounded to nearest even.
    @inline(never)
    private static func quotient(_ a: UInt64, _ b: UInt64) -> Double {
        let shiftA = a.leadingZeroBitCount
        let shiftB = b.leadingZeroBitCount
        let dividend = a << UInt64(shiftA)
        let (quotient, remainder) = (b << UInt64(shiftB)).dividingFullWidth(
            (high: dividend >> 1, low: dividend << 63)
        )
        let significand = Double(quotient | (remainder == 0 ? 0 : 1))
        // The scale is between 2^-126 and 2^1: a normal double, and the product is exact.
        let scale = Double(bitPattern: UInt64(1023 + shiftB - shiftA - 63) << 52)
        return significand * scale
    }
}
