import ArgumentParser
import Records
import Simulation

/// `takt bench soak`: whether memory grows while the engine works.
struct BenchSoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "The whole engine at full rate, with an eye on its memory.",
        discussion: """
            Runs intake, shards and publisher on their threads, with exactly-once delivery and \
            snapshots, between a source that makes a plant's events as fast as they are taken, and a \
            sink that forgets them. No broker. The plant has faults, late and repeated events, and the \
            rules of the folder rules/. Its time runs as fast as events come, hundreds of times real \
            time. Compares resident memory at the end of the run with its middle.

            Examples:
              takt bench soak
              takt bench soak --duration 10m --machines 1000

            Exit codes: 0 memory grew by less than --growth, 1 it did not or the work was not done, \
            2 usage.
            """
    )

    @Option(help: ArgumentHelp("How long to run.", valueName: "duration"))
    var duration = DurationArgument(nanoseconds: Nanoseconds.minute)

    @Option(help: ArgumentHelp("Machines of the plant.", valueName: "count"))
    var machines = 48

    @Option(
        help: ArgumentHelp("Bytes that memory may grow over the second half.", valueName: "bytes")
    )
    var growth = 1 << 20

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        guard ScenarioSettings.machineCounts.contains(machines) else {
            throw ValidationError("--machines has to be 12 to 100000.")
        }
        guard growth > 0, duration.nanoseconds >= Nanoseconds.second else {
            throw ValidationError("--growth has to be more than 0, --duration at least 1s.")
        }
    }

    func run() throws {
        StopSignals.install()
        let rules = try Installation(files).rules()
        let report = try Soak(machineCount: machines, rules: rules)
            .run(nanoseconds: duration.nanoseconds)
        print(json ? report.json : report.text)
        guard report.isWhole else {
            throw Failure("The soak did not do its work, so it says nothing about memory.")
        }
        guard report.growth < growth else {
            throw Failure(
                "Resident memory grew by \(NumberText.grouped(Int(report.growth))) bytes over the second "
                    + "half of the run; \(NumberText.grouped(growth)) are allowed."
            )
        }
    }
}
