import ArgumentParser
import KafkaBroker
import Records
import Simulation

/// `takt simulate`.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Produce the events of a simulated plant on a cluster or into a file.",
        discussion: """
            The same seed, size, rate, start and duration give the same events. The plant has lathes, \
            ovens and presses on two sites, with shifts, micro-stops, tool wear and faults whose truth \
            --truth writes down. Its plant file is `takt simulate --write-plant plant.yaml`.

            Events are paced in real time unless --no-pace; --speed 60 makes a minute of a second. \
            Producing uses the murmur2 partitioner and the equipment as key.

            Examples:
              takt simulate --brokers kafka-1:9092 --machines 48 --rate 200 --duration 1h
              takt simulate --brokers kafka-1:9092 --start -8h --no-pace --duration 8h
              takt simulate --no-pace --duration 1h --seed 7 --output day.ndjson --truth truth.ndjson

            Exit codes: 0 done or stopped as asked, 1 the cluster or a file refused, 2 usage.
            """
    )

    @Option(help: "How many machines, 1 to 100,000.")
    var machines = 48

    @Option(
        help: "Events per second of plant time, all machines together. (default: one a machine)"
    )
    var rate: Double?

    @Option(help: "Everything random follows from it.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Length of the run in plant time.", valueName: "duration"))
    var duration = DurationArgument(nanoseconds: 30 * Nanoseconds.minute)

    @Option(help: "Seconds of plant time in a second of real time.")
    var speed = 1.0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "First moment of the run: RFC 3339, now, or -8h for eight hours ago. (default: now)",
            valueName: "time"
        )
    )
    var start: TimeArgument?

    @Flag(inversion: .prefixedNo, help: "Send each event when its time has come.")
    var pace = true

    @Option(help: "Kafka timestamps: event (the event's time) or now.")
    var timestamps = Timestamps.event

    @Flag(inversion: .prefixedNo, help: "Let things go wrong in the plant.")
    var faults = true

    @Option(help: "Share of events that arrive late, 0 to 1.")
    var late = 0.0

    @Option(help: "Share of events that arrive twice, 0 to 1.")
    var duplicates = 0.0

    @Option(
        help: ArgumentHelp(
            "Write replay lines here instead of producing; - is standard output.",
            valueName: "file"
        )
    )
    var output: String?

    @Option(help: ArgumentHelp("Write the faults here, one JSON object a line.", valueName: "file"))
    var truth: String?

    @Option(
        help: ArgumentHelp("Write the plant file of this plant here, and end.", valueName: "file")
    )
    var writePlant: String?

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    enum Timestamps: String, ExpressibleByArgument, CaseIterable { case event, now }

    func validate() throws {
        guard (1...ScenarioSettings.machineCounts.upperBound).contains(machines) else {
            throw ValidationError("--machines has to be 1 to 100,000.")
        }
        let each = (rate ?? Double(machines)) / Double(machines)
        let rates = ScenarioSettings.rates
        guard rates.contains(each) else {
            let low = NumberText.short(rates.lowerBound * Double(machines))
            let high = NumberText.short(rates.upperBound * Double(machines))
            throw ValidationError(
                "--rate has to be \(low) to \(high) events per second for this number of machines."
            )
        }
        guard speed.isFinite, speed > 0, speed <= 1e6 else {
            throw ValidationError("--speed has to be more than 0 and at most 1,000,000.")
        }
        guard (0...1).contains(late), (0...1).contains(duplicates) else {
            throw ValidationError("--late and --duplicates have to be 0 to 1.")
        }
        guard duration.nanoseconds < 3650 * Nanoseconds.day else {
            throw ValidationError("--duration has to be less than ten years.")
        }
    }

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let plant = SimulatedPlant(settings, machineCount: machines)
        if let writePlant {
            var file = try OutputFile(writePlant)
            try file.write(plant.file)
            try file.flush()
            return
        }
        if let truth { try plant.writeTruth(to: truth) }
        let pacer = Pacer(start: plant.start, speed: speed, isPaced: pace)
        let count: Int
        if let output {
            count = try plant.write(
                to: output,
                prefix: installation.configuration.topicPrefix,
                pacer
            )
        } else {
            count = try plant.produce(
                to: installation,
                installation.kafkaSettings(),
                hasEventTimestamps: timestamps == .event,
                pacer
            )
        }
        Terminal.writeError("\(NumberText.count(count, "event")) of seed \(seed) sent.\n")
    }

    private var settings: ScenarioSettings {
        var settings = ScenarioSettings(
            seed: seed,
            start: start?.time ?? EventText.now,
            durationNanoseconds: duration.nanoseconds,
            machineCount: max(machines, ScenarioSettings.machineCounts.lowerBound),
            rate: (rate ?? Double(machines)) / Double(machines)
        )
        settings.hasFaults = faults
        settings.lateShare = late
        settings.duplicateShare = duplicates
        return settings
    }
}
