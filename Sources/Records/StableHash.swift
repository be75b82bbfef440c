/// Hashes whose values never change between runs, machines or versions.
public enum StableHash {
    /// FNV-1a, 64 bits. Source: Fowler, Noll and Vo, IETF draft-eastlake-fnv.
    ///
    /// Identities of alerts are made of it; chain calls through `seed`.
    @inlinable
    public static func fnv1a(
        _ bytes: UnsafeRawBufferPointer,
        seed: UInt64 = 0xcbf2_9ce4_8422_2325
    ) -> UInt64 {
        var hash = seed
        for index in 0..<bytes.count {
            hash = unsafe (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01b3
        }
        return hash
    }

    /// FNV-1a over the UTF-8 of a string.
    public static func fnv1a(_ string: String, seed: UInt64 = 0xcbf2_9ce4_8422_2325) -> UInt64 {
        var copy = string
        return copy.withUTF8 { unsafe fnv1a(UnsafeRawBufferPointer($0), seed: seed) }
    }

    /// A hash of many bytes, eight at a time: checks outputs and snapshots, about a byte per
    /// quarter of a cycle. Not for keys and not against attackers.
    ///
    /// Each word is folded in by a 64 by 64 to 128 bit multiplication, so that every bit of it moves
    /// about half of the result.
    @inlinable
    public static func words(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        var hash = seed ^ UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var index = 0
        while bytes.count &- index >= 8 {
            let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            hash = fold(hash ^ UInt64(littleEndian: word))
            index &+= 8
        }
        var rest: UInt64 = 0
        while index < bytes.count {
            rest = unsafe rest << 8 | UInt64(bytes[index])
            index &+= 1
        }
        return fold(hash ^ rest)
    }

    @inlinable
    static func fold(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        return product.high ^ product.low &+ value
    }

    /// MurmurHash2, 32 bits, with the seed of Kafka's Java client: the default partitioner of every
    /// Java producer and `partitioner=murmur2` of librdkafka.
    @inlinable
    public static func murmur2(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let m: UInt32 = 0x5bd1_e995
        var hash: UInt32 = 0x9747_b28c ^ UInt32(truncatingIfNeeded: bytes.count)
        var index = 0
        while bytes.count - index >= 4 {
            var k = unsafe UInt32(
                littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)
            )
            k = k &* m
            k = (k ^ (k >> 24)) &* m
            hash = (hash &* m) ^ k
            index += 4
        }
        let rest = bytes.count - index
        if rest >= 3 { hash ^= unsafe UInt32(bytes[index + 2]) << 16 }
        if rest >= 2 { hash ^= unsafe UInt32(bytes[index + 1]) << 8 }
        if rest >= 1 { hash = unsafe (hash ^ UInt32(bytes[index])) &* m }
        hash = (hash ^ (hash >> 13)) &* m
        return hash ^ (hash >> 15)
    }

    /// The partition a key belongs to under Kafka's default partitioner.
    @inlinable
    public static func partition(ofKey key: UnsafeRawBufferPointer, partitionCount: Int) -> Int32 {
        Int32(Int(unsafe murmur2(key) & 0x7fff_ffff) % partitionCount)
    }
}
