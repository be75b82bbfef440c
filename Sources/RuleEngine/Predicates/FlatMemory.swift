/// A growing table of plain values in memory of its own, without reference counts or copies on
/// write.
///
/// For tables that are filled once and read at every event. Indices are the promise of the caller;
/// debug
/// builds check them. One owner, one thread.
@safe
struct FlatMemory<Element: BitwiseCopyable>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private var capacity: Int
    private(set) var count = 0

    init() {
        capacity = 8
        unsafe base = .allocate(capacity: capacity)
    }

    deinit { unsafe base.deallocate() }

    subscript(index: Int) -> Element {
        @inline(__always) get {
            assert(index >= 0 && index < count, "The index is outside of the table.")
            return unsafe base[index]
        }
        @inline(__always) set {
            assert(index >= 0 && index < count, "The index is outside of the table.")
            unsafe base[index] = newValue
        }
    }

    mutating func append(_ element: Element) {
        if count == capacity {
            let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
            unsafe larger.update(from: base, count: count)
            unsafe base.deallocate()
            unsafe base = unsafe larger
            capacity *= 2
        }
        unsafe base[count] = element
        count += 1
    }

    /// Lends the bytes of all elements.
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        unsafe body(
            UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Element>.stride)
        )
    }
}
