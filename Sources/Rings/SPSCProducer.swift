import Synchronization

/// The end of a ring that puts entries in. Belongs to one thread at a time.
///
/// Every call that adds entries publishes them with one atomic store, so batches are cheap: 1 to 3
/// ns per small entry in `fill`, a few more in `push`.
///
/// The byte limit counts what entries stand for (message payloads, say), not their own size: the
/// producer charges bytes when it adds, the consumer gives them back when it is done with them,
/// which may be long after it took the entry. Bytes never given back are lost to the ring.
///
/// `@safe`: the pointers stay inside the storage that `storage` keeps alive.
/// `@unchecked Sendable`: noncopyable, so only one thread can hold it.
@safe
public struct SPSCProducer<Element: ~Copyable & Sendable>: ~Copyable, @unchecked Sendable {
    @usableFromInline let storage: RingStorage<Element>
    // Copies of the storage's pointers: the hot path touches neither the object nor its count.
    @usableFromInline let shared: UnsafeMutablePointer<ProducerLines>
    @usableFromInline let opposite: UnsafeMutablePointer<ConsumerLines>
    @usableFromInline let slots: UnsafeMutablePointer<Element>
    /// Entries the ring can hold.
    public let capacity: Int
    @usableFromInline let byteLimit: Int
    @usableFromInline var tail = 0
    @usableFromInline var headSeen = 0
    @usableFromInline var charged = 0
    @usableFromInline var releasedSeen = 0

    @usableFromInline
    init(storage: RingStorage<Element>) {
        self.storage = storage
        unsafe shared = storage.producer
        unsafe opposite = storage.consumer
        unsafe slots = storage.slots
        capacity = storage.capacity
        byteLimit = storage.byteLimit
    }

    deinit { unsafe shared.pointee.isGone.store(true, ordering: .releasing) }

    /// Figures about the ring for any thread.
    @inlinable
    public var gauge: RingGauge { RingGauge(storage) }

    /// Whether the other end is gone, so that nobody will ever take what is put in.
    @inlinable
    public var isConsumerGone: Bool { unsafe opposite.pointee.isGone.load(ordering: .acquiring) }

    /// Entries that could be added now; the consumer may free more at any moment.
    @inlinable
    public mutating func room() -> Int {
        unsafe headSeen = opposite.pointee.head.load(ordering: .acquiring)
        return capacity - (tail - headSeen)
    }

    /// Bytes that could be charged now; zero or less when the limit is reached.
    @inlinable
    public mutating func byteRoom() -> Int {
        unsafe releasedSeen = opposite.pointee.released.load(ordering: .acquiring)
        return byteLimit - (charged - releasedSeen)
    }

    /// Adds one entry, or gives it back when the ring is full. For noncopyable owners and class
    /// references.
    @inlinable
    public mutating func offer(_ element: consuming Element) -> Element? {
        guard freeCount(wanted: 1) > 0 else { return .some(element) }
        unsafe (slots + (tail & (capacity - 1))).initialize(to: element)
        publish(1)
        return nil
    }

    /// Lends the next free stretch of slots to `body`, then publishes all that it appended at once.
    ///
    /// Returns how many entries were added: 0 when the ring is full (then `body` is not called).
    /// The stretch ends where the memory wraps, so after a completely filled stretch a second call
    /// may find more room. If `body` throws, nothing is added.
    @inlinable
    public mutating func fill<Failure: Error>(
        maximum: Int = .max,
        _ body: (inout OutputSpan<Element>) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        let room = contiguousRoom(maximum)
        guard room > 0 else { return 0 }
        let start = unsafe UnsafeMutableBufferPointer(
            start: slots + (tail & (capacity - 1)),
            count: room
        )
        var span = unsafe OutputSpan(buffer: start, initializedCount: 0)
        try body(&span)
        let count = unsafe span.finalize(for: start)
        publish(count)
        return count
    }

    /// As `fill(maximum:_:)`, with the byte limit: `body` asks the allowance before it appends an
    /// entry.
    ///
    /// If `body` throws, nothing is added and nothing is charged.
    @inlinable
    public mutating func fill<Failure: Error>(
        maximum: Int = .max,
        _ body: (inout OutputSpan<Element>, inout ByteAllowance) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        let byteRoom = byteRoom()
        var allowance = ByteAllowance(remaining: byteRoom, isRingIdle: byteRoom == byteLimit)
        let room = contiguousRoom(maximum)
        guard room > 0 else { return 0 }
        let start = unsafe UnsafeMutableBufferPointer(
            start: slots + (tail & (capacity - 1)),
            count: room
        )
        var span = unsafe OutputSpan(buffer: start, initializedCount: 0)
        try body(&span, &allowance)
        let count = unsafe span.finalize(for: start)
        settle(allowance)
        publish(count)
        return count
    }

    /// Books what a batch charged, before its entries become visible: the consumer must never give
    /// back bytes that are not yet charged.
    @inlinable
    mutating func settle(_ allowance: ByteAllowance) {
        charged += allowance.charged
        if allowance.charged > 0 {
            unsafe shared.pointee.charged.store(charged, ordering: .relaxed)
        }
        if allowance.hasRefused { unsafe Self.increase(shared.pointee.byteRefusals) }
    }

    /// Makes the next `count` slots visible to the consumer: everything written before is published
    /// with it.
    @inlinable
    mutating func publish(_ count: Int) {
        tail += count
        unsafe shared.pointee.tail.store(tail, ordering: .releasing)
    }

    /// Free entries, at least as many as are really free; looks at the consumer's line only if what
    /// it saw there last does not suffice.
    @inlinable
    mutating func freeCount(wanted: Int) -> Int {
        var free = capacity - (tail - headSeen)
        if free < wanted {
            free = room()
            if free == 0 { unsafe Self.increase(shared.pointee.refusals) }
        }
        return free
    }

    @inlinable
    mutating func contiguousRoom(_ maximum: Int) -> Int {
        guard maximum > 0 else { return 0 }
        let free = freeCount(wanted: min(maximum, capacity))
        return min(free, maximum, capacity - (tail & (capacity - 1)))
    }

    /// Adds one to a counter that only this thread writes; no locked instruction is needed.
    @inlinable
    static func increase(_ counter: borrowing Atomic<Int>) {
        counter.store(counter.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    }
}

extension SPSCProducer where Element: BitwiseCopyable {
    /// Adds one entry and says whether there was room.
    @inlinable
    public mutating func push(_ element: Element) -> Bool {
        guard freeCount(wanted: 1) > 0 else { return false }
        unsafe (slots + (tail & (capacity - 1))).initialize(to: element)
        publish(1)
        return true
    }

    /// Adds one entry and charges the bytes it stands for; says whether there was room for both.
    ///
    /// An entry larger than the whole limit goes in when no bytes are in flight.
    @inlinable
    public mutating func push(_ element: Element, byteCount: Int) -> Bool {
        var allowance = ByteAllowance(
            remaining: byteLimit - (charged - releasedSeen),
            isRingIdle: false
        )
        if byteCount > allowance.remaining {
            let room = byteRoom()
            allowance = ByteAllowance(remaining: room, isRingIdle: room == byteLimit)
        }
        guard freeCount(wanted: 1) > 0 else { return false }
        let fits = allowance.take(byteCount)
        settle(allowance)
        guard fits else { return false }
        unsafe (slots + (tail & (capacity - 1))).initialize(to: element)
        publish(1)
        return true
    }
}
