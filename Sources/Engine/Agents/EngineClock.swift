import CPlatform
import Records

/// Where the engine takes the time from: the machine, or a plant that runs faster than it.
///
/// Only intake asks; everybody else is told by ticks, which are inputs.
public struct EngineClock: Sendable {
    /// The present moment of the plant.
    public let now: @Sendable () -> EventTime

    /// A clock made of a function that any thread may call.
    public init(now: @escaping @Sendable () -> EventTime) { self.now = now }

    /// The machine's wall clock.
    public static let wall = EngineClock { EventTime(nanoseconds: platform_wall_nanoseconds()) }

    /// A plant clock that stood at `start` when the machine's wall clock said `origin` and runs
    /// `speed` times as fast.
    public static func accelerated(start: EventTime, origin: EventTime, speed: Double)
        -> EngineClock
    {
        EngineClock {
            let elapsed = Double(platform_wall_nanoseconds() - origin.nanoseconds)
            return start.advanced(byNanoseconds: Int64(elapsed * speed))
        }
    }
}
