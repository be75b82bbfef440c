import ArgumentParser

/// `takt rules history`.
struct RulesHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the versions of the rules: who made them, why, and from when on they hold.",
        discussion: """
            The newest comes first; `rule_set` on every alert is the hash in the list. As JSON, every \
            version is a line without the texts of its files.

            Examples:
              takt rules history --brokers kafka-1:9092
              takt rules history --json

            Exit codes: 0 listed, 1 the cluster cannot be reached, 2 usage.
            """
    )

    @Flag(help: "One JSON object a line instead of a table.")
    var json = false

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let history = try RuleSetHistory(
            installation.kafkaSettings(),
            topic: installation.topic("rules.sets")
        )
        history.list(json: json, column: ("rules", true, { "\($0.ruleCount)" }), why: why)
    }

    private func why(_ version: RuleSetVersion) -> String {
        guard let origin = version.rollbackOf else { return version.why }
        return "back to version \(origin)" + (version.why.isEmpty ? "" : ": \(version.why)")
    }
}
