/// A bounded queue from one thread to one other, without locks: single producer, single consumer.
///
/// Create it, then move its two ends to their threads:
///
///     let ring = SPSCRing<Handle>(minimumCapacity: 4096, byteLimit: 16 << 20)
///     let gauge = ring.gauge           // figures for any thread
///     let producer = ring.producer     // moves out
///     let consumer = ring.consumer     // moves out
///
/// `BitwiseCopyable` elements travel in batches (`fill`, `drain`); noncopyable owners and class
/// references one at a time (`offer`, `pop`). What is still inside when the last end goes is
/// destroyed. A full ring is an ordinary answer: nothing blocks, nothing is dropped. Bounded in
/// entries and, if asked for, in bytes that entries stand for (see `SPSCProducer`). All memory is
/// taken here.
@frozen
public struct SPSCRing<Element: ~Copyable & Sendable>: ~Copyable, Sendable {
    /// The end that puts entries in; move it to the one thread that does so.
    public var producer: SPSCProducer<Element>
    /// The end that takes entries out; move it to the one thread that does so.
    public var consumer: SPSCConsumer<Element>

    /// An empty ring.
    ///
    /// - Parameters:
    ///   - minimumCapacity: Entries it must hold, 1 to 2^30; rounded up to a power of two.
    ///   - byteLimit: Bytes that may be in flight, see `SPSCProducer`; unlimited by default.
    @inlinable
    public init(minimumCapacity: Int, byteLimit: Int = .max) {
        precondition(
            1...(1 << 30) ~= minimumCapacity,
            "A ring holds 1 to 2^30 entries, not \(minimumCapacity)."
        )
        precondition(byteLimit > 0, "A ring's byte limit must be positive, not \(byteLimit).")
        var capacity = 1
        while capacity < minimumCapacity { capacity <<= 1 }
        let storage = RingStorage<Element>(capacity: capacity, byteLimit: byteLimit)
        producer = SPSCProducer(storage: storage)
        consumer = SPSCConsumer(storage: storage)
    }

    /// Entries the ring can hold.
    @inlinable
    public var capacity: Int { producer.capacity }

    /// Figures about the ring for any thread.
    @inlinable
    public var gauge: RingGauge { producer.gauge }
}
