import Records
import Synchronization

/// What a shard found when it restored a task.
struct RestoreReport: Sendable, Equatable {
    /// The cycle at whose end the snapshot was taken; 0 when the task starts from nothing.
    var cycle: UInt64 = 0
    /// The owner that took it.
    var epoch: UInt32 = 0
    /// The next offset of each input topic then, -1 where nothing had been read.
    var positions: [Int64] = []
    /// A version without which the snapshot cannot be read; nothing was restored.
    var awaited: SetVersion?
    /// Why snapshots that were there could not be used.
    var problem: String?
    /// Why nobody but the program that wrote them can use them: they are whole, and not for us.
    var refusal: String?
}

/// Where shards tell intake what came of a restore. One note per task that moves, so a lock will do.
final class RestoreBoard: Sendable {
    private let reports = Mutex<[Int32: RestoreReport]>([:])

    func post(_ report: RestoreReport, task: Int32) {
        reports.withLock { $0[task] = report }
    }

    /// Takes the note about a task, if there is one.
    func take(task: Int32) -> RestoreReport? {
        reports.withLock { $0.removeValue(forKey: task) }
    }

    /// Forgets what was said about an earlier stay of a task.
    func clear(task: Int32) { _ = take(task: task) }
}
