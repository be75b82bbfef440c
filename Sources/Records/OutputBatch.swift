/// Encoded records on their way out: one arena of bytes and a list of entries into it.
///
/// A shard fills a batch, the publisher sends it, and the batch goes back to be used again. Appending
/// is amortised O(bytes); nothing is allocated once the arena has its size. One thread at a time.
public struct OutputBatch: ~Copyable {
    /// Where one record sits in the arena.
    @frozen
    public struct Entry: BitwiseCopyable, Sendable {
        /// Index into the output topics of the engine.
        public var topic: UInt16
        /// The partition it goes to; -1 for the one its key belongs to.
        public var partition: Int32
        /// How many headers precede the key.
        public var headerCount: UInt16
        /// True when the value is null (a tombstone).
        public var isTombstone: Bool
        /// First byte of the headers.
        public var start: Int
        /// First byte of the key.
        public var keyStart: Int
        /// First byte of the value.
        public var valueStart: Int
        /// One past the last byte of the value.
        public var end: Int
        /// Event time of the record in milliseconds, which becomes its Kafka timestamp.
        public var timestampMilliseconds: Int64
        /// Which input record of the shard's order caused it; replay orders outputs by it.
        public var inputIndex: UInt64
    }

    /// The entries, in the order they were appended.
    public private(set) var entries: [Entry] = []
    /// Headers, keys and values, back to back. A header is: name length (1 byte), name, value length
    /// (2 bytes, little endian), value.
    public var bytes: [UInt8] = []
    private var open: Entry?

    /// An empty batch.
    public init() {}

    /// How many records it holds.
    public var count: Int { entries.count }
    /// Bytes of headers, keys and values.
    public var byteCount: Int { bytes.count }

    /// Forgets everything, keeps the memory.
    public mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        open = nil
    }

    /// Begins a record. Then come `header` calls, `beginKey`, bytes, `beginValue`, bytes, `end`.
    /// The partition follows from the key unless one is given.
    public mutating func begin(
        topic: Int,
        partition: Int32 = -1,
        timestampMilliseconds: Int64,
        inputIndex: UInt64
    ) {
        precondition(open == nil, "The previous record of the batch was not ended.")
        open = Entry(
            topic: UInt16(topic),
            partition: partition,
            headerCount: 0,
            isTombstone: false,
            start: bytes.count,
            keyStart: bytes.count,
            valueStart: bytes.count,
            end: bytes.count,
            timestampMilliseconds: timestampMilliseconds,
            inputIndex: inputIndex
        )
    }

    /// Adds a header; names up to 255 bytes, values up to 65,535 are kept, longer ones are cut.
    public mutating func header(_ name: StaticString, _ value: UnsafeRawBufferPointer) {
        name.withUTF8Buffer { unsafe header(UnsafeRawBufferPointer($0), value) }
    }

    /// Adds a header; names up to 255 bytes, values up to 65,535 are kept, longer ones are cut.
    public mutating func header(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        let nameCount = min(name.count, 255)
        let valueCount = min(value.count, 65_535)
        bytes.append(UInt8(nameCount))
        unsafe bytes.append(contentsOf: name.prefix(nameCount))
        bytes.append(UInt8(valueCount & 0xff))
        bytes.append(UInt8(valueCount >> 8))
        unsafe bytes.append(contentsOf: value.prefix(valueCount))
        open?.headerCount += 1
    }

    /// The headers are complete; what is appended to `bytes` now is the key.
    public mutating func beginKey() { open?.keyStart = bytes.count }

    /// The key is complete; what is appended to `bytes` now is the value.
    public mutating func beginValue() { open?.valueStart = bytes.count }

    /// The record is complete.
    public mutating func end(isTombstone: Bool = false) {
        guard var entry = open else { preconditionFailure("No record of the batch was begun.") }
        entry.end = bytes.count
        entry.isTombstone = isTombstone
        entries.append(entry)
        open = nil
    }

    /// Drops the record that was begun and not ended.
    public mutating func cancel() {
        guard let entry = open else { return }
        bytes.removeLast(bytes.count - entry.start)
        open = nil
    }

    /// Lends the key of a record.
    public func withKey<R>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let entry = entries[index]
        return unsafe lend(entry.keyStart..<entry.valueStart, body)
    }

    /// Lends the value of a record.
    public func withValue<R>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let entry = entries[index]
        return unsafe lend(entry.valueStart..<entry.end, body)
    }

    /// Visits the headers of a record, name and value, in order.
    public func forEachHeader(
        _ index: Int,
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
    ) {
        let entry = entries[index]
        unsafe bytes.withUnsafeBytes { all in
            var at = entry.start
            for _ in 0..<entry.headerCount {
                let nameCount = unsafe Int(all[at])
                let valueStart = at + 1 + nameCount + 2
                let valueCount = unsafe Int(all[valueStart - 2]) | Int(all[valueStart - 1]) << 8
                unsafe body(
                    UnsafeRawBufferPointer(rebasing: all[at + 1..<at + 1 + nameCount]),
                    UnsafeRawBufferPointer(rebasing: all[valueStart..<valueStart + valueCount])
                )
                at = valueStart + valueCount
            }
        }
    }

    private func lend<R>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        unsafe bytes.withUnsafeBytes { unsafe body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
}
