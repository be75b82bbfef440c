import ArgumentParser
import Contracts
import Engine
import PlantModel
import Records
import Simulation

/// `takt demo`.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show a simulated factory with a live view.",
        discussion: """
            Starts a broker inside this process, a plant of machines that send their states, counts and \
            measurements to it, and the engine that reads them; shows what comes out on the output \
            topics, and at the end which of the plant's faults were caught. The plant runs faster than \
            the clock, from the past up to now. takt.yaml is not read, so that a simulated plant never \
            reaches a cluster that only a file names.

            On a cluster the topics should be empty: what an earlier run left there lies in the same \
            stretch of time, and events behind it are late.

            Examples:
              takt demo                                  two minutes, two hours of the plant
              takt demo --duration 30s --seed 7
              takt demo --keep                           look inside with kcat afterwards
              takt demo --brokers kafka-1:9092 --prefix demo1.
                                                         on a cluster, after `takt topics apply`

            Exit codes: 0 the books balance, 1 they do not or something failed, 2 usage.
            """
    )

    @Option(help: ArgumentHelp("How long it runs, on the wall clock.", valueName: "time"))
    var duration = DurationArgument(nanoseconds: 2 * Nanoseconds.minute)

    @Option(help: "Everything random in the plant follows from it.")
    var seed: UInt64 = 1

    @Option(help: "Seconds of the plant per second of the wall clock.")
    var speed = 60.0

    @Option(help: "Machines of the plant.")
    var machines = 48

    @Flag(help: "Leave the embedded broker running at the end, until Ctrl-C.")
    var keep = false

    @Option(
        help: ArgumentHelp(
            "The folder of the rules. (default: the first rules/ found)",
            valueName: "folder"
        )
    )
    var rules: String?

    @Option(
        help: ArgumentHelp(
            "The plant file of the engine. (default: the one of the simulated plant)",
            valueName: "file"
        )
    )
    var plant: String?

    @Option(
        help: ArgumentHelp(
            "The folder of the topic contracts. (default: the first topics/ found)",
            valueName: "folder"
        )
    )
    var topics: String?

    @OptionGroup(title: "Cluster") var broker: BrokerOptions

    func validate() throws {
        if duration.nanoseconds < Nanoseconds.second || duration.nanoseconds > 7 * Nanoseconds.day {
            throw ValidationError("--duration has to be 1s to 7d.")
        }
        if !(1...600).contains(speed) { throw ValidationError("--speed has to be 1 to 600.") }
        if !(12...10_000).contains(machines) {
            throw ValidationError("--machines has to be 12 to 10,000.")
        }
    }

    func run() throws {
        StopSignals.install()
        let installation = Installation(demo: broker, rules: rules, plant: plant, topics: topics)
        let contracts = try installation.contracts()
        let plan = DemoPlan(
            seed: seed,
            speed: speed,
            wallNanoseconds: duration.nanoseconds,
            machineCount: machines,
            now: EventText.now
        )
        let settings = try settings(installation, contracts, plan)
        let broker = try DemoBroker(installation, contracts)
        let greeting = DemoGreeting(plan: plan, settings: settings, address: broker.address)
        Terminal.write(greeting.text(isEmbedded: broker.isEmbedded))
        let session = try DemoSession(plan, broker, settings)
        let report = try show(session, plan, greeting)
        let charts = ChartFamilies(settings.plant, plan.scenario)
        Terminal.write(DemoSummary(report: report, charts: charts).text)
        if keep, broker.isEmbedded { wait(greeting) }
        if !report.isFine { throw ExitCode(1) }
    }

    private func settings(
        _ installation: Installation,
        _ contracts: Contracts,
        _ plan: DemoPlan
    ) throws -> EngineSettings {
        let plant = try plant.map { path throws(Failure) in
            try Installation.plant(at: path)
        }
        let set = try installation.rules()
        if set.count == 0 {
            Terminal.complain(
                "No rules were found: no folder rules/ with .lua files here, above, or beside the "
                    + "program. There will be no alerts; name the folder with --rules."
            )
        }
        var settings = EngineSettings(
            plant: try plant ?? Self.ownPlant(machines),
            rules: set,
            taskCount: 1,
            inputs: installation.inputs
        )
        settings.prefix = installation.configuration.topicPrefix
        settings.application = installation.configuration.application
        settings.instance = installation.instance
        settings.limits = plan.limits
        return settings
    }

    private static func ownPlant(_ machines: Int) throws(Failure) -> Plant {
        do throws(PlantError) {
            return try Plant.load(PlantScenario.plantYAML(machineCount: machines))
        } catch {
            throw Failure("The plant file of the simulated plant cannot be used.\n\(error)")
        }
    }

    private func show(
        _ session: DemoSession,
        _ plan: DemoPlan,
        _ greeting: DemoGreeting
    ) throws -> DemoReport {
        if Terminal.isOutputTerminal {
            var view = LiveView(plan, greeting)
            return try session.run(&view)
        }
        var view = PlainView(plan)
        return try session.run(&view)
    }

    private func wait(_ greeting: DemoGreeting) {
        guard !StopSignals.isRequested else { return }
        Terminal.write(
            "\nThe broker \(greeting.address) stays until Ctrl-C.\n  \(greeting.kcat)\n"
        )
        while !StopSignals.wait(milliseconds: 60_000) {}
    }
}

extension Installation {
    /// The installation of a demonstration: what the flags say and nothing else.
    fileprivate init(demo broker: BrokerOptions, rules: String?, plant: String?, topics: String?) {
        var configuration = TaktConfiguration()
        broker.apply(to: &configuration)
        configuration.rulesPath = rules
        configuration.plantPath = plant
        configuration.topicsPath = topics
        self.configuration = configuration
        configurationPath = nil
        locator = ResourceLocator()
    }
}
