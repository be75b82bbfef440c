import ArgumentParser
import CPlatform
import Engine

/// `takt audit`.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Compare the books of the engine with the input topics, record by record.",
        discussion: """
            Reads the input topics and what machines contribute to the sums over lines, areas and \
            sites, the books on kpi.engine, and the topics dead-letters and \
            late-events, each to its end. Every input record has to be in a book; every book has to \
            balance (read = counted + late + dead-lettered + ignored) and to agree with the records \
            between its offsets; what a book set aside has to lie on its topic.

            While an engine is working, the newest records are in no book yet: --wait repeats the \
            audit until the books balance.

            --outputs also does the whole work once more, in the order that the order log states, and \
            compares every record of the output topics with what comes out, byte for byte: nothing may be \
            missing, nothing there that does not follow from the inputs, and with exactly-once delivery \
            nothing twice. It needs the order log and the inputs from their beginning, the rules, the \
            plant file and the limits of then, and an engine that is stopped or has nothing to do.

            Examples:
              takt audit --brokers kafka-1:9092
              takt audit --brokers kafka-1:9092 --wait 30s --json
              takt audit --brokers kafka-1:9092 --outputs --expected expected.ndjson

            Exit codes: 0 everything is accounted for, 1 it is not, 2 usage.
            """
    )

    @Flag(help: "One JSON object instead of a table.")
    var json = false

    @Option(
        help: ArgumentHelp("Repeat for so long until the books balance.", valueName: "duration")
    )
    var wait: DurationArgument?

    @Flag(help: "Also compute every output anew and compare it with what is on the topics.")
    var outputs = false

    @Option(
        help: ArgumentHelp(
            "With --outputs: write what should be there into this file, as replay lines.",
            valueName: "file"
        )
    )
    var expected: String?

    @OptionGroup(title: "Engine (with --outputs)") var engine: EngineOptions
    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        if expected != nil, !outputs {
            throw ValidationError("--expected says where --outputs writes; give both.")
        }
    }

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
        let compared = outputs ? try compareOutputs(installation) : nil
        if StopSignals.isRequested {
            throw Failure("The audit was interrupted and says nothing.")
        }
        show(report, compared)
        if !report.isBalanced || compared?.problems.isEmpty == false { throw ExitCode(1) }
    }

    private func report(_ installation: Installation) throws -> AuditReport {
        let settings = try installation.kafkaSettings()
        let own = EngineSettings.contributionsTopic(of: installation.configuration.application)
        var admin = try ClusterAdmin(settings)
        let hasSums = try admin.topics()[own] != nil
        let deadLetters = installation.topic("dead-letters")
        let lateEvents = installation.topic("late-events")
        let evidence = try AuditEvidence(
            settings,
            inputs: installation.inputs.map(\.name),
            contributions: hasSums ? own : nil,
            books: installation.topic("kpi.engine"),
            deadLetters: deadLetters,
            lateEvents: lateEvents
        )
        return AuditReport(evidence, deadLetters: deadLetters, lateEvents: lateEvents)
    }

    private func compareOutputs(_ installation: Installation) throws(Failure) -> OutputAuditReport {
        let settings = try installation.kafkaSettings()
        var admin = try ClusterAdmin(settings)
        var engine = try installation.engineSettings(engine, taskCount: 1)
        engine.isExactlyOnce = try installation.isExactlyOnce(on: settings)
        try RuleSetKeeper.layDown(for: &engine, installation, settings)
        try PlantKeeper.layDown(for: &engine, installation, settings)
        let topics = try admin.topics()
        var families: [EngineSettings] = []
        for var family in [engine, engine.rollUps()] {
            guard let log = topics[family.orderTopic], log.partitionCount > 0 else {
                throw Failure(
                    "The cluster has no order log \(family.orderTopic), so outputs cannot be computed "
                        + "anew. Name the application with --application."
                )
            }
            family.taskCount = log.partitionCount
            families.append(family)
        }
        var audit = OutputAudit(settings: settings, families: families)
        for contract in try installation.contracts().all
        where contract.cleanupPolicy.contains("compact") {
            let name = installation.topic(contract)
            if let index = engine.outputNames.firstIndex(of: name) { audit.compacted.insert(index) }
        }
        guard let expected else { return try audit.run { _ in } }
        var file = try OutputFile(expected)
        let report = try audit.run { line throws(Failure) in try file.write(line) }
        try file.flush()
        return report
    }

    private func show(_ report: AuditReport, _ compared: OutputAuditReport?) {
        if json {
            Terminal.write(report.json(outputs: compared))
            return
        }
        Terminal.write(report.text + (compared?.text ?? ""))
        let problems = report.problems + (compared?.problems ?? [])
        for problem in problems.prefix(20) { Terminal.complain(problem) }
        if problems.count > 20 {
            Terminal.complain("And \(problems.count - 20) more; --json lists them all.")
        }
        if report.isBalanced { Terminal.write("Every record is accounted for.\n") }
        if compared?.problems.isEmpty == true {
            Terminal.write("Every output is what follows from the inputs.\n")
        }
    }
}
