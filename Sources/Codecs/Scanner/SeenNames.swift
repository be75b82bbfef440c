/// The names one object has had so far, to find repeated ones on the fast path.
///
/// It answers "new" only when that is certain; anything else goes to the slow path, which compares
/// the bytes.
struct SeenNames {
    private static let countLimit = 32
    private var slots: UInt64 = 0
    private var filter: UInt64 = 0
    private var count = 0
    private var digests = InlineArray<32, UInt64>(repeating: 0)

    /// Notes a planned field; false when it was there before.
    @inline(__always)
    mutating func insert(slot: Int) -> Bool {
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: slot)
        guard slots & bit == 0 else { return false }
        slots |= bit
        return true
    }

    /// Notes an unplanned name; false when one like it may have been there, or there are too many.
    @inline(never)
    mutating func insert(_ digest: FieldLookup.Digest) -> Bool {
        let word =
            (digest.low ^ (digest.high &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(digest.byteCount))
            &* 0xD6E8_FEB8_6659_FD93
        let bit: UInt64 = 1 &<< (word &>> 58)
        guard count < Self.countLimit else { return false }
        if filter & bit != 0 {
            for index in 0..<count where digests[index] == word { return false }
        }
        filter |= bit
        digests[count] = word
        count += 1
        return true
    }
}
