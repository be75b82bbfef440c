/// A queue of fixed capacity with access by position from the oldest. Its memory is taken once, or,
/// where many queues stay nearly empty, as they fill.
///
/// Position 0 is the oldest element. Every operation is O(1) except `insert` and `remove` in the
/// middle, which move the shorter tail only. Full is an ordinary answer: `append` returns false,
/// `push` gives the oldest element back. One owner; not for sharing between threads.
///
///     position   0    1    2                 head = 6, count = 3, capacity = 8
///     storage  [ .    .    .   .   .   .   a   b ]  c wraps to slot 0
@safe
public struct RingBuffer<Element: BitwiseCopyable>: ~Copyable {
    @usableFromInline var storage: UnsafeMutablePointer<Element>
    /// How many elements the memory taken so far holds.
    @usableFromInline var allocated: Int
    @usableFromInline var head = 0

    /// The most elements that fit; at least 1 and fixed for life.
    public let capacity: Int

    /// The number of elements held, 0 through `capacity`.
    @inlinable public var count: Int { held }
    @usableFromInline var held = 0

    /// An empty ring with room for `capacity` elements; traps when `capacity` is below 1.
    ///
    /// - Parameter reserved: for how many elements memory is taken now; the rest is taken in
    ///   steps of a quarter when it is needed, and kept. All of it by default.
    @inlinable
    public init(capacity: Int, reserved: Int = .max) {
        precondition(capacity > 0, "a RingBuffer needs a capacity of at least 1, not \(capacity)")
        self.capacity = capacity
        allocated = max(min(reserved, capacity), 1)
        // Owned by this value alone and released in deinit.
        unsafe storage = .allocate(capacity: allocated)
    }

    deinit { unsafe storage.deallocate() }

    /// Bytes of memory taken for elements.
    public var byteCount: Int { allocated * MemoryLayout<Element>.stride }

    /// Whether nothing is held.
    @inlinable public var isEmpty: Bool { held == 0 }
    /// Whether `append` would be refused.
    @inlinable public var isFull: Bool { held == capacity }
    /// The oldest element, nil when empty.
    @inlinable public var first: Element? { held == 0 ? nil : self[0] }
    /// The newest element, nil when empty.
    @inlinable public var last: Element? { held == 0 ? nil : self[held - 1] }

    @inlinable
    func slot(_ position: Int) -> Int {
        let raw = head &+ position
        return raw >= allocated ? raw &- allocated : raw
    }

    /// Takes more memory, for a ring that holds as much as it has memory for.
    @usableFromInline
    mutating func grow() {
        let wanted = min(capacity, max(4, allocated + max(2, allocated / 4)))
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: wanted)
        for position in 0..<held {
            // Positions are below `held`, so both slots lie inside their allocations.
            unsafe (larger + position).initialize(to: storage[slot(position)])
        }
        unsafe storage.deallocate()
        unsafe storage = larger
        allocated = wanted
        head = 0
    }

    /// The element at a position counted from the oldest; traps outside `0 ..< count`.
    @inlinable
    public subscript(position: Int) -> Element {
        get {
            precondition(position >= 0 && position < held, "RingBuffer position is out of range")
            // The position was checked, so the slot lies inside the allocation and was written.
            return unsafe storage[slot(position)]
        }
        set {
            precondition(position >= 0 && position < held, "RingBuffer position is out of range")
            unsafe storage[slot(position)] = newValue
        }
    }

    /// Changes the element at a position in place, for elements too large to copy out and back.
    @inlinable
    public mutating func update<R, E: Error>(
        at position: Int,
        _ body: (inout Element) throws(E) -> R
    ) throws(E) -> R {
        precondition(position >= 0 && position < held, "RingBuffer position is out of range")
        return unsafe try body(&storage[slot(position)])
    }

    /// Looks at the element at a position in place, for elements too large to copy out.
    @inlinable
    public func read<R, E: Error>(
        at position: Int,
        _ body: (borrowing Element) throws(E) -> R
    ) throws(E) -> R {
        precondition(position >= 0 && position < held, "RingBuffer position is out of range")
        return unsafe try body(storage[slot(position)])
    }

    /// Adds the newest element; returns false, and changes nothing, when full. O(1), now and then with
    /// taking memory.
    @inlinable
    public mutating func append(_ element: Element) -> Bool {
        guard held < capacity else { return false }
        if held == allocated { grow() }
        unsafe storage[slot(held)] = element
        held &+= 1
        return true
    }

    /// Adds the newest element; when full the oldest leaves and is returned. O(1).
    @inlinable
    @discardableResult
    public mutating func push(_ element: Element) -> Element? {
        if append(element) { return nil }
        let oldest = unsafe storage[head]
        unsafe storage[head] = element
        head = slot(1)
        return oldest
    }

    /// Takes the oldest element out, nil when empty. O(1).
    @inlinable
    @discardableResult
    public mutating func removeFirst() -> Element? {
        guard held > 0 else { return nil }
        let oldest = unsafe storage[head]
        head = slot(1)
        held &-= 1
        return oldest
    }

    /// Puts an element at a position, moving newer ones up; false when full. O(count − position),
    /// so cheap near the newest end, where late events land. Traps outside `0 ... count`.
    @inlinable
    public mutating func insert(_ element: Element, at position: Int) -> Bool {
        precondition(position >= 0 && position <= held, "RingBuffer position is out of range")
        guard held < capacity else { return false }
        if held == allocated { grow() }
        held &+= 1
        var to = held - 1
        while to > position {
            unsafe storage[slot(to)] = storage[slot(to - 1)]
            to &-= 1
        }
        unsafe storage[slot(position)] = element
        return true
    }

    /// Takes the element at a position out, moving older ones up. O(position), cheap near the oldest.
    @inlinable
    @discardableResult
    public mutating func remove(at position: Int) -> Element {
        let removed = self[position]
        var to = position
        while to > 0 {
            unsafe storage[slot(to)] = storage[slot(to - 1)]
            to &-= 1
        }
        head = slot(1)
        held &-= 1
        return removed
    }

    /// Forgets everything; the memory stays. O(1).
    @inlinable
    public mutating func removeAll() {
        head = 0
        held = 0
    }

    /// Lends the elements, oldest first, as the two runs they occupy in memory (the second may be
    /// empty). The spans must not leave the closure.
    @inlinable
    public func withSpans<R, E: Error>(
        _ body: (_ older: Span<Element>, _ newer: Span<Element>) throws(E) -> R
    ) throws(E) -> R {
        let firstCount = min(held, allocated - head)
        // Both runs lie inside the allocation, and self is borrowed for the length of the call.
        let older = unsafe UnsafeBufferPointer(start: storage + head, count: firstCount)
        let newer = unsafe UnsafeBufferPointer(start: storage, count: held - firstCount)
        return unsafe try body(older.span, newer.span)
    }
}

/// The storage is reached only through its single owner, so it may move to another thread with it.
extension RingBuffer: @unchecked Sendable where Element: Sendable {}
