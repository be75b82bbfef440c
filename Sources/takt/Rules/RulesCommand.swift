import ArgumentParser

/// `takt rules`: the alert rules.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Write, check, test, explain, backtest and watch the alert rules.",
        subcommands: [
            RulesInitCommand.self, RulesStubsCommand.self, RulesCheckCommand.self,
            RulesTestCommand.self, RulesExplainCommand.self, RulesBacktestCommand.self,
            RulesTopCommand.self,
        ]
    )
}
