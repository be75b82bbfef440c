import Records

/// What a part of the state writes, as an array.
public func stateBytes(_ write: (inout StateWriter) -> Void) -> [UInt8] {
    var writer = StateWriter(minimumCapacity: 64)
    write(&writer)
    return unsafe writer.withBytes { unsafe Array($0) }
}

/// What a body reads from some bytes; throws also when it leaves some of them.
public func readState<Value: ~Copyable>(
    _ bytes: [UInt8],
    _ read: (inout StateReader) throws(StateError) -> Value
) throws(StateError) -> Value {
    // Copied to memory of exactly this size, where a sanitizer notices every byte read beyond it.
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { unsafe copy.deallocate() }
    unsafe copy.copyBytes(from: bytes)
    var reader = unsafe StateReader(UnsafeRawBufferPointer(copy))
    let value = try read(&reader)
    guard reader.remaining == 0 else { throw reader.invalid("\(reader.remaining) bytes too many") }
    return value
}

/// The lengths at which a beginning of some bytes is read without an error; there should be none.
public func truncationsAccepted<Value: ~Copyable>(
    _ bytes: [UInt8],
    _ read: (inout StateReader) throws(StateError) -> Value
) -> [Int] {
    bytes.indices.filter { count in
        do throws(StateError) {
            _ = try readState(Array(bytes[..<count]), read)
            return true
        } catch {
            return false
        }
    }
}

/// The bytes with one of them changed.
public func corrupted(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var copy = bytes
    guard let index = bytes.indices.randomElement(using: &generator) else { return copy }
    copy[index] ^= UInt8.random(in: 1...255, using: &generator)
    return copy
}
