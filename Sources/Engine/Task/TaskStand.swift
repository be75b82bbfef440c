/// Where a task stands with its recovery, its books and its snapshots. Nothing here changes what the
/// task writes about the plant, so none of it is in a snapshot but the number.
struct TaskStand {
    /// False while earlier cycles are worked on again.
    var isLive = false
    /// Cycles up to this one are known to be on the broker with all their outputs.
    var acknowledgedCycle: UInt64 = 0
    /// Live ticks since the last book records.
    var ticksSinceBooks = 0
    /// The books were closed in the cycle in work.
    var areBooksClosed = false
    /// Live ticks until the next snapshot is due.
    var ticksToSnapshot = 0
    /// Counts the snapshots of the task.
    var snapshotNumber: UInt64 = 0
    /// The cycle at whose end the last snapshot was taken.
    var snapshotCycle: UInt64 = 0
    /// The snapshot under way does not fit together any more.
    var isSnapshotSpoilt = false
    /// Records came since then.
    var hasNews = false
    /// How often a snapshot was due since then and there was no news.
    var quietSnapshots = 0
    /// The snapshot was taken under other rules or another plant file.
    var wasOtherModel = false
    /// Keys of rules that were forgotten while earlier cycles were worked on again.
    var evictedKeysBefore = 0
    /// A cycle that was worked on again gave other outputs than at first.
    var hasDiverged = false
}
