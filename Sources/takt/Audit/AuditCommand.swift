import ArgumentParser
import CPlatform

/// `takt audit`.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Compare the books of the engine with the input topics, record by record.",
        discussion: """
            Reads the input topics, the books on kpi.engine, and the topics dead-letters and \
            late-events, each to its end. Every input record has to be in a book; every book has to \
            balance (read = counted + late + dead-lettered + ignored) and to agree with the records \
            between its offsets; what a book set aside has to lie on its topic.

            While an engine is working, the newest records are in no book yet: --wait repeats the \
            audit until the books balance.

            Examples:
              takt audit --brokers kafka-1:9092
              takt audit --brokers kafka-1:9092 --wait 30s --json

            Exit codes: 0 everything is accounted for, 1 it is not, 2 usage.
            """
    )

    @Flag(help: "One JSON object instead of a table.")
    var json = false

    @Option(
        help: ArgumentHelp("Repeat for so long until the books balance.", valueName: "duration")
    )
    var wait: DurationArgument?

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let deadline = platform_monotonic_nanoseconds() + (wait?.nanoseconds ?? 0)
        var report = try report(installation)
        while !report.isBalanced, platform_monotonic_nanoseconds() < deadline,
            !StopSignals.wait(milliseconds: 2000)
        {
            report = try self.report(installation)
        }
        if StopSignals.isRequested {
            throw Failure("The audit was interrupted and says nothing.")
        }
        show(report)
        if !report.isBalanced { throw ExitCode(1) }
    }

    private func report(_ installation: Installation) throws -> AuditReport {
        let settings = try installation.kafkaSettings()
        let deadLetters = installation.topic("dead-letters")
        let lateEvents = installation.topic("late-events")
        let evidence = try AuditEvidence(
            settings,
            inputs: installation.inputs.map(\.name),
            books: installation.topic("kpi.engine"),
            deadLetters: deadLetters,
            lateEvents: lateEvents
        )
        return AuditReport(evidence, deadLetters: deadLetters, lateEvents: lateEvents)
    }

    private func show(_ report: AuditReport) {
        if json {
            Terminal.write(report.json)
            return
        }
        Terminal.write(report.text)
        for problem in report.problems.prefix(20) { Terminal.complain(problem) }
        if report.problems.count > 20 {
            Terminal.complain("And \(report.problems.count - 20) more; --json lists them all.")
        }
        if report.isBalanced { Terminal.write("Every record is accounted for.\n") }
    }
}
