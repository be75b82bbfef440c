import ArgumentParser
import Codecs

/// `takt bench reload`: what events wait for while the rules are replaced.
struct BenchReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "How long new rules take to be read, and how long an event waits for the change.",
        discussion: """
            One shard works with rules that all have an open alert for every machine, so every machine is \
            a key of every rule. Then a new set comes: a hundredth of the rules is gone, the others \
            have other parameters and keep their keys. Reading, checking and compiling it is off the \
            shard; the longest tick or event is what others wait for. Processor time of one thread.

            Examples:
              takt bench reload
              takt bench reload --rules 1000 --machines 100 --json

            Exit codes: 0 measured, 1 the work was not done, 2 usage.
            """
    )

    @Option(help: ArgumentHelp("Rules.", valueName: "count"))
    var rules = 1_000

    @Option(help: ArgumentHelp("Machines of all tasks.", valueName: "count"))
    var machines = 100

    @Option(help: ArgumentHelp("Tasks of the shard.", valueName: "count"))
    var tasks = 8

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (100...10_000).contains(rules), (1...10_000).contains(machines) else {
            throw ValidationError("--rules has to be 100 to 10000, --machines 1 to 10000.")
        }
        guard (1...64).contains(tasks) else { throw ValidationError("--tasks has to be 1 to 64.") }
    }

    func run() throws {
        let report = try ReloadBench(
            ruleCount: rules,
            machineCount: machines,
            taskCount: tasks
        ).run()
        let gone = rules / 100 * machines
        guard report.keyCounts == (rules * machines, rules * machines - gone),
            report.closedCount == gone
        else {
            throw Failure(
                "The benchmark did not do its work: \(report.keyCounts.0) keys before, "
                    + "\(report.keyCounts.1) after, \(report.closedCount) alerts closed."
            )
        }
        Terminal.write(json ? self.json(report) : text(report))
    }

    private func text(_ report: ReloadBench.Report) -> String {
        func milliseconds(_ nanoseconds: Double) -> String {
            NumberText.fixed(nanoseconds / 1e6, 2) + " ms"
        }
        return """
            \(NumberText.grouped(rules)) rules, \(NumberText.grouped(report.keyCounts.0)) keys, \
            \(NumberText.count(tasks, "task")); \(NumberText.grouped(report.closedCount)) alerts closed
            read, checked and compiled in \(milliseconds(report.reading))
            longest tick or event  \(milliseconds(report.longest)) with the change, \
            \(milliseconds(report.longestBefore)) before it

            """
    }

    private func json(_ report: ReloadBench.Report) -> String {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("rules", rules, &bytes)
        JSONWriter.field("tasks", tasks, &bytes)
        JSONWriter.field("keys", report.keyCounts.0, &bytes)
        JSONWriter.field("closed", report.closedCount, &bytes)
        JSONWriter.field("reading_ms", report.reading / 1e6, &bytes)
        JSONWriter.field("longest_ms", report.longest / 1e6, &bytes)
        JSONWriter.field("longest_before_ms", report.longestBefore / 1e6, &bytes)
        JSONWriter.endObject(&bytes)
        return String(decoding: bytes + [0x0a], as: UTF8.self)
    }
}
