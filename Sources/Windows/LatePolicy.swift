import Records

/// What becomes of an event, seen from the window it belongs to.
public enum Lateness: UInt8, BitwiseCopyable, Sendable {
    /// Not behind the progress of its key.
    case onTime
    /// Behind progress, but its window has not been published as final.
    case lateButOpen
    /// Its window was published; the event changes it, so a revision follows.
    case revises
    /// After the grace period; the event goes to the late events and changes nothing.
    case tooLate
}

/// How long windows wait for events, and for how long they take corrections.
@frozen
public struct LatePolicy: BitwiseCopyable, Hashable, Sendable {
    /// How far behind the newest event an event may be and still count as on time, in nanoseconds.
    public var allowedLatenessNanoseconds: Int64
    /// How long after its end a window accepts corrections, in nanoseconds of progress.
    public var graceNanoseconds: Int64

    /// A policy; traps on negative durations.
    @inlinable
    public init(allowedLatenessNanoseconds: Int64, graceNanoseconds: Int64) {
        precondition(allowedLatenessNanoseconds >= 0, "allowed lateness must not be negative")
        precondition(graceNanoseconds >= 0, "the grace period must not be negative")
        self.allowedLatenessNanoseconds = allowedLatenessNanoseconds
        self.graceNanoseconds = graceNanoseconds
    }

    /// What becomes of an event at a time whose window ends at `windowEnd`, with its key at `progress`.
    @inlinable
    public func answer(
        event: EventTime,
        windowEnd: EventTime,
        progress: EventTime
    ) -> Lateness {
        if isSealed(windowEnd: windowEnd, progress: progress) { return .tooLate }
        if isFinal(windowEnd: windowEnd, progress: progress) { return .revises }
        return event < progress ? .lateButOpen : .onTime
    }

    /// Whether a window is settled: progress has passed its end.
    @inlinable
    public func isFinal(windowEnd: EventTime, progress: EventTime) -> Bool { progress > windowEnd }

    /// Whether a window takes no more corrections: progress has passed its end and the grace period.
    @inlinable
    public func isSealed(windowEnd: EventTime, progress: EventTime) -> Bool {
        progress > windowEnd.advanced(byNanoseconds: graceNanoseconds)
    }
}
