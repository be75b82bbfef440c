import Records

/// What one task gives out between two cuts: its outputs, and the input offsets that may be
/// committed once the broker has acknowledged every one of them.
///
/// A shard fills it, the publisher sends it, and it goes back to the shard to be used again. At any
/// moment exactly one of them holds it.
public final class Bundle: @unchecked Sendable {
    // Sendable because it travels through rings: whoever took it out of a ring is its only user.

    /// The task it speaks for.
    public internal(set) var task: Int32 = -1
    /// Counts the task's cycles from 1 over all its owners; 0 in a bundle that ends none.
    public internal(set) var cycle: UInt64 = 0
    /// Which stay of the task in this process it belongs to.
    var stay: UInt32 = 0
    /// The entry of the order log for this cycle; empty when there is none.
    var order = OutputBatch()
    /// The encoded records.
    public var outputs = OutputBatch()
    /// How far the input has been worked on, once this bundle is acknowledged.
    public internal(set) var commits: [TopicOffset] = []
    /// The task ends with this bundle.
    public internal(set) var isLast = false

    /// It holds the first records of a snapshot.
    var beginsSnapshot = false
    /// It holds the manifest of a snapshot.
    var endsSnapshot = false

    // The publisher's own accounting.
    var isOrderSent = false
    var isOrderAcknowledged = false
    var sentCount = 0
    var unacknowledgedCount = 0
    /// Where the entry of the order log landed, and the first record; -1 when nobody knows.
    var orderOffset: Int64 = -1
    var firstOffset: Int64 = -1
    /// Whether the outcome of the first record has come.
    var hasFirstOffset = false
    var shard = 0

    init() {}

    /// Bytes of everything it sends.
    var byteCount: Int { order.byteCount + outputs.byteCount }

    /// Bytes of memory below which a used bundle keeps what it has.
    private static let smallByteCount = 64 << 10

    func reuse() {
        task = -1
        cycle = 0
        stay = 0
        order.removeAll()
        // Sooner or later every bundle carries the end of a day or a piece of a snapshot; what it took
        // for that goes back when it was hardly used again, or all of them would keep it for ever.
        let capacity = outputs.bytes.capacity
        if capacity > Self.smallByteCount, outputs.byteCount < capacity / 4 {
            outputs = OutputBatch()
        } else {
            outputs.removeAll()
        }
        commits.removeAll(keepingCapacity: true)
        isLast = false
        beginsSnapshot = false
        endsSnapshot = false
        forgetSending()
    }

    /// As if it had never been sent, for sending the same bytes again.
    func forgetSending() {
        isOrderSent = false
        isOrderAcknowledged = false
        sentCount = 0
        unacknowledgedCount = 0
        orderOffset = -1
        firstOffset = -1
        hasFirstOffset = false
    }
}
