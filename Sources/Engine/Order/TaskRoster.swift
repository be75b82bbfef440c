import Records
import Synchronization

/// Which tasks are ours at this moment, in which stay, and under which membership of the group.
///
/// Intake writes it, the publisher reads it before it decides a transaction: membership and tasks are
/// read together, so that outputs of a task we have lost never go out under a membership that we
/// gained later. A lock, because it is asked once per transaction.
final class TaskRoster: Sendable {
    struct View: Sendable {
        var membership: Membership?
        /// The present stay of each task of ours.
        var stays: [Int32: UInt32] = [:]

        /// Whether a bundle's task is ours, and was when the bundle was made.
        func covers(_ bundle: Bundle) -> Bool { stays[bundle.task] == bundle.stay }
    }

    private let view = Mutex(View())

    /// What holds now.
    var current: View { view.withLock { $0 } }

    func setMembership(_ membership: Membership?) {
        view.withLock { $0.membership = membership }
    }

    func begin(task: Int32, stay: UInt32) { view.withLock { $0.stays[task] = stay } }

    /// A stay is over if it is still the present one; its task may have come back to us since.
    func end(task: Int32, stay: UInt32) {
        view.withLock { if $0.stays[task] == stay { $0.stays[task] = nil } }
    }

    func end(task: Int32) { view.withLock { $0.stays[task] = nil } }
}
