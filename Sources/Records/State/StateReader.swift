/// Reads back what a `StateWriter` wrote. Bounded by the bytes it was given: whatever they hold, it
/// answers with an error, never with a crash, and takes no more memory than they could fill.
///
/// The bytes are borrowed for the reader's life. One thread at a time.
@safe
public struct StateReader: ~Copyable {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    @usableFromInline var position = 0

    /// A reader at the start of some bytes.
    public init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = unsafe bytes }

    /// Bytes that were not read yet.
    @inlinable public var remaining: Int { unsafe bytes.count - position }

    /// Reads a whole number.
    @inlinable
    public mutating func read<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type = T.self
    ) throws(StateError) -> T {
        let size = MemoryLayout<T>.size
        guard size <= remaining else { throw StateError.truncated(at: position) }
        let value = unsafe bytes.loadUnaligned(fromByteOffset: position, as: T.self)
        position &+= size
        return T(littleEndian: value)
    }

    /// Reads a double, bit for bit.
    @inlinable
    public mutating func readDouble() throws(StateError) -> Double {
        Double(bitPattern: try read(UInt64.self))
    }

    /// Reads a truth value; any byte but 0 and 1 is an error.
    @inlinable
    public mutating func readBool() throws(StateError) -> Bool {
        switch try read(UInt8.self) {
        case 0: return false
        case 1: return true
        default: throw StateError.invalid("a truth value", at: position - 1)
        }
    }

    /// Reads an event time.
    @inlinable
    public mutating func readTime() throws(StateError) -> EventTime {
        EventTime(nanoseconds: try read(Int64.self))
    }

    /// Reads how many elements follow; an error when `limit` or what is left cannot hold so many of at
    /// least `elementByteCount` bytes each.
    @inlinable
    public mutating func readCount(
        limit: Int = Int(Int32.max),
        elementByteCount: Int = 1
    ) throws(StateError) -> Int {
        let count = Int(try read(UInt32.self))
        guard count <= limit, count * elementByteCount <= remaining else {
            throw StateError.invalid("a count of \(count)", at: position - 4)
        }
        return count
    }

    /// Reads a text; invalid UTF-8 is an error.
    public mutating func readText() throws(StateError) -> String {
        let count = try readCount()
        let slice = unsafe UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
        position += count
        guard let text = unsafe String(validating: slice, as: UTF8.self) else {
            throw StateError.invalid("a text", at: position - count)
        }
        return text
    }

    /// Reads a list; `elementByteCount` is the least an element takes.
    public mutating func readList<P: Persistent>(
        of type: P.Type = P.self,
        limit: Int = Int(Int32.max),
        elementByteCount: Int = 1
    ) throws(StateError) -> [P] {
        let count = try readCount(limit: limit, elementByteCount: elementByteCount)
        var list: [P] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try P(from: &self)) }
        return list
    }

    /// Reads an index of something that has `count` elements; -1 only where `allowsNone`.
    public mutating func readIndex(below count: Int, allowsNone: Bool = false) throws(StateError)
        -> Int
    {
        let index = Int(try read(Int32.self))
        guard index < count, index >= (allowsNone ? -1 : 0) else {
            throw StateError.invalid("an index of \(index) among \(count)", at: position - 4)
        }
        return index
    }

    /// Goes into a block whose content is read next.
    public mutating func beginBlock() throws(StateError) { _ = try readCount() }

    /// Passes over a block.
    public mutating func skipBlock() throws(StateError) { position += try readCount() }

    /// An error at this place, for a value that was read and makes no sense.
    public func invalid(_ what: String) -> StateError { .invalid(what, at: position) }
}

/// Why bytes are not the state they should be.
public enum StateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The bytes end in the middle of something.
    case truncated(at: Int)
    /// Something has a value that state never has.
    case invalid(String, at: Int)

    /// A part of a sentence: what is wrong, and at which byte.
    public var description: String {
        switch self {
        case .truncated(let position):
            "the state ends at byte \(position), in the middle of a value"
        case .invalid(let what, let position):
            "the state holds \(what) before byte \(position), which cannot be"
        }
    }
}

/// A part of a task's state that can be written to a snapshot and read back.
///
/// Reading gives a value that behaves like the written one in every respect: the same calls give the
/// same results, bit for bit. A change of the fields needs a new version of the whole snapshot
/// (`EquipmentTask`), because parts carry none of their own.
public protocol Persistent: ~Copyable {
    /// Writes every field that future results depend on.
    func write(to writer: inout StateWriter)
    /// Reads what `write` wrote; throws for anything else.
    init(from reader: inout StateReader) throws(StateError)
}
