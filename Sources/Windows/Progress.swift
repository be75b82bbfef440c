import Records

/// How far one key has come in event time: its newest event minus the allowed lateness.
///
/// Never moves back. A silent key is moved by clock ticks (`advance`), so that its windows close on a
/// quiet night. A window is settled once progress has *passed* its end; at equality an event with
/// exactly that time may still come.
@frozen
public struct Progress: BitwiseCopyable, Hashable, Sendable {
    @usableFromInline var newestTime: EventTime
    @usableFromInline var reachedTime: EventTime

    /// The newest event time seen, `.distantPast` before the first.
    @inlinable public var newest: EventTime { newestTime }
    /// Events before this time are late.
    @inlinable public var time: EventTime { reachedTime }

    /// Progress of a key that has not been seen.
    @inlinable
    public init() {
        newestTime = .distantPast
        reachedTime = .distantPast
    }

    /// Takes note of an event and returns the time it is late by: 0 when it is on time.
    @inlinable
    @discardableResult
    public mutating func observe(_ event: EventTime, allowedLatenessNanoseconds: Int64) -> Int64 {
        let late = event < time ? time - event : 0
        if event > newest {
            newestTime = event
            let reached = event.advanced(byNanoseconds: -allowedLatenessNanoseconds)
            if reached > reachedTime { reachedTime = reached }
        }
        return late
    }

    /// Takes note of an event without moving on; for keys whose progress somebody else decides.
    /// Returns the time it is late by: 0 when it is on time.
    @inlinable
    public mutating func see(_ event: EventTime) -> Int64 {
        if event > newest { newestTime = event }
        return event < time ? time - event : 0
    }

    /// Moves time on without an event, to the time of a clock tick less whatever the caller allows.
    @inlinable
    public mutating func advance(to reached: EventTime) {
        if reached > reachedTime { reachedTime = reached }
    }
}
