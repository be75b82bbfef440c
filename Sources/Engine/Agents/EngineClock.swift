import CPlatform
import Records

/// Where the engine takes the time from: the machine, or a plant that runs faster than it.
///
/// What time it is in the plant only intake asks; everybody else is told by ticks, which are inputs.
/// How long something takes is asked of the monotonic clock.
public struct EngineClock: Sendable {
    /// The present moment of the plant.
    public let now: @Sendable () -> EventTime
    /// Nanoseconds that only ever grow, from an arbitrary beginning.
    public let monotonic: @Sendable () -> Int64

    /// A clock made of functions that any thread may call.
    public init(
        now: @escaping @Sendable () -> EventTime,
        monotonic: @escaping @Sendable () -> Int64 = { platform_monotonic_nanoseconds() }
    ) {
        self.now = now
        self.monotonic = monotonic
    }

    /// The machine's wall clock.
    public static let wall = EngineClock(
        now: { EventTime(nanoseconds: platform_wall_nanoseconds()) }
    )

    /// A plant clock that stood at `start` when the machine's wall clock said `origin` and runs
    /// `speed` times as fast.
    public static func accelerated(start: EventTime, origin: EventTime, speed: Double)
        -> EngineClock
    {
        EngineClock(now: {
            let elapsed = Double(platform_wall_nanoseconds() - origin.nanoseconds)
            return start.advanced(byNanoseconds: Int64(elapsed * speed))
        })
    }
}
