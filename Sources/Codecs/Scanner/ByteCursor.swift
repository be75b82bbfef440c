/// A place in a payload, with the reads a scanner needs.
///
/// Reading past the end gives zero bytes, which no rule of JSON accepts inside or outside of
/// strings, so the scanner needs no other check of its bounds. The bytes are borrowed for the time
/// of one scan.
@safe
struct ByteCursor {
    private let base: UnsafeRawPointer?
    /// Bytes of the payload.
    let count: Int
    /// The next byte to read.
    var index = 0

    init(_ payload: UnsafeRawBufferPointer) {
        unsafe base = payload.baseAddress
        count = payload.count
    }

    /// The byte at an index, 0 past the end.
    @inline(__always)
    func byte(_ index: Int) -> UInt8 {
        // In bounds: a payload with bytes has an address.
        index < count
            ? unsafe base.unsafelyUnwrapped.load(fromByteOffset: index, as: UInt8.self) : 0
    }

    /// Eight bytes, the first one lowest, 0 past the end.
    @inline(__always)
    func word(_ index: Int) -> UInt64 {
        guard index &+ 8 <= count else { return tail(index) }
        return unsafe UInt64(
            littleEndian: base.unsafelyUnwrapped.loadUnaligned(
                fromByteOffset: index,
                as: UInt64.self
            )
        )
    }

    @inline(never)
    private func tail(_ index: Int) -> UInt64 {
        var word: UInt64 = 0
        for offset in 0..<8 { word |= UInt64(byte(index + offset)) << UInt64(offset * 8) }
        return word
    }

    /// Lends the address of an index for C functions that stop by themselves.
    @inline(__always)
    func withAddress<R>(_ index: Int, _ body: (UnsafePointer<CChar>) -> R) -> R {
        precondition(index < count, "An address past the end of the payload was asked for.")
        return unsafe body(
            (base.unsafelyUnwrapped + index).assumingMemoryBound(to: CChar.self)
        )
    }

    /// Moves over white space.
    @inline(__always)
    mutating func skipSpace() {
        while byte(index) <= 0x20 {
            guard isSpace(byte(index)) else { return }
            index &+= 1
        }
    }

    @inline(__always)
    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Moves over one expected byte; false when another one is there.
    @inline(__always)
    mutating func take(_ expected: UInt8) -> Bool {
        guard byte(index) == expected else { return false }
        index &+= 1
        return true
    }

    /// Finds the quote that ends the string whose first byte is at `start`; -1 when the string
    /// holds an escape, a control character or broken UTF-8.
    ///
    /// Eight bytes at a time: every byte that needs a look has its top bit set in `stops`. A borrow
    /// can flag a byte wrongly, but only above a byte that is flagged rightly, and only the lowest
    /// counts.
    @inline(__always)
    func endOfString(from start: Int) -> Int {
        var index = start
        while true {
            let stops = Self.stops(word(index))
            guard stops != 0 else {
                index &+= 8
                continue
            }
            index &+= stops.trailingZeroBitCount &>> 3
            let byte = byte(index)
            if byte == 0x22 { return index }
            guard byte >= 0x80 else { return -1 }
            let length = sequenceLength(index)
            guard length > 0 else { return -1 }
            index &+= length
        }
    }

    /// A byte's top bit is set by `x - 1` for a zero, by `word - 0x20` for a control character, and
    /// by the word itself for bytes from 0x80 on, which also cover what the subtractions flag up
    /// there.
    @inline(__always)
    static func stops(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = (word ^ (ones &* 0x22)) &- ones
        let backslashes = (word ^ (ones &* 0x5C)) &- ones
        let controls = word &- ones &* 0x20
        return (quotes | backslashes | controls | word) & (ones &* 0x80)
    }

    /// Where the bytes end that stand for themselves in a JSON string and are ASCII.
    func endOfPlainText(from start: Int) -> Int {
        var index = start
        while index < count {
            let stops = Self.stops(word(index))
            guard stops == 0 else {
                return min(count, index + stops.trailingZeroBitCount >> 3)
            }
            index += 8
        }
        return min(index, count)
    }

    /// Bytes of the UTF-8 sequence at an index, 0 when it is malformed, overlong, a surrogate or
    /// beyond U+10FFFF. Source: Unicode Standard, table 3-7.
    @inline(never)
    func sequenceLength(_ index: Int) -> Int {
        let first = byte(index)
        let second = byte(index &+ 1)
        switch first {
        case 0xC2...0xDF:
            return second & 0xC0 == 0x80 ? 2 : 0
        case 0xE0...0xEF:
            let low: UInt8 = first == 0xE0 ? 0xA0 : 0x80
            let high: UInt8 = first == 0xED ? 0x9F : 0xBF
            return second >= low && second <= high && byte(index &+ 2) & 0xC0 == 0x80 ? 3 : 0
        case 0xF0...0xF4:
            let low: UInt8 = first == 0xF0 ? 0x90 : 0x80
            let high: UInt8 = first == 0xF4 ? 0x8F : 0xBF
            return second >= low && second <= high && byte(index &+ 2) & 0xC0 == 0x80
                && byte(index &+ 3) & 0xC0 == 0x80 ? 4 : 0
        default:
            return 0
        }
    }

    /// What identifies the name at `start..<end`.
    @inline(__always)
    func digest(from start: Int, to end: Int) -> FieldLookup.Digest {
        let byteCount = end &- start
        let first = word(start)
        if byteCount <= 8 {
            let mask = byteCount == 8 ? ~0 : (1 &<< UInt64(truncatingIfNeeded: byteCount &* 8)) &- 1
            return FieldLookup.Digest(low: first & mask, high: 0, byteCount: byteCount)
        }
        let last = word(end &- 8)
        if byteCount <= 16 {
            return FieldLookup.Digest(low: first, high: last, byteCount: byteCount)
        }
        return FieldLookup.Digest(low: fold(start, end), high: last, byteCount: byteCount)
    }

    @inline(never)
    private func fold(_ start: Int, _ end: Int) -> UInt64 {
        var digest: UInt64 = 0
        var index = start
        while index &+ 8 <= end {
            digest = (digest ^ word(index)) &* 0x9E37_79B9_7F4A_7C15
            digest ^= digest &>> 29
            index &+= 8
        }
        return digest
    }
}
