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
    /// Counts the task's bundles from 1; a task that starts again starts at 1 again.
    public internal(set) var cycle: UInt64 = 0
    /// The encoded records.
    public var outputs = OutputBatch()
    /// Where to read on from after a crash, once this bundle is acknowledged; empty when the bundle
    /// carries no books.
    public internal(set) var commits: [TopicOffset] = []
    /// The task ends with this bundle.
    public internal(set) var isLast = false

    // The publisher's own accounting.
    var sentCount = 0
    var unacknowledgedCount = 0
    var shard = 0

    init() {}

    func reuse() {
        task = -1
        cycle = 0
        outputs.removeAll()
        commits.removeAll(keepingCapacity: true)
        isLast = false
        sentCount = 0
        unacknowledgedCount = 0
    }
}
