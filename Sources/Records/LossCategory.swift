/// What a stretch of machine time counts as, whatever word the machine used for it.
///
/// The plant model maps every state word (our own, PackML, SEMI E10) to one of these; `Effectiveness`
/// knows nothing else about states.
public enum LossCategory: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    /// Producing, or able to: the only category that is run time.
    case productive = 0
    /// Changeover and adjustment; an availability loss.
    case setup = 1
    /// Stopped with no order or waiting for people; an availability loss.
    case idle = 2
    /// Waiting for material from upstream; an availability loss caused outside.
    case starved = 3
    /// Waiting for space downstream; an availability loss caused outside.
    case blocked = 4
    /// Unplanned stop, breakdown; an availability loss. Stops shorter than the micro-stop threshold
    /// move to the performance loss.
    case down = 5
    /// Planned maintenance; planned stop, taken out of the planned time.
    case maintenance = 6
    /// Not scheduled; outside the planned time.
    case off = 7
    /// No state known (communication lost); its own minutes.
    case unknown = 8
}
