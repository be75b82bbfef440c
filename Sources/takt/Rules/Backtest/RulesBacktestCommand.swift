import ArgumentParser
import Engine
import RuleEngine

/// `takt rules backtest`.
struct RulesBacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Say what rules would have raised in a recording, also next to another set.",
        discussion: """
            Replays recorded lines through the engine, as `takt replay` does, and counts alerts per \
            rule, week and key. Rules in shadow count as if they were live; rules that are off stay \
            off. With --against the same recording is replayed with the rules of another folder; \
            firings of the same key that overlap in time count as the same.

            Examples:
              takt rules backtest march.ndjson
              takt rules backtest march.ndjson --rule over-temperature --list
              takt rules backtest march.ndjson --rules new/rules --against rules

            Exit codes: 0 done, 1 a file is unreadable, 2 usage.
            """
    )

    @Argument(help: "Files of recorded lines; - is standard input, but not with --against.")
    var inputs: [String]

    @Option(help: ArgumentHelp("Compare with the rules of this folder.", valueName: "folder"))
    var against: String?

    @Option(name: .customLong("rule"), help: "Only this rule; may be repeated.")
    var wanted: [String] = []

    @Flag(help: "List every firing.")
    var list = false

    @OptionGroup(title: "Engine") var engine: EngineOptions
    @OptionGroup(title: "Cluster (only names and prefix are used)") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        if against != nil, inputs.contains("-") {
            throw ValidationError("Standard input can be read once; name a file with --against.")
        }
    }

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        var settings = try installation.engineSettings(engine, taskCount: Replay.partitionCount)
        var sides = [try side(installation.rulesFolder(), settings.rules, &settings)]
        if let against {
            var other = files
            other.rules = against
            let rules = try Installation(other, broker).rules()
            sides.append(try side(against, rules, &settings))
        }
        let known = Set(sides.flatMap(\.rules))
        for name in wanted where !known.contains(name) {
            throw Failure(
                "There is no rule '\(name)' in \(sides.map(\.name).joined(separator: " or "))."
            )
        }
        let report = BacktestReport(sides: sides, wanted: wanted, isListing: list)
        Terminal.write(report.text)
    }

    private func side(
        _ name: String,
        _ rules: RuleSet,
        _ settings: inout EngineSettings
    ) throws -> BacktestReport.Side {
        settings.rules = rules.withShadowAsLive
        let run = try BacktestRun(inputs, settings)
        let rate = run.seconds > 0 ? Double(run.recordCount) / run.seconds : 0
        Terminal.writeError(
            "\(name): \(NumberText.count(run.recordCount, "record")) in "
                + "\(NumberText.fixed(run.seconds, 2)) s, "
                + "\(NumberText.grouped(Int(rate))) a second\n"
        )
        return BacktestReport.Side(name: name, rules: rules.ruleIDs, firings: run.firings)
    }
}
