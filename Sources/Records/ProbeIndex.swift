/// Finds the rows of a table that lies elsewhere by their hashes: open addressing, linear probing.
///
/// The table says whether a row is the one looked for, and what the hash of a row is. Rows can be taken
/// out again. A look-up of a known row is O(1) and allocates nothing; at most half of the buckets are
/// used, and growing is O(rows). One thread at a time.
///
/// Taking out closes the gap (Knuth, The Art of Computer Programming 3, 6.4, algorithm R), so a table
/// that rows come to and leave for years needs no clean-up.
public struct ProbeIndex: Sendable {
    @usableFromInline var buckets: [Int32] = Array(repeating: -1, count: 64)
    /// How many rows are in it.
    public private(set) var count = 0

    /// An index of no rows.
    public init() {}

    /// The row with a hash for which `matches` holds, or nil.
    @inlinable
    public func find(_ hash: UInt64, where matches: (Int) -> Bool) -> Int? {
        var bucket = Int(truncatingIfNeeded: hash) & (buckets.count - 1)
        while buckets[bucket] >= 0 {
            let row = Int(buckets[bucket])
            if matches(row) { return row }
            bucket = (bucket + 1) & (buckets.count - 1)
        }
        return nil
    }

    /// Takes a row in that is not in it. `hashOf` answers the hash of any row.
    public mutating func insert(_ row: Int, hashOf: (Int) -> UInt64) {
        count += 1
        if count * 2 > buckets.count {
            let rows = buckets.filter { $0 >= 0 }
            buckets = Array(repeating: -1, count: buckets.count * 2)
            for other in rows { place(other, hashOf(Int(other))) }
        }
        place(Int32(row), hashOf(row))
    }

    /// Takes a row out; traps when it is not in it. `hashOf` answers the hash of any row that is.
    public mutating func remove(_ row: Int, hashOf: (Int) -> UInt64) {
        let mask = buckets.count - 1
        var gap = Int(truncatingIfNeeded: hashOf(row)) & mask
        while buckets[gap] != Int32(row) {
            precondition(buckets[gap] >= 0, "A row that is taken out must be in the index.")
            gap = (gap + 1) & mask
        }
        count -= 1
        var bucket = gap
        while true {
            bucket = (bucket + 1) & mask
            guard buckets[bucket] >= 0 else { break }
            let home = Int(truncatingIfNeeded: hashOf(Int(buckets[bucket]))) & mask
            // What lies behind its home by less than the gap does would not be found across it.
            if (bucket - home) & mask < (bucket - gap) & mask { continue }
            buckets[gap] = buckets[bucket]
            gap = bucket
        }
        buckets[gap] = -1
    }

    private mutating func place(_ row: Int32, _ hash: UInt64) {
        var bucket = Int(truncatingIfNeeded: hash) & (buckets.count - 1)
        while buckets[bucket] >= 0 { bucket = (bucket + 1) & (buckets.count - 1) }
        buckets[bucket] = row
    }
}
