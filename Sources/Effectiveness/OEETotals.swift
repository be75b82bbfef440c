import Records

/// The additive primitives of one window, machine or line; add them to roll up.
public struct OEETotals: BitwiseCopyable, Sendable, Equatable {
    @usableFromInline
    var values: InlineArray<38, Int64>

    /// All zero.
    @inlinable
    public init() { values = .init(repeating: 0) }

    /// One primitive, in nanoseconds, millionths or a plain number as `OEEPrimitive` says.
    @inlinable
    public subscript(primitive: OEEPrimitive) -> Int64 {
        get { values[primitive.rawValue] }
        set { values[primitive.rawValue] = newValue }
    }

    /// Adds to a primitive; stops at the largest representable number instead of wrapping.
    @inlinable
    public mutating func add(_ amount: Int64, to primitive: OEEPrimitive) {
        values[primitive.rawValue] = saturatingSum(values[primitive.rawValue], amount)
    }

    /// Sums two sets primitive by primitive, saturating.
    @inlinable
    public static func += (a: inout OEETotals, b: OEETotals) {
        for index in 0..<OEEPrimitive.count {
            a.values[index] = saturatingSum(a.values[index], b.values[index])
        }
        a.carryRests()
    }

    /// Sums two sets primitive by primitive, saturating.
    @inlinable
    public static func + (a: OEETotals, b: OEETotals) -> OEETotals {
        var sum = a
        sum += b
        return sum
    }

    /// Whether all primitives agree.
    public static func == (a: OEETotals, b: OEETotals) -> Bool {
        for index in 0..<OEEPrimitive.count where a.values[index] != b.values[index] {
            return false
        }
        return true
    }

    /// A hash of everything a reader would call the result; which stops are undecided is left out.
    var fingerprint: UInt64 {
        // A span, because every look into the array itself would copy all of it.
        let values = values.span
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for index in 0..<OEEPrimitive.count where index != OEEPrimitive.undecided.rawValue {
            hash = (hash ^ UInt64(bitPattern: values[index])) &* 0xFF51_AFD7_ED55_8CCD
            hash ^= hash >> 32
        }
        return hash
    }
}

@inlinable
func saturatingSum(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? (b < 0 ? .min : .max) : sum
}
