import ArgumentParser

/// `takt bench snapshots`: what messages wait for while the state of a task is written.
struct BenchSnapshotsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshots",
        abstract: "How long a shard pauses for a snapshot, by number of series.",
        discussion: """
            Fills the tasks of one shard with series, each with a chart and a key of a rule, then takes a \
            snapshot of one task after the other while events go on as fast as the shard can work: a \
            slice after every 512 of them, as in the engine. Pauses are the beginning, each slice, and putting them into records. What \
            has to be copied ahead of its turn shows in the time of the 512 events instead, which is \
            compared with that of as many events without a snapshot. Processor time of one thread.

            Examples:
              takt bench snapshots --series 100000
              takt bench snapshots --series 1000000 --per-machine 50 --json

            Exit codes: 0 measured, 1 the work was not done, 2 usage.
            """
    )

    @Option(help: ArgumentHelp("Series of all tasks.", valueName: "count"))
    var series = 10_000

    @Option(help: ArgumentHelp("Series of each machine.", valueName: "count"))
    var perMachine = 10

    @Option(help: ArgumentHelp("Tasks.", valueName: "count"))
    var tasks = 8

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (100...4_000_000).contains(series), (1...1_000).contains(perMachine) else {
            throw ValidationError("--series has to be 100 to 4000000, --per-machine 1 to 1000.")
        }
        guard (1...64).contains(tasks) else { throw ValidationError("--tasks has to be 1 to 64.") }
    }

    func run() throws {
        var bench = try SnapshotBench(
            seriesCount: series,
            seriesPerMachine: perMachine,
            taskCount: tasks
        )
        let report = try bench.run()
        print(json ? report.json : report.text)
    }
}
