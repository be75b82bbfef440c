import Synchronization

/// Which rules a process knows of, for its metrics; any thread.
final class RuleSetStatus: Sendable {
    /// What it says at a moment.
    struct Figures: Sendable {
        /// The newest version that was read from the topic.
        var version: UInt64 = 0
        /// How many rules it has.
        var ruleCount = 0
        /// Why the folder's rules, or a version, were refused; nil when all is well.
        var problem: String?
        /// How often that has happened.
        var refusedCount = 0
    }

    private let state = Mutex(Figures())

    var figures: Figures { state.withLock { $0 } }

    func took(_ version: RuleSetVersion) {
        state.withLock {
            $0.version = version.number
            $0.ruleCount = version.ruleCount
        }
    }

    func refused(_ problem: String) {
        state.withLock {
            $0.problem = problem
            $0.refusedCount += 1
        }
    }

    func recovered() { state.withLock { $0.problem = nil } }
}
