/// Names to small integers and back, for one task: equipment, characteristics, states, products.
///
/// A lookup of a known name allocates nothing. Bounded: when the limit is reached `intern` answers
/// `nil` and the caller decides. A name keeps its index until it is removed; the lowest index that is
/// free goes to the next new name. Indices are never persisted but beside what they stand for: what
/// lasts is the name. One thread at a time.
public struct NameTable: ~Copyable {
    @usableFromInline
    struct Entry: BitwiseCopyable {
        @usableFromInline var start: UInt32
        @usableFromInline var byteCount: UInt32
        @usableFromInline var hash: UInt64
    }

    /// The most names this table takes.
    public let countLimit: Int
    @usableFromInline var bytes: [UInt8] = []
    @usableFromInline var entries: [Entry] = []
    @usableFromInline var index = ProbeIndex()
    private var vacancies = Vacancies()
    // Bytes of names that were removed.
    private var unusedByteCount = 0

    /// An empty table for at most `countLimit` names.
    public init(countLimit: Int) {
        precondition(countLimit > 0, "A name table needs room for at least one name.")
        self.countLimit = countLimit
    }

    /// How many names are known.
    public var count: Int { index.count }

    /// The index of a name, or `nil` when it is not known.
    @inlinable
    public func find(_ name: UnsafeRawBufferPointer) -> Int? {
        let hash = unsafe Self.hash(name)
        return index.find(hash) { row in
            unsafe entries[row].hash == hash && matches(row, name)
        }
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
        let start = Int(entries[index].start)
        let end = start + Int(entries[index].byteCount)
        return unsafe bytes.withUnsafeBytes {
            unsafe body(UnsafeRawBufferPointer(rebasing: $0[start..<end]))
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
        guard count < countLimit else { return nil }
        return unsafe insert(name, at: vacancies.take() ?? entries.count)
    }

    private mutating func insert(_ name: UnsafeRawBufferPointer, at row: Int) -> Int? {
        guard count < countLimit, bytes.count + name.count <= Int(UInt32.max) else { return nil }
        let entry = Entry(
            start: UInt32(bytes.count),
            byteCount: UInt32(name.count),
            hash: unsafe Self.hash(name)
        )
        unsafe bytes.append(contentsOf: name)
        if row == entries.count { entries.append(entry) } else { entries[row] = entry }
        Self.insert(row, &index, entries)
        return row
    }

    private static func insert(_ row: Int, _ index: inout ProbeIndex, _ entries: [Entry]) {
        index.insert(row) { entries[$0].hash }
    }

    private static func remove(_ row: Int, _ index: inout ProbeIndex, _ entries: [Entry]) {
        index.remove(row) { entries[$0].hash }
    }

    /// Forgets a known name; its index goes to a later one. Amortised O(bytes of the name).
    public mutating func remove(_ row: Int) {
        Self.remove(row, &index, entries)
        vacancies.insert(row)
        unusedByteCount += Int(entries[row].byteCount)
        entries[row].byteCount = 0
        if unusedByteCount > 4096, unusedByteCount * 2 > bytes.count { compact() }
    }

    /// Gives the next index beyond all others to a name, or to none when it is nil: for a table that is
    /// built as another one was. False when the name is known or there is no room.
    public mutating func append(_ name: String?) -> Bool {
        guard var name else {
            vacancies.insert(entries.count)
            entries.append(Entry(start: 0, byteCount: 0, hash: 0))
            return true
        }
        guard find(name) == nil else { return false }
        return name.withUTF8 {
            unsafe insert(UnsafeRawBufferPointer($0), at: entries.count) != nil
        }
    }

    private mutating func compact() {
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count - unusedByteCount)
        for row in entries.indices {
            let start = Int(entries[row].start)
            let name = bytes[start..<start + Int(entries[row].byteCount)]
            entries[row].start = UInt32(kept.count)
            kept.append(contentsOf: name)
        }
        bytes = kept
        unusedByteCount = 0
    }
}
