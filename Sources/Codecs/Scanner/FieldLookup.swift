import Records

/// Field names of a plan, found by a hash without collisions over the first and last bytes.
///
/// Made once per plan: it tries multipliers until every name has a bucket of its own, so a lookup
/// is one multiplication, one table load and one comparison.
struct FieldLookup: Sendable {
    /// What identifies a name: exact up to 16 bytes, a digest with the bytes compared beyond that.
    struct Digest: Equatable {
        var low: UInt64
        var high: UInt64
        var byteCount: Int
    }

    private struct Entry: Sendable {
        var low: UInt64
        var high: UInt64
        var byteCount: Int
        var slot: Int
    }

    /// The plan it was made from.
    let plan: FieldPlan
    /// False in the practically impossible case that no multiplier separates the names; then only
    /// the slow path may be used.
    let isPerfect: Bool
    private var buckets: [Entry]
    private let names: [[UInt8]]
    private var multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
    private let shift: UInt64

    init(plan: FieldPlan) {
        self.plan = plan
        names = plan.names.map { Array($0.utf8) }
        let digests = names.map { name in
            unsafe name.withUnsafeBytes {
                let cursor = unsafe ByteCursor($0)
                return cursor.digest(from: 0, to: name.count)
            }
        }
        var bitCount = 4
        while bitCount < 10, 1 << bitCount < names.count * names.count { bitCount += 1 }
        shift = UInt64(64 - bitCount)
        let empty = Entry(low: 0, high: 0, byteCount: -1, slot: -1)
        buckets = []
        var placed = false
        for _ in 0..<4096 where !placed {
            multiplier = multiplier &* 0x5851_F42D_4C95_7F2D &+ 0x1405_7B7E_F767_814F | 1
            buckets = Array(repeating: empty, count: 1 << bitCount)
            placed = true
            for (slot, digest) in digests.enumerated() {
                let bucket = Self.bucket(digest, multiplier, shift)
                guard buckets[bucket].slot < 0 else {
                    placed = false
                    break
                }
                buckets[bucket] = Entry(
                    low: digest.low,
                    high: digest.high,
                    byteCount: digest.byteCount,
                    slot: slot
                )
            }
        }
        isPerfect = placed
    }

    /// The slot of the name at `start..<start + digest.byteCount`, or -1.
    @inline(__always)
    func slot(_ digest: Digest, in cursor: ByteCursor, at start: Int) -> Int {
        let entry = buckets[Self.bucket(digest, multiplier, shift)]
        guard entry.low == digest.low, entry.high == digest.high,
            entry.byteCount == digest.byteCount
        else { return -1 }
        if digest.byteCount <= 16 || matches(entry.slot, cursor, start) { return entry.slot }
        return -1
    }

    @inline(never)
    private func matches(_ slot: Int, _ cursor: ByteCursor, _ start: Int) -> Bool {
        let name = names[slot]
        for index in 0..<name.count where cursor.byte(start + index) != name[index] { return false }
        return true
    }

    @inline(__always)
    private static func bucket(_ digest: Digest, _ multiplier: UInt64, _ shift: UInt64) -> Int {
        let rotated = digest.high &<< 29 | digest.high &>> 35
        let mixed = digest.low ^ rotated ^ UInt64(truncatingIfNeeded: digest.byteCount)
        return Int(truncatingIfNeeded: (mixed &* multiplier) &>> shift)
    }
}
