import Engine
import Records
import Synchronization

/// The time of a simulation, as the members' engines ask for it.
///
/// The scheduler sets it after every step of the cluster's time. Each member has a wall clock of its
/// own, which may be wrong and may jump; the monotonic one is the same for all and never does.
final class VirtualClock: Sendable {
    private let milliseconds = Atomic<Int64>(0)

    /// Virtual time since the cluster's beginning, in milliseconds.
    var now: Int64 {
        get { milliseconds.load(ordering: .relaxed) }
        set { milliseconds.store(newValue, ordering: .relaxed) }
    }

    /// The clocks of one member, whose wall clock is wrong by `error`.
    func engineClock(start: EventTime, error: ClockError) -> EngineClock {
        EngineClock(
            now: { start.advanced(byNanoseconds: (self.now + error.milliseconds) * 1_000_000) },
            monotonic: { self.now * 1_000_000 }
        )
    }
}

/// By how much the wall clock of one member is wrong.
final class ClockError: Sendable {
    private let value = Atomic<Int64>(0)

    var milliseconds: Int64 {
        get { value.load(ordering: .relaxed) }
        set { value.store(newValue, ordering: .relaxed) }
    }
}
