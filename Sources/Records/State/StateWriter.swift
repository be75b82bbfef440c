/// Writes the state of a task as bytes that another process can read: little-endian, no padding, no
/// pointers, the same bytes for the same state.
///
/// Every part of the state writes its fields in a fixed order and reads them back in the same order
/// (`Persistent`). What can be derived again (indices, hashes, buckets) is not written. Appending is
/// amortised O(bytes). One thread at a time.
@safe
public struct StateWriter: ~Copyable {
    // Owned memory rather than an array: a store is a store, without a question about uniqueness.
    @usableFromInline var start: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    /// Bytes written so far.
    @inlinable public var count: Int { used }
    @usableFromInline var used = 0

    /// A writer with room for `minimumCapacity` bytes before it grows.
    public init(minimumCapacity: Int = 4096) {
        capacity = max(64, minimumCapacity)
        unsafe start = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { unsafe start.deallocate() }

    /// Forgets what was written, keeps the memory.
    public mutating func removeAll() { used = 0 }

    /// Writes a whole number of any width as its bytes, least significant first.
    @inlinable
    public mutating func write<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
        reserve(MemoryLayout<T>.size)
        unsafe start.storeBytes(of: value.littleEndian, toByteOffset: count, as: T.self)
        used &+= MemoryLayout<T>.size
    }

    /// Writes the bits of a double, NaN and signed zero included.
    @inlinable
    public mutating func write(_ value: Double) { write(value.bitPattern) }

    /// Writes a truth value as one byte.
    @inlinable
    public mutating func write(_ value: Bool) { write(UInt8(value ? 1 : 0)) }

    /// Writes an event time in nanoseconds.
    @inlinable
    public mutating func write(_ value: EventTime) { write(value.nanoseconds) }

    /// Writes how many elements follow.
    @inlinable
    public mutating func write(count: Int) { write(UInt32(count)) }

    /// Writes a text: its length in bytes, then its UTF-8.
    public mutating func write(_ text: String) {
        var copy = text
        copy.withUTF8 { unsafe write(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Writes some bytes behind their number.
    public mutating func write(bytes: UnsafeRawBufferPointer) {
        write(count: bytes.count)
        unsafe append(bytes)
    }

    /// Appends what another writer wrote.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        reserve(bytes.count)
        guard let source = bytes.baseAddress else { return }
        unsafe (start + count).copyMemory(from: source, byteCount: bytes.count)
        used += bytes.count
    }

    /// Writes a part of the state.
    @inlinable
    public mutating func write<P: Persistent & ~Copyable>(_ part: borrowing P) {
        part.write(to: &self)
    }

    /// Writes a list: its length, then its elements.
    @inlinable
    public mutating func write<P: Persistent>(list: [P]) {
        write(count: list.count)
        for element in list { element.write(to: &self) }
    }

    /// Writes a part behind its length, so that a reader who has no use for it can pass over it.
    @inlinable
    public mutating func writeBlock(_ body: (inout StateWriter) -> Void) {
        let start = count
        write(count: 0)
        body(&self)
        let length = UInt32(count - start - 4)
        unsafe self.start.storeBytes(
            of: length.littleEndian,
            toByteOffset: start,
            as: UInt32.self
        )
    }

    /// Lends what was written.
    public func withBytes<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try unsafe body(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// A hash of what was written, equal for equal state on every machine.
    public var hash: UInt64 { unsafe withBytes { unsafe StableHash.words($0) } }

    @inlinable
    mutating func reserve(_ byteCount: Int) {
        if count &+ byteCount > capacity { grow(byteCount) }
    }

    @usableFromInline
    mutating func grow(_ byteCount: Int) {
        let wanted = max(capacity * 2, count + byteCount)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
        unsafe larger.copyMemory(from: start, byteCount: count)
        unsafe start.deallocate()
        unsafe start = unsafe larger
        capacity = wanted
    }
}
