import Records

// How a window's sums become few bytes: a set of the primitives that are not zero, seven bits a byte,
// then each of those: first whether it is below zero, and whether it is a whole number of millions (of
// whole pieces or milliseconds), which are left out. Good is kept as its distance from the total, which
// is zero for most machines most of the time. Exact for every value there is.

/// Writes into memory of its maker that holds `sizeMax` bytes, more than a window takes.
@safe
struct SlotWriter {
    /// What the largest window takes: its edges, ten bytes for each primitive and the set of them.
    static let sizeMax = 26 + 5 + 6 + 10 * OEEPrimitive.count + 8
    /// Where the next byte goes.
    private(set) var target: UnsafeMutablePointer<UInt8>

    init(target: UnsafeMutablePointer<UInt8>) { unsafe self.target = target }

    /// A number as it lies in memory; these bytes never leave the process.
    mutating func write<Word: FixedWidthInteger & BitwiseCopyable>(_ value: Word) {
        unsafe UnsafeMutableRawPointer(target).storeBytes(of: value, as: Word.self)
        unsafe target += MemoryLayout<Word>.size
    }

    mutating func unsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            unsafe target.pointee = UInt8(truncatingIfNeeded: rest) | 0x80
            unsafe target += 1
            rest >>= 7
        }
        unsafe target.pointee = UInt8(truncatingIfNeeded: rest)
        unsafe target += 1
    }

    mutating func write(_ totals: OEETotals) {
        var totals = totals
        totals.swapGoodForRejects()
        let values = totals.values.span
        var used: UInt64 = 0
        for index in values.indices { used |= (values[index] == 0 ? 0 : 1) << UInt64(index) }
        unsigned(SlotSet.rotated(used))
        while used != 0 {
            signed(values[used.trailingZeroBitCount])
            used &= used - 1
        }
    }

    /// Two marks and five bits in the first byte, seven in each that follows.
    private mutating func signed(_ value: Int64) {
        var (rest, marks) = (value.magnitude, UInt8(value < 0 ? 1 : 0))
        let (millions, part) = rest.quotientAndRemainder(dividingBy: 1_000_000)
        if part == 0 { (rest, marks) = (millions, marks | 2) }
        let first = UInt8(truncatingIfNeeded: rest & 0x1F) << 2 | marks
        rest >>= 5
        unsafe target.pointee = rest == 0 ? first : first | 0x80
        unsafe target += 1
        if rest > 0 { unsigned(rest) }
    }
}

/// Reads what `SlotWriter` wrote, where the store says that a window begins.
@safe
struct SlotReader {
    private var source: UnsafeMutablePointer<UInt8>

    init(source: UnsafeMutablePointer<UInt8>) { unsafe self.source = source }

    mutating func unsigned() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = unsafe source.pointee
            unsafe source += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
    }

    /// Reads into totals that are all zero.
    mutating func read(_ totals: inout OEETotals) {
        var used = SlotSet.restored(unsigned())
        while used != 0 {
            totals.values[used.trailingZeroBitCount] = signed()
            used &= used - 1
        }
        totals.swapGoodForRejects()
    }

    private mutating func signed() -> Int64 {
        let first = unsafe source.pointee
        unsafe source += 1
        var size = UInt64(first >> 2 & 0x1F)
        if first >= 0x80 { size |= unsigned() << 5 }
        if first & 2 != 0 { size &*= 1_000_000 }
        let value = Int64(bitPattern: size)
        return first & 1 != 0 ? 0 &- value : value
    }
}

/// A set of primitives with those of counts first, which open windows have.
private enum SlotSet {
    private static let width = UInt64(OEEPrimitive.count)
    private static let first = UInt64(OEEPrimitive.total.rawValue)

    static func rotated(_ set: UInt64) -> UInt64 {
        set >> first | (set & (1 << first - 1)) << (width - first)
    }

    static func restored(_ set: UInt64) -> UInt64 {
        let low = width - first
        return (set & (1 << low - 1)) << first | set >> low
    }
}

extension OEETotals {
    /// Total less good for good, and back: the same step undoes itself.
    fileprivate mutating func swapGoodForRejects() {
        self[.good] = self[.total] &- self[.good]
        self[.idealGood] = self[.idealTotal] &- self[.idealGood]
    }
}
