import CPlatform
import Engine
import Records
import Synchronization

/// The clock of the simulated plant: stands at its start until it is let go, runs faster than the wall
/// clock, and stands again at the end.
///
/// Any thread may read it; the demonstration's main thread starts and stops it.
final class PlantClock: Sendable {
    private let start: EventTime
    private let speed: Double
    private let origin = Atomic<Int64>(0)
    private let limit: Atomic<Int64>

    init(_ plan: DemoPlan) {
        start = plan.start
        speed = plan.speed
        limit = Atomic(plan.end.nanoseconds)
    }

    /// Lets the plant run from its start.
    func begin() { origin.store(platform_monotonic_nanoseconds(), ordering: .releasing) }

    /// Stops the plant where it is. What the engine still has to read then meets a standing clock, so
    /// that no machine seems silent only because its plant is over.
    func stop() { limit.store(now.nanoseconds, ordering: .releasing) }

    /// The present moment of the plant.
    var now: EventTime {
        let began = origin.load(ordering: .acquiring)
        guard began != 0 else { return start }
        let elapsed = Double(platform_monotonic_nanoseconds() - began) * speed
        let time = start.advanced(byNanoseconds: Int64(elapsed))
        return min(time, EventTime(nanoseconds: limit.load(ordering: .acquiring)))
    }

    /// Nanoseconds on the wall clock until the plant reaches a moment or its end; 0 when it is past it.
    func wallNanoseconds(until time: EventTime) -> Int64 {
        let end = EventTime(nanoseconds: limit.load(ordering: .acquiring))
        return max(0, Int64(Double(min(time, end) - now) / speed))
    }

    /// The same clock for the engine.
    var engineClock: EngineClock { EngineClock { self.now } }
}
