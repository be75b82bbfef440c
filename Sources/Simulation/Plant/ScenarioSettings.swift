import Records

/// What a simulated plant looks like: size, rate, length, and what happens to its events on the
/// way.
public struct ScenarioSettings: Sendable, Hashable {
    /// Machines, 12 to 100,000; 48 of them make two sites with all kinds of lines.
    public static let machineCounts = 12...100_000
    /// Mean events per second of plant time and machine.
    public static let rates = 0.05...200.0

    /// Everything random follows from it.
    public var seed: UInt64
    /// First moment of the run.
    public var start: EventTime
    /// Length of the run. All faults have room from 30 minutes on.
    public var durationNanoseconds: Int64
    /// Number of machines.
    public var machineCount: Int
    /// Mean events per second of plant time and machine.
    public var rate: Double
    /// False leaves out every fault: a plant in control.
    public var hasFaults = true
    /// Share of events that arrive late, and so out of order, 0 to 1.
    public var lateShare = 0.0
    /// The longest delay of a late event.
    public var latenessNanosecondsMax = 3 * Nanoseconds.second
    /// Share of events that arrive twice, 0 to 1.
    public var duplicateShare = 0.0

    /// A plant in order, with faults in its process but none in its transport.
    public init(
        seed: UInt64,
        start: EventTime,
        durationNanoseconds: Int64 = 30 * Nanoseconds.minute,
        machineCount: Int = 48,
        rate: Double = 1
    ) {
        self.seed = seed
        self.start = start
        self.durationNanoseconds = durationNanoseconds
        self.machineCount = machineCount
        self.rate = rate
    }

    /// First moment after the run.
    public var end: EventTime { start.advanced(byNanoseconds: durationNanoseconds) }
}
