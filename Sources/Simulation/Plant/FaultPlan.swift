import Records

/// Which machines get which fault, and when.
enum FaultPlan {
    /// One kind of fault: the machine, the part of the run, and the rules that should notice.
    private struct Entry {
        let kind: InjectedFault.Kind
        let machine: MachineKind
        /// Which machine of its kind.
        let number: Int
        /// Begin, as a share of the run.
        let from: Double
        /// Length as a share of the run, and its bounds in seconds.
        let share: Double
        let seconds: ClosedRange<Double>
        /// How much of it has to happen before the rule can notice, in seconds.
        let needed: Double
        let characteristic: String?
        let expected: [String]
        let plausible: [String]
    }

    private static let entries = [
        Entry(
            kind: .toolWear,
            machine: .lathe,
            number: 0,
            from: 0.2,
            share: 0.8,
            seconds: 0...1e9,
            needed: 600,
            characteristic: "diameter",
            expected: ["spc-run-holds-lot"],
            plausible: []
        ),
        Entry(
            kind: .suddenShift,
            machine: .lathe,
            number: 1,
            from: 0.4,
            share: 0.45,
            seconds: 0...1e9,
            needed: 180,
            characteristic: "diameter",
            expected: ["spc-run-holds-lot"],
            plausible: []
        ),
        Entry(
            kind: .lowOEE,
            machine: .lathe,
            number: 2,
            from: 0,
            share: 1,
            seconds: 0...1e9,
            needed: 600,
            characteristic: nil,
            expected: ["oee-below-target"],
            plausible: ["scrap-burst"]
        ),
        Entry(
            kind: .scrapBurst,
            machine: .lathe,
            number: 3,
            from: 0.55,
            share: 0,
            seconds: 240...240,
            needed: 120,
            characteristic: nil,
            expected: ["scrap-burst"],
            plausible: ["oee-below-target"]
        ),
        Entry(
            kind: .overTemperature,
            machine: .oven,
            number: 0,
            from: 0.35,
            share: 0.08,
            seconds: 150...600,
            needed: 100,
            characteristic: "zone_temp",
            expected: ["over-temperature"],
            plausible: []
        ),
        Entry(
            kind: .stuckSensor,
            machine: .oven,
            number: 1,
            from: 0.5,
            share: 0.1,
            seconds: 240...1200,
            needed: 120,
            characteristic: "zone_temp",
            expected: ["stuck-sensor"],
            plausible: []
        ),
        Entry(
            kind: .silentMachine,
            machine: .oven,
            number: 2,
            from: 0.6,
            share: 0.2,
            seconds: 420...1800,
            needed: 180,
            characteristic: nil,
            expected: ["missing-data"],
            // What it said last may have been a short stop, whose end nobody hears.
            plausible: ["oee-below-target", "machine-down-too-long"]
        ),
        Entry(
            kind: .longDown,
            machine: .press,
            number: 0,
            from: 0.25,
            share: 0,
            seconds: 840...840,
            needed: 660,
            characteristic: nil,
            expected: ["machine-down-too-long"],
            plausible: ["oee-below-target"]
        ),
    ]

    /// Puts the faults into the machines and says what was done.
    static func inject(
        into machines: inout [Machine],
        _ settings: ScenarioSettings
    ) -> [InjectedFault] {
        entries.compactMap { entry in
            let candidates = machines.indices.filter { machines[$0].kind == entry.machine }
            guard entry.number < candidates.count else { return nil }
            let index = candidates[entry.number]
            let window = window(entry, settings)
            guard window.end > window.start else { return nil }
            machines[index].fault = window
            if entry.kind == .lowOEE {
                machines[index].slowness = 2
                machines[index].scrapShare = 0.08
            }
            return fault(entry, machines[index], window, settings)
        }
    }

    private static func window(_ entry: Entry, _ settings: ScenarioSettings) -> FaultWindow {
        let length = Double(settings.durationNanoseconds) / 1e9
        let seconds = min(
            max(entry.share * length, entry.seconds.lowerBound),
            entry.seconds.upperBound
        )
        let start = settings.start.advanced(byNanoseconds: milliseconds(entry.from * length))
        let end = start.advanced(byNanoseconds: milliseconds(seconds))
        return FaultWindow(
            kind: entry.kind,
            start: start.nanoseconds,
            end: min(end, settings.end).nanoseconds
        )
    }

    private static func milliseconds(_ seconds: Double) -> Int64 {
        Int64(seconds * 1000) * Nanoseconds.millisecond
    }

    private static func fault(
        _ entry: Entry,
        _ machine: Machine,
        _ window: FaultWindow,
        _ settings: ScenarioSettings
    ) -> InjectedFault {
        let lot = (window.start - settings.start.nanoseconds) / PlantGenerator.lotNanoseconds + 1
        let digits = String(lot)
        let padding = String(repeating: "0", count: max(0, 4 - digits.count))
        var canBeSeen = Double(window.end - window.start) / 1e9 >= entry.needed
        if entry.kind == .lowOEE { canBeSeen = canBeSeen && closesAnHour(settings) }
        return InjectedFault(
            kind: entry.kind,
            equipment: machine.path,
            characteristic: entry.characteristic,
            lot: entry.characteristic == "diameter" ? machine.lotPrefix + padding + digits : nil,
            start: EventTime(nanoseconds: window.start),
            end: EventTime(nanoseconds: window.end),
            expectedRules: canBeSeen ? entry.expected : [],
            plausibleRules: canBeSeen ? entry.plausible : entry.plausible + entry.expected
        )
    }

    /// True when an hour of the clock ends in the run, with ten minutes of it and some time to
    /// close it.
    private static func closesAnHour(_ settings: ScenarioSettings) -> Bool {
        let first = settings.start.nanoseconds + 31 * Nanoseconds.minute
        let last = settings.end.nanoseconds - 3 * Nanoseconds.minute
        return last > first && last / Nanoseconds.hour > (first - 1) / Nanoseconds.hour
    }
}
