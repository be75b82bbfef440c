/// What became of a state or a count.
public enum Acceptance: UInt8, BitwiseCopyable, Sendable {
    /// Taken, at or after the progress of the equipment.
    case onTime
    /// Taken; late, but no window that holds it has been published.
    case lateButOpen
    /// Taken; a published window may change, the next `advance` emits its revision.
    case revises
    /// Seen before; changed nothing.
    case duplicate
    /// Beyond the grace period, or older than the history that is kept; changed no window. A late state
    /// that is the newest one known still tells the present state and is used from now on.
    case tooLate
    /// Not taken: windows are waiting to be published. Call `advance` and apply it again.
    case full
}
