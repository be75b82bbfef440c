/// Four shift registers of sixteen bits in one word, all shifted by one instruction.
struct BitLanes: BitwiseCopyable, Hashable, Sendable {
    var word: UInt64 = 0

    @inline(__always)
    init() {}

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

    /// Which lanes hold every bit of their mask, as the top bits of the lanes.
    ///
    /// What is missing is a field of sixteen bits for each lane; adding 0x7FFF to its lower fifteen sets
    /// its top bit unless they are all zero, and no carry leaves the field. So a field is zero just when
    /// neither that sum nor the field itself has the top bit.
    @inline(__always)
    func complete(_ masks: BitLanes) -> UInt64 {
        let missing = ~word & masks.word
        return ~(((missing & Self.low) &+ Self.low) | missing | Self.low)
    }

    /// The first two lanes the same, a third, and an empty one.
    @inline(__always)
    init(twice lane: UInt16, _ third: UInt16) {
        word = UInt64(lane) &* 0x1_0001 | UInt64(third) << 32
    }

    private static var low: UInt64 { 0x7FFF_7FFF_7FFF_7FFF }

    /// How many bits are set in each of two lanes. The processor's own count is not there on every
    /// machine of the family, and its replacement would be computed twice.
    @inline(__always)
    static func counts(_ lane0: UInt16, _ lane1: UInt16) -> (UInt32, UInt32) {
        var pairs = UInt32(lane0) | UInt32(lane1) << 16
        pairs &-= (pairs &>> 1) & 0x5555_5555
        pairs = (pairs & 0x3333_3333) &+ ((pairs &>> 2) & 0x3333_3333)
        pairs = (pairs &+ (pairs &>> 4)) & 0x0F0F_0F0F
        pairs &+= pairs &>> 8
        return (pairs & 0xFF, pairs &>> 16 & 0xFF)
    }
}
