/// How often the simulated broker misbehaves: probabilities per opportunity, zero by default.
public struct BrokerFaults: Sendable, Equatable {
    private var probabilities = Array(repeating: 0.0, count: BrokerFault.allCases.count)
    /// The longest of all delays but those of markers.
    public var delayMillisecondsMax: Int64 = 50
    /// The longest delay of a marker; a partition whose broker is away gets it seconds later.
    public var markerDelayMillisecondsMax: Int64 = 50
    /// Mean time between two outages of the whole broker; zero for none.
    public var outageIntervalMilliseconds: Int64 = 0
    /// The longest outage.
    public var outageMillisecondsMax: Int64 = 3000

    /// No faults at all.
    public init() {}

    /// The probability of a fault, 0 to 1.
    public subscript(fault: BrokerFault) -> Double {
        get { probabilities[fault.rawValue] }
        set { probabilities[fault.rawValue] = newValue }
    }

    /// Another mixture for each seed. About half of the faults stay away from each run, because
    /// faults that are always present hide what happens without them.
    public static func drawn(seed: UInt64) -> BrokerFaults {
        var random = PlantRandom(seed: seed, stream: 0xFA17)
        var faults = BrokerFaults()
        for fault in BrokerFault.often where random.chance(0.5) {
            faults[fault] = random.unit() * 0.4
        }
        for fault in BrokerFault.seldom where random.chance(0.5) {
            faults[fault] = random.unit() * 0.1
        }
        if random.chance(0.5) { faults[.recoverableTimeOut] = random.unit() }
        faults.delayMillisecondsMax = 1 + Int64(random.below(random.chance(0.15) ? 3_000 : 500))
        faults.markerDelayMillisecondsMax =
            random.chance(0.3) ? 500 + Int64(random.below(4_000)) : faults.delayMillisecondsMax
        if random.chance(0.3) {
            faults.outageIntervalMilliseconds = 5000 + Int64(random.below(60_000))
            faults.outageMillisecondsMax = 100 + Int64(random.below(10_000))
        }
        return faults
    }
}
