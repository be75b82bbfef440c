import Records

/// The beginning of every record of a snapshot.
struct SnapshotHeader: Equatable {
    /// The format of the records, not of the state inside.
    static let version: UInt8 = 2
    static let byteCount = 50

    var isManifest: Bool
    /// Counts the snapshots of the task; even and odd ones lie in slots of their own.
    var number: UInt64
    /// The cycle at whose end the state was copied.
    var cycle: UInt64
    /// The owner that copied it. One that was succeeded may still write; that does not count.
    var epoch: UInt32
    /// Which chunk this is; in the manifest how many there are.
    var index: UInt32
    /// Bytes of the state through this chunk; in the manifest of all of it.
    var byteCount: UInt64
    /// Hash of this chunk's bytes; in the manifest the chain of all of them.
    var hash: UInt64

    /// The hash of some chunks and one more.
    static func chain(_ hash: UInt64, _ next: UInt64) -> UInt64 {
        unsafe withUnsafeBytes(of: next.littleEndian) { unsafe StableHash.words($0, seed: hash) }
    }

    func append(to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(Self.version)
        bytes.append(isManifest ? 1 : 0)
        Varint.append(fixed: number, to: &bytes)
        Varint.append(fixed: cycle, to: &bytes)
        Self.append(epoch, to: &bytes)
        Self.append(index, to: &bytes)
        Varint.append(fixed: byteCount, to: &bytes)
        Varint.append(fixed: hash, to: &bytes)
        Varint.append(fixed: Self.seal(bytes[start...]), to: &bytes)
    }

    /// A hash of the fields, because a wrong owner or number would make whole snapshots disappear.
    private static func seal(_ fields: some Collection<UInt8>) -> UInt64 {
        unsafe Array(fields).withUnsafeBytes { unsafe StableHash.words($0) }
    }

    /// Reads the beginning of a record; nil for what is none, or was changed since.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = unsafe Varint.Reader(bytes)
        guard reader.byte() == Self.version, let kind = reader.byte(), kind <= 1,
            let number = reader.fixed(), let cycle = reader.fixed()
        else { return nil }
        guard let epoch = Self.number32(&reader), let index = Self.number32(&reader),
            let byteCount = reader.fixed(), let hash = reader.fixed(),
            let seal = reader.fixed(),
            unsafe seal == Self.seal(bytes.prefix(Self.byteCount - 8))
        else { return nil }
        self.init(
            isManifest: kind == 1,
            number: number,
            cycle: cycle,
            epoch: epoch,
            index: index,
            byteCount: byteCount,
            hash: hash
        )
    }

    init(
        isManifest: Bool,
        number: UInt64,
        cycle: UInt64,
        epoch: UInt32,
        index: UInt32,
        byteCount: UInt64,
        hash: UInt64
    ) {
        self.isManifest = isManifest
        self.number = number
        self.cycle = cycle
        self.epoch = epoch
        self.index = index
        self.byteCount = byteCount
        self.hash = hash
    }

    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    private static func number32(_ reader: inout Varint.Reader) -> UInt32? {
        var value: UInt32 = 0
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            guard let next = reader.byte() else { return nil }
            value |= UInt32(next) << shift
        }
        return value
    }
}
