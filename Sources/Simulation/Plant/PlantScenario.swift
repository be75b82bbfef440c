import PlantModel
import Records

/// A simulated plant: two sites, lines of lathes, ovens and presses, with shifts, stops, counts,
/// measurements, and faults whose truth is known.
///
/// Everything follows from the settings: the same settings give the same bytes on every machine. A
/// value of its own; one thread at a time. About 0.7 µs an event and no allocation once the buffer
/// has its size (delayed events and repeats are copied).
public struct PlantScenario: Sendable {
    /// What it was made from.
    public let settings: ScenarioSettings
    /// The faults, by machine.
    public let groundTruth: [InjectedFault]
    private let paths: [String]
    private var generator: PlantGenerator
    private var transport: PlantTransport

    /// A plant at the beginning of its run.
    ///
    /// Traps when the number of machines or the rate is outside of the ranges that
    /// `ScenarioSettings` states, or the run has no length.
    public init(_ settings: ScenarioSettings) {
        precondition(
            ScenarioSettings.machineCounts.contains(settings.machineCount),
            "A simulated plant has 12 to 100,000 machines."
        )
        precondition(
            ScenarioSettings.rates.contains(settings.rate),
            "A simulated plant sends 0.05 to 200 events per second and machine."
        )
        precondition(
            settings.durationNanoseconds > 0
                && settings.durationNanoseconds < PlantCalendar.rangeNanosecondsLimit,
            "A simulated run takes more than nothing and less than ten years."
        )
        // Event times are whole milliseconds, so that JSON and event agree.
        var settings = settings
        settings.start = EventTime(milliseconds: settings.start.milliseconds)
        self.settings = settings
        var machines = (0..<settings.machineCount).map { Self.machine($0, settings) }
        groundTruth =
            settings.hasFaults ? FaultPlan.inject(into: &machines, settings) : []
        paths = machines.map(\.path)
        generator = PlantGenerator(
            settings: settings,
            machines: machines,
            breaks: Self.breaks(settings)
        )
        transport = PlantTransport(settings)
    }

    /// How many machines there are.
    public var machineCount: Int { paths.count }

    /// The path of a machine, which is the key of its events.
    public func path(ofMachine index: Int) -> String { paths[index] }

    /// Appends the JSON of the next event to `value`, by arrival; nil at the end of the run.
    ///
    /// Without late events and repeats, which is the default, events come in order of event time.
    public mutating func next(into value: inout [UInt8]) -> GeneratedEvent? {
        guard transport.isNeeded else { return generator.next(into: &value) }
        return transport.next(from: &generator, into: &value)
    }

    private static func machine(_ index: Int, _ settings: ScenarioSettings) -> Machine {
        let place = PlantLayout.place(index)
        var random = PlantRandom(seed: settings.seed, stream: UInt64(index) + 1)
        var machine = Machine(
            kind: place.kind,
            path: place.path,
            head: Array("{\"equipment\":\"\(place.path)\",\"time\":\"".utf8),
            lotPrefix: place.lotPrefix,
            site: place.site,
            stopsInBreaks: !place.runsThroughBreaks,
            random: random,
            signals: Array(repeating: SignalState(), count: place.kind.signals.count)
        )
        machine.slowness = 1.02 + random.unit() * 0.08
        // Counters are about to wrap, so that every run shows it.
        machine.total = PlantGenerator.modulus - 40 - Int64(index % 100) * 3
        machine.random = random
        return machine
    }

    /// The breaks of each site, from its own calendar, over the run.
    private static func breaks(_ settings: ScenarioSettings) -> [[(start: Int64, end: Int64)]] {
        guard let plant = try? Plant.load(plantYAML(machineCount: 12)) else {
            preconditionFailure("The plant file of the simulated plant has to load.")
        }
        return PlantLayout.calendars.map { name in
            let calendar = plant.calendar(named: name)
            let stops = calendar?.plannedStops(from: settings.start, to: settings.end) ?? []
            return stops.map { ($0.start.nanoseconds, $0.end.nanoseconds) }
        }
    }
}
