import Synchronization

/// What the producer writes and others read, alone on two cache lines: processors fetch lines in
/// pairs.
@usableFromInline
struct ProducerLines: ~Copyable {
    /// Entries ever published.
    @usableFromInline let tail = Atomic<Int>(0)
    /// Bytes ever charged.
    @usableFromInline let charged = Atomic<Int>(0)
    /// How often the producer found no free entry.
    @usableFromInline let refusals = Atomic<Int>(0)
    /// How often the producer found the byte limit reached.
    @usableFromInline let byteRefusals = Atomic<Int>(0)
    /// The producer end no longer exists.
    @usableFromInline let isGone = Atomic<Bool>(false)
    private let padding = InlineArray<11, Int>(repeating: 0)

    @usableFromInline init() {}
}

/// What the consumer writes and others read, alone on two cache lines.
@usableFromInline
struct ConsumerLines: ~Copyable {
    /// Entries ever taken.
    @usableFromInline let head = Atomic<Int>(0)
    /// Bytes ever given back.
    @usableFromInline let released = Atomic<Int>(0)
    /// Most entries the consumer ever found waiting.
    @usableFromInline let countMax = Atomic<Int>(0)
    /// Most bytes the consumer ever found in flight.
    @usableFromInline let byteCountMax = Atomic<Int>(0)
    /// The consumer end no longer exists.
    @usableFromInline let isGone = Atomic<Bool>(false)
    private let padding = InlineArray<11, Int>(repeating: 0)

    @usableFromInline init() {}
}

/// The memory both ends of a ring share; lives until the last end and gauge are gone.
///
/// `@safe`: the pointers are set once, owned here, and used by the ends within `capacity` only.
/// `@unchecked Sendable`: shared words are atomics, and a slot belongs to exactly one end at a time
/// (see Rings.docc/Orderings.md).
@usableFromInline
@safe
final class RingStorage<Element: ~Copyable & Sendable>: @unchecked Sendable {
    @usableFromInline let producer: UnsafeMutablePointer<ProducerLines>
    @usableFromInline let consumer: UnsafeMutablePointer<ConsumerLines>
    @usableFromInline let slots: UnsafeMutablePointer<Element>
    @usableFromInline let capacity: Int
    @usableFromInline let byteLimit: Int
    private let memory: UnsafeMutableRawPointer

    @usableFromInline
    init(capacity: Int, byteLimit: Int) {
        precondition(
            MemoryLayout<ProducerLines>.size == 128 && MemoryLayout<ConsumerLines>.size == 128,
            "Each end of a ring must own exactly two cache lines."
        )
        // One block: producer lines, consumer lines, slots, and two lines behind the last slot so
        // that a neighbour's memory never shares lines with ours.
        let slotByteCount = (capacity * MemoryLayout<Element>.stride + 127) / 128 * 128
        let alignment = max(128, MemoryLayout<Element>.alignment)
        unsafe memory = .allocate(
            byteCount: 2 * alignment + slotByteCount + 128,
            alignment: alignment
        )
        unsafe producer = memory.bindMemory(to: ProducerLines.self, capacity: 1)
        unsafe producer.initialize(to: ProducerLines())
        unsafe consumer = (memory + alignment).bindMemory(to: ConsumerLines.self, capacity: 1)
        unsafe consumer.initialize(to: ConsumerLines())
        unsafe slots = (memory + 2 * alignment).bindMemory(to: Element.self, capacity: capacity)
        self.capacity = capacity
        self.byteLimit = byteLimit
    }

    deinit {
        // Nobody else is left, so plain order suffices: the last release of this object came after
        // the last store of either end.
        let head = unsafe consumer.pointee.head.load(ordering: .acquiring)
        let tail = unsafe producer.pointee.tail.load(ordering: .acquiring)
        for index in head..<tail {
            unsafe (slots + (index & (capacity - 1))).deinitialize(count: 1)
        }
        unsafe producer.deinitialize(count: 1)
        unsafe consumer.deinitialize(count: 1)
        unsafe memory.deallocate()
    }
}
