import Records

/// How far the recovery of one task has come.
///
///     locating ─▶ loading ─▶ restoring ─▶ readingLog ─▶ replaying ─▶ live
///     where the   its         the shard    the cycles    the cycles
///     group is    snapshots   builds it    after it      once more
///
/// Intake drives it in small steps, so that the other tasks go on meanwhile.
struct TaskRecovery {
    enum Phase { case locating, loading, restoring, readingLog, replaying }

    var phase = Phase.locating
    /// The group's generation in which the task came to us.
    let generation: Int32
    /// Committed offsets of all topics of the source, -1 where there is none.
    var committed: [Int64] = []
    /// The snapshots are read from their beginning, because the newest was of no use.
    var isSecondRound = false
    /// The log is read from its oldest entry.
    var readsWholeLog = false
    /// The snapshots have been read to their end.
    var areSnapshotsAtEnd = false
    var report = RestoreReport()
    /// Snapshots that must not be used; see `OrderScript.fork`.
    var fork: SnapshotFork?
    var script = OrderScript()
    /// The place in the script: entry, step, and the next offset of a run; -1 before its first record.
    var entry = 0
    var step = 0
    var offset: Int64 = -1
    /// Records that came with a run and lie beyond it, by topic, oldest first: offsets have gaps, so
    /// nobody knows how many records a run has. Each is owed back to the source.
    var held: [Int: [InboundMessage]] = [:]
    /// Topics that were found read to their end while the script was not done.
    var ended: Set<Int> = []
    /// The monotonic time after which a log that lags behind the offsets is taken as it is.
    var deadlineNanoseconds = Int64.max
    /// The log has been read to its end.
    var isLogAtEnd = false
    /// The last cycle of a script that was given up; cycles are counted on from it.
    private var leapCycle: UInt64 = 0
    private var leapEpoch: UInt32 = 0
    /// Why the state may not be what it was, as a sentence; nil when all is well.
    var degradation: String?

    /// The epoch in which we own the task: higher than any in the log, and than that of an earlier owner
    /// that has not written yet but still may. Two owners in a row can know the same log; the
    /// generation tells them apart.
    var nextEpoch: UInt32 {
        max(max(script.epoch, report.epoch) + 1, UInt32(max(0, generation)))
    }

    /// Records to go through again in all, and gone through.
    var recordCount: Int64 = 0
    var doneCount: Int64 = 0

    init(generation: Int32 = 0) { self.generation = generation }

    /// The last cycle there was, gone through again or not.
    var lastCycle: UInt64 { max(leapCycle, script.lastCycle(after: report.cycle)) }

    /// The owner of the last cycle there was, 0 when there was none.
    var lastEpoch: UInt32 {
        if leapCycle > 0 { return leapEpoch }
        return script.entries.last?.epoch ?? (report.cycle > 0 ? report.epoch : 0)
    }

    /// Gives the rest of the script up for a reason that a person can read. What the group has committed
    /// is where reading goes on.
    mutating func giveUp(because sentence: String) {
        degradation = sentence
        (leapCycle, leapEpoch) = (lastCycle, lastEpoch)
        let count = report.positions.count
        report.positions = positions(topicCount: max(count, committed.count))
        script.abandon()
        entry = 0
        step = 0
        offset = -1
    }

    /// Where each input stands as far as snapshot and log know, -1 where they know nothing.
    func positions(topicCount: Int) -> [Int64] {
        let ends = script.ends(topicCount: topicCount)
        return (0..<topicCount).map { topic in
            let start = topic < report.positions.count ? report.positions[topic] : -1
            return ends[topic] ?? start
        }
    }

    /// Whether the log holds everything that was committed. Markers of a transaction reach partitions
    /// one by one, so the offsets may be visible before the log's entry is.
    func isLogComplete(topicCount: Int) -> Bool {
        let known = positions(topicCount: topicCount)
        return (0..<topicCount).allSatisfy { known[$0] >= committed[$0] }
    }

    /// Where reading of each input begins.
    func starts(topicCount: Int) -> [Int64] {
        let starts = script.starts(topicCount: topicCount)
        let known = positions(topicCount: topicCount)
        return (0..<topicCount).map { starts[$0] ?? max(known[$0], committed[$0]) }
    }
}
