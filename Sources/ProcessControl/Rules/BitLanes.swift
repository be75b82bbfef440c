/// Four shift registers of sixteen bits in one word, all shifted by one instruction.
struct BitLanes: BitwiseCopyable, Hashable, Sendable {
    var word: UInt64 = 0

    /// Shifts every lane up by one and puts a new bit, 0 or 1, at the bottom of each; the oldest
    /// bits fall out.
    @inline(__always)
    mutating func push(_ bit0: UInt64, _ bit1: UInt64, _ bit2: UInt64, _ bit3: UInt64) {
        // What leaves the top of a lane would enter the next one: bit 0 of every lane is cleared.
        let shifted = (word << 1) & 0xFFFE_FFFE_FFFE_FFFE
        word = shifted | bit0 | bit1 << 16 | bit2 << 32 | bit3 << 48
    }

    /// A lane, 0 to 3: bit 0 is the newest.
    @inline(__always)
    subscript(lane: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: word &>> UInt64(16 &* lane))
    }
}
