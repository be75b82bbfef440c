import PlantModel
import Records
import Simulation

/// What one demonstration will be: length, speed, size, and where it lies in time.
///
/// The plant runs `speed` times as fast as the clock on the wall. It begins so far in the past that
/// it reaches the present moment at its end, so that all times in its records are believable.
struct DemoPlan {
    let seed: UInt64
    /// Plant seconds per second of the wall clock.
    let speed: Double
    /// Length on the wall clock.
    let wallNanoseconds: Int64
    let machineCount: Int
    /// First moment of the plant.
    let start: EventTime

    init(
        seed: UInt64,
        speed: Double,
        wallNanoseconds: Int64,
        machineCount: Int,
        now: EventTime
    ) {
        self.seed = seed
        self.speed = speed
        self.wallNanoseconds = wallNanoseconds
        self.machineCount = machineCount
        let plant = Int64(Double(wallNanoseconds) * speed)
        let first = now.advanced(byNanoseconds: wallNanoseconds - plant)
        // Whole seconds, so that times are easy to read.
        start = EventTime(
            nanoseconds: first.nanoseconds / Nanoseconds.second * Nanoseconds.second
        )
    }

    /// Length in plant time.
    var plantNanoseconds: Int64 { Int64(Double(wallNanoseconds) * speed) }

    /// First moment after the plant's run.
    var end: EventTime { start.advanced(byNanoseconds: plantNanoseconds) }

    /// The speed without digits that say nothing.
    var speedText: String {
        speed == speed.rounded() ? String(Int(speed)) : NumberText.short(speed)
    }

    /// The simulated plant. A few events are late and a few come twice, as in every plant.
    var scenario: PlantScenario {
        var settings = ScenarioSettings(
            seed: seed,
            start: start,
            durationNanoseconds: plantNanoseconds,
            machineCount: machineCount
        )
        settings.lateShare = 0.002
        settings.duplicateShare = 0.001
        return PlantScenario(settings)
    }

    /// The engine's limits, with those that are plant time stretched: what takes the broker a tenth of
    /// a second is many seconds of the plant.
    var limits: Limits {
        var limits = Limits()
        limits.idleTimeoutNanoseconds = max(10 * Nanoseconds.second, scaled(seconds: 3))
        limits.allowedLatenessNanoseconds = max(5 * Nanoseconds.second, scaled(seconds: 1))
        limits.futureToleranceNanoseconds = max(5 * Nanoseconds.minute, scaled(seconds: 30))
        limits.tickIntervalNanoseconds = max(Nanoseconds.second, scaled(seconds: 0.1))
        return limits
    }

    /// How long after the end of a fault its alert still counts as its own: the time that the engine
    /// waits for late events and silent machines, and two minutes.
    var toleranceNanoseconds: Int64 {
        let limits = limits
        return limits.idleTimeoutNanoseconds + limits.allowedLatenessNanoseconds
            + 2 * Nanoseconds.minute
    }

    private func scaled(seconds: Double) -> Int64 {
        Int64(seconds * speed * Double(Nanoseconds.second))
    }
}
