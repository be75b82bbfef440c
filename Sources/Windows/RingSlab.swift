/// Many small rings of one size in one piece of memory: the windows of a table of series.
///
/// Ring `i` belongs to table index `i`. Pushing to a full ring replaces its oldest element. All
/// operations are O(1); memory is `ringCount × (capacity × stride + 8)` bytes, taken at start-up.
@safe
public struct RingSlab<Element: BitwiseCopyable>: ~Copyable {
    @usableFromInline let storage: UnsafeMutablePointer<Element>
    @usableFromInline let heads: UnsafeMutablePointer<UInt32>
    @usableFromInline let counts: UnsafeMutablePointer<UInt32>

    /// The number of rings.
    public let ringCount: Int
    /// The most elements in each ring.
    public let capacity: Int

    /// Empty rings; traps unless there is at least one ring of at least one element.
    @inlinable
    public init(ringCount: Int, capacity: Int) {
        precondition(
            ringCount > 0 && capacity > 0,
            "a RingSlab needs at least one ring and element"
        )
        precondition(
            capacity < Int(UInt32.max / 2),
            "a RingSlab ring holds fewer than 2^31 elements"
        )
        self.ringCount = ringCount
        self.capacity = capacity
        // Three allocations owned by this value alone and released in deinit.
        unsafe storage = .allocate(capacity: ringCount * capacity)
        unsafe heads = .allocate(capacity: ringCount)
        unsafe counts = .allocate(capacity: ringCount)
        unsafe heads.initialize(repeating: 0, count: ringCount)
        unsafe counts.initialize(repeating: 0, count: ringCount)
    }

    deinit {
        unsafe storage.deallocate()
        unsafe heads.deallocate()
        unsafe counts.deallocate()
    }

    @inlinable
    func check(_ ring: Int) {
        precondition(ring >= 0 && ring < ringCount, "RingSlab ring index is out of range")
    }

    /// The number of elements in a ring.
    @inlinable
    public func count(of ring: Int) -> Int {
        check(ring)
        return Int(unsafe counts[ring])
    }

    /// The element of a ring at a position counted from its oldest; traps outside its count.
    @inlinable
    public subscript(ring: Int, position: Int) -> Element {
        check(ring)
        // Both indices were checked, so the slot lies inside the allocation and was written.
        precondition(
            position >= 0 && position < Int(unsafe counts[ring]),
            "RingSlab position is out of range"
        )
        var slot = Int(unsafe heads[ring]) &+ position
        if slot >= capacity { slot &-= capacity }
        return unsafe storage[ring &* capacity &+ slot]
    }

    /// Adds the newest element to a ring; when full its oldest leaves and is returned.
    @inlinable
    @discardableResult
    public mutating func push(_ element: Element, to ring: Int) -> Element? {
        check(ring)
        let base = ring &* capacity
        let head = Int(unsafe heads[ring])
        let count = Int(unsafe counts[ring])
        if count < capacity {
            var slot = head &+ count
            if slot >= capacity { slot &-= capacity }
            unsafe storage[base &+ slot] = element
            unsafe counts[ring] = UInt32(truncatingIfNeeded: count &+ 1)
            return nil
        }
        let oldest = unsafe storage[base &+ head]
        unsafe storage[base &+ head] = element
        unsafe heads[ring] = head &+ 1 == capacity ? 0 : UInt32(truncatingIfNeeded: head &+ 1)
        return oldest
    }

    /// Forgets the elements of one ring, for a table index that gets a new owner.
    @inlinable
    public mutating func removeAll(from ring: Int) {
        check(ring)
        unsafe heads[ring] = 0
        unsafe counts[ring] = 0
    }
}

/// The storage is reached only through its single owner, so it may move to another thread with it.
extension RingSlab: @unchecked Sendable where Element: Sendable {}
