import Synchronization

/// Figures about one ring, readable from any thread at any time.
///
/// Each figure was true at some moment; two read one after the other need not fit together. Keeps
/// the ring's memory alive; reading costs a few shared cache lines, so read it for metrics, not per
/// entry.
public struct RingGauge: Sendable {
    @usableFromInline
    enum Figure { case count, countMax, byteCount, byteCountMax, refusals, byteRefusals }

    /// Entries the ring can hold.
    public let capacity: Int
    /// Bytes that may be in flight; `Int.max` when unlimited.
    public let byteLimit: Int
    // A closure hides the element type, so that gauges of different rings fit into one array.
    @usableFromInline let read: @Sendable (Figure) -> Int

    @usableFromInline
    init<Element: ~Copyable & Sendable>(_ storage: RingStorage<Element>) {
        capacity = storage.capacity
        byteLimit = storage.byteLimit
        read = { figure in
            let producer = unsafe storage.producer
            let consumer = unsafe storage.consumer
            switch figure {
            case .count:
                // Head first: the tail read later can only be larger, so the count is never
                // negative.
                let head = unsafe consumer.pointee.head.load(ordering: .acquiring)
                let tail = unsafe producer.pointee.tail.load(ordering: .relaxed)
                return min(tail - head, storage.capacity)
            case .countMax: return unsafe consumer.pointee.countMax.load(ordering: .relaxed)
            case .byteCount:
                let released = unsafe consumer.pointee.released.load(ordering: .acquiring)
                return unsafe max(0, producer.pointee.charged.load(ordering: .relaxed) - released)
            case .byteCountMax: return unsafe consumer.pointee.byteCountMax.load(ordering: .relaxed)
            case .refusals: return unsafe producer.pointee.refusals.load(ordering: .relaxed)
            case .byteRefusals: return unsafe producer.pointee.byteRefusals.load(ordering: .relaxed)
            }
        }
    }

    /// Entries in the ring.
    public var count: Int { read(.count) }

    /// The most entries the ring was seen to hold: `capacity` if the producer ever found it full,
    /// else the most the consumer found waiting.
    public var countMax: Int { read(.refusals) > 0 ? capacity : read(.countMax) }

    /// Bytes charged and not yet given back.
    public var byteCount: Int { read(.byteCount) }

    /// The most bytes the consumer found in flight when it gave some back.
    public var byteCountMax: Int { max(read(.byteCountMax), byteCount) }

    /// How often the producer was refused because no entry was free.
    public var refusals: Int { read(.refusals) }

    /// How often the producer was refused because of the byte limit.
    public var byteRefusals: Int { read(.byteRefusals) }
}
