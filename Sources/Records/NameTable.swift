/// Names to small integers and back, for one task: equipment, characteristics, states, products.
///
/// Open addressing over the bytes of the names; a lookup of a known name allocates nothing. Bounded:
/// when the limit is reached `intern` answers `nil` and the caller decides. Indices are dense from 0
/// and never persisted: what lasts is the name. One thread at a time.
public struct NameTable: ~Copyable {
    /// The most names this table takes.
    public let countLimit: Int
    @usableFromInline var bytes: [UInt8] = []
    @usableFromInline var ends: [UInt32] = []
    @usableFromInline var hashes: [UInt64] = []
    @usableFromInline var buckets: [Int32]

    /// An empty table for at most `countLimit` names.
    public init(countLimit: Int) {
        precondition(countLimit > 0, "A name table needs room for at least one name.")
        self.countLimit = countLimit
        buckets = Array(repeating: -1, count: 64)
    }

    /// How many names are known; indices run from 0 to `count - 1`.
    @inlinable
    public var count: Int { ends.count }

    /// The index of a name, or `nil` when it is not known.
    @inlinable
    public func find(_ name: UnsafeRawBufferPointer) -> Int? {
        let hash = unsafe Self.hash(name)
        var bucket = Int(truncatingIfNeeded: hash) & (buckets.count - 1)
        while buckets[bucket] >= 0 {
            let index = Int(buckets[bucket])
            if hashes[index] == hash, unsafe matches(index, name) { return index }
            bucket = (bucket + 1) & (buckets.count - 1)
        }
        return nil
    }

    /// The index of a name, known or new; `nil` when the table is full.
    @inlinable
    public mutating func intern(_ name: UnsafeRawBufferPointer) -> Int? {
        if let index = unsafe find(name) { return index }
        return unsafe insert(name)
    }

    /// The index of a name, known or new; `nil` when the table is full. For cold paths.
    public mutating func intern(_ name: String) -> Int? {
        var copy = name
        return copy.withUTF8 { unsafe intern(UnsafeRawBufferPointer($0)) }
    }

    /// The index of a name, or `nil` when it is not known. For cold paths.
    public func find(_ name: String) -> Int? {
        var copy = name
        return copy.withUTF8 { unsafe find(UnsafeRawBufferPointer($0)) }
    }

    /// Lends the bytes of a known name.
    @inlinable
    public func withName<R>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let start = index == 0 ? 0 : Int(ends[index - 1])
        return unsafe bytes.withUnsafeBytes {
            unsafe body(UnsafeRawBufferPointer(rebasing: $0[start..<Int(ends[index])]))
        }
    }

    /// A known name as a string, for cold paths.
    public func name(_ index: Int) -> String {
        unsafe withName(index) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// A hash for this process only: eight bytes at a time, multiplied and folded.
    @inlinable
    static func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: name.count) &* 0x9E37_79B9_7F4A_7C15
        var offset = 0
        while name.count &- offset >= 8 {
            let word = unsafe name.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            hash = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
            hash ^= hash &>> 32
            offset &+= 8
        }
        var rest: UInt64 = 0
        while offset < name.count {
            rest = unsafe rest &<< 8 | UInt64(name[offset])
            offset &+= 1
        }
        hash = (hash ^ rest) &* 0xD6E8_FEB8_6659_FD93
        return hash ^ (hash &>> 29)
    }

    @usableFromInline
    func matches(_ index: Int, _ name: UnsafeRawBufferPointer) -> Bool {
        unsafe withName(index) { known in unsafe ByteText.areEqual(known, name) }
    }

    @usableFromInline
    mutating func insert(_ name: UnsafeRawBufferPointer) -> Int? {
        guard count < countLimit, bytes.count + name.count <= Int(UInt32.max) else { return nil }
        let index = count
        unsafe bytes.append(contentsOf: name)
        ends.append(UInt32(bytes.count))
        hashes.append(unsafe Self.hash(name))
        if (index + 1) * 2 > buckets.count { rehash(bucketCount: buckets.count * 2) }
        place(index)
        return index
    }

    @usableFromInline
    mutating func place(_ index: Int) {
        var bucket = Int(truncatingIfNeeded: hashes[index]) & (buckets.count - 1)
        while buckets[bucket] >= 0 { bucket = (bucket + 1) & (buckets.count - 1) }
        buckets[bucket] = Int32(index)
    }

    @usableFromInline
    mutating func rehash(bucketCount: Int) {
        buckets = Array(repeating: -1, count: bucketCount)
        for index in 0..<(count - 1) { place(index) }
    }
}
