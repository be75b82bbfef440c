/// What happens to the members and the cluster of a simulation, beside the faults of the broker.
enum PlannedEvent: Sendable, Equatable {
    /// The process is gone without a word and comes back later.
    case kill(member: Int, restartAfter: Int64)
    /// The process is asked to stop within a time, and comes back later.
    case stop(member: Int, within: Int64, restartAfter: Int64)
    /// A member joins that was not there at the beginning.
    case join(member: Int)
    /// A member is not given the processor for a while.
    case stall(member: Int, milliseconds: Int64)
    /// The wall clock of a member jumps.
    case jump(member: Int, milliseconds: Int64)
    /// The whole broker is away.
    case outage(milliseconds: Int64)
    /// The broker goes, with every answer that is on its way, and comes back.
    case restartBroker(milliseconds: Int64)
    /// The snapshots of a task are compacted.
    case compact(task: Int32, removesTombstones: Bool)
}

/// An event and its virtual time in milliseconds since the beginning.
struct TimedEvent: Sendable, Equatable {
    var time: Int64
    var event: PlannedEvent
}
