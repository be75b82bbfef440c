import Synchronization

/// The end of a ring that takes entries out. Belongs to one thread at a time.
///
/// `@safe`: the pointers stay inside the storage that `storage` keeps alive.
/// `@unchecked Sendable`: noncopyable, so only one thread can hold it.
@safe
public struct SPSCConsumer<Element: ~Copyable & Sendable>: ~Copyable, @unchecked Sendable {
    @usableFromInline let storage: RingStorage<Element>
    @usableFromInline let shared: UnsafeMutablePointer<ConsumerLines>
    @usableFromInline let opposite: UnsafeMutablePointer<ProducerLines>
    @usableFromInline let slots: UnsafeMutablePointer<Element>
    /// Entries the ring can hold.
    public let capacity: Int
    @usableFromInline var head = 0
    @usableFromInline var tailSeen = 0
    @usableFromInline var released = 0
    @usableFromInline var countMax = 0
    @usableFromInline var byteCountMax = 0

    @usableFromInline
    init(storage: RingStorage<Element>) {
        self.storage = storage
        unsafe shared = storage.consumer
        unsafe opposite = storage.producer
        unsafe slots = storage.slots
        capacity = storage.capacity
    }

    deinit { unsafe shared.pointee.isGone.store(true, ordering: .releasing) }

    /// Figures about the ring for any thread.
    @inlinable
    public var gauge: RingGauge { RingGauge(storage) }

    /// Whether the other end is gone. Ask this first and look for entries afterwards: if there are
    /// none then, none will ever come.
    @inlinable
    public var isProducerGone: Bool { unsafe opposite.pointee.isGone.load(ordering: .acquiring) }

    /// Entries that wait now; the producer may add more at any moment.
    @inlinable
    public mutating func waiting() -> Int {
        unsafe tailSeen = opposite.pointee.tail.load(ordering: .acquiring)
        let count = tailSeen - head
        if count > countMax {
            countMax = count
            unsafe shared.pointee.countMax.store(count, ordering: .relaxed)
        }
        return count
    }

    /// Takes the oldest entry, or answers nil when there is none.
    @inlinable
    public mutating func pop() -> Element? {
        guard available(wanted: 1) > 0 else { return nil }
        let element = unsafe (slots + (head & (capacity - 1))).move()
        free(1)
        return .some(element)
    }

    /// Gives back bytes that the producer charged, once the entry's bytes are really gone.
    ///
    /// Giving back more than was taken out is a programmer error and traps.
    @inlinable
    public mutating func release(byteCount: Int) {
        let inFlight = unsafe opposite.pointee.charged.load(ordering: .relaxed) - released
        precondition(
            byteCount >= 0 && byteCount <= inFlight,
            "A ring cannot take back bytes that were never charged to it."
        )
        if inFlight > byteCountMax {
            byteCountMax = inFlight
            unsafe shared.pointee.byteCountMax.store(inFlight, ordering: .relaxed)
        }
        released += byteCount
        unsafe shared.pointee.released.store(released, ordering: .releasing)
    }

    /// Entries that can be taken, at most as many as really wait; looks at the producer's line only
    /// if what it saw there last does not suffice.
    @inlinable
    mutating func available(wanted: Int) -> Int {
        let known = tailSeen - head
        return known >= wanted ? known : waiting()
    }

    /// Hands the next `count` slots back to the producer: all reads of them lie before.
    @inlinable
    mutating func free(_ count: Int) {
        head += count
        unsafe shared.pointee.head.store(head, ordering: .releasing)
    }
}

extension SPSCConsumer where Element: BitwiseCopyable {
    /// Lends the oldest entries to `body` in one piece, then frees all of them at once.
    ///
    /// Returns how many there were: 0 when the ring is empty (then `body` is not called). The piece
    /// ends where the memory wraps, so a second call may find more. If `body` throws, nothing is
    /// taken.
    @inlinable
    public mutating func drain<Failure: Error>(
        maximum: Int = .max,
        _ body: (Span<Element>) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        try drainPrefix(maximum: maximum) { (span: Span<Element>) throws(Failure) -> Int in
            try body(span)
            return span.count
        }
    }

    /// As `drain`, but `body` returns how many of the entries, from the front, it is done with; the
    /// rest stay and are lent again next time. For consumers that may have to stop in the middle of
    /// a batch.
    @inlinable
    public mutating func drainPrefix<Failure: Error>(
        maximum: Int = .max,
        _ body: (Span<Element>) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        guard maximum > 0 else { return 0 }
        let start = head & (capacity - 1)
        let waiting = available(wanted: min(maximum, capacity))
        let count = min(waiting, maximum, capacity - start)
        guard count > 0 else { return 0 }
        let entries = unsafe UnsafeBufferPointer(start: slots + start, count: count)
        let done = unsafe try body(entries.span)
        precondition(
            0...count ~= done,
            "A drain can finish 0 to \(count) of the entries it was lent."
        )
        free(done)
        return done
    }
}
