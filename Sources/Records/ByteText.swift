#if canImport(Glibc)
    import Glibc
#endif

/// Comparisons of bytes that are text.
public enum ByteText {
    /// Whether two texts have the same bytes.
    @inlinable
    public static func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        guard a.count == b.count else { return false }
        guard let left = a.baseAddress, let right = b.baseAddress else { return a.count == 0 }
        return unsafe memcmp(left, right, a.count) == 0
    }
}
