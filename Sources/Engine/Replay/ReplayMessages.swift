import Records

/// Owns the bytes of replayed records while shards work on them.
///
/// A message's handle is one retained object; releasing it frees key and value.
/// `@safe`: the bytes are allocated and freed here.
@safe
final class ReplayRecord {
    private let bytes: UnsafeMutableRawBufferPointer
    private let keyByteCount: Int
    private let hasKey: Bool
    private let hasValue: Bool

    init(_ line: ReplayLine) {
        keyByteCount = line.key?.count ?? 0
        hasKey = line.key != nil
        hasValue = line.value != nil
        unsafe bytes = .allocate(
            byteCount: max(1, keyByteCount + (line.value?.count ?? 0)),
            alignment: 8
        )
        if let key = line.key { unsafe bytes.copyBytes(from: key) }
        if let value = line.value {
            unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[keyByteCount...])
                .copyBytes(from: value)
        }
    }

    deinit { unsafe bytes.deallocate() }

    /// The key, lent while the record lives.
    var key: UnsafeRawBufferPointer? {
        guard hasKey else { return nil }
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[..<keyByteCount])
    }

    /// The value, lent while the record lives.
    var value: UnsafeRawBufferPointer? {
        guard hasValue else { return nil }
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[keyByteCount...])
    }

    /// Gives a replayed message's memory back.
    static func release(_ handle: UnsafeMutableRawPointer) {
        unsafe Unmanaged<ReplayRecord>.fromOpaque(handle).release()
    }
}
