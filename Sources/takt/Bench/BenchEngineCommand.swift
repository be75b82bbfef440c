import ArgumentParser
import Codecs
import Engine
import Simulation

/// `takt bench engine`: the engine alone, on generated events in memory.
struct BenchEngineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine",
        abstract: "Events per second and core, and nanoseconds per event by stage.",
        discussion: """
            Generates a plant's events in memory, then feeds them to one shard on this thread, again \
            and again, each time with one more stage working. No broker, no other thread; outputs are \
            encoded and thrown away. A stage's cost is the difference to the run before, by the median \
            of the rounds, so small stages are only as exact as the machine is quiet.

            Examples:
              takt bench engine --events 500000 --machines 1000 --rounds 5
              takt bench engine --rules 0 --json

            Exit codes: 0 measured, 1 the work was not done, 2 usage.
            """
    )

    @Option(help: ArgumentHelp("Events to generate.", valueName: "count"))
    var events = 500_000

    @Option(help: ArgumentHelp("Machines of the plant.", valueName: "count"))
    var machines = 1_000

    @Option(help: ArgumentHelp("Rounds; the median counts.", valueName: "count"))
    var rounds = 5

    @Option(help: ArgumentHelp("Native rules, generated; none matches.", valueName: "count"))
    var rules = 100

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (1_000...20_000_000).contains(events) else {
            throw ValidationError("--events has to be 1000 to 20000000.")
        }
        guard ScenarioSettings.machineCounts.contains(machines) else {
            throw ValidationError("--machines has to be 12 to 100000.")
        }
        guard (1...100).contains(rounds), (0...1_000).contains(rules) else {
            throw ValidationError("--rounds has to be 1 to 100, --rules 0 to 1000.")
        }
    }

    func run() throws {
        let memory = GeneratedEvents(count: events, machineCount: machines)
        let bench = try EngineBench(memory, ruleCount: rules)
        let report = try bench.run(rounds: rounds)
        print(json ? report.json : report.text)
    }
}
