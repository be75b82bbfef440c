/// A part of the engine that owns its state and works in small steps.
///
/// Threads belong to the launcher: the same agents run on a thread each, all on one thread, or in an
/// order that a test chooses. A value is used by one thread at a time.
public protocol Agent: ~Copyable {
    /// Does a bounded amount of work and says how much; 0 means idle.
    mutating func step() -> Int

    /// True once the agent has nothing left to do and never will.
    var isDone: Bool { get }
}
