import Records

/// One event of the simulated plant; its JSON lies in the buffer that was passed to `next`.
public struct GeneratedEvent: Sendable, Hashable, BitwiseCopyable {
    /// Where it goes.
    public var topic: PlantTopic
    /// Index of the machine; `PlantScenario.path(ofMachine:)` is its key.
    public var machine: Int
    /// Event time, in whole milliseconds, as in the JSON.
    public var time: EventTime
    /// When it reaches the broker; after `time` for delayed events and repeats.
    public var arrival: EventTime
    /// True for a repeat of an event that was produced before.
    public var isRepeat: Bool
}
