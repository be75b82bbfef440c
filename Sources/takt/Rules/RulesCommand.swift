import ArgumentParser

/// `takt rules`: the alert rules.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Write, check, test, explain, backtest, roll out and watch the alert rules.",
        subcommands: [
            RulesInitCommand.self, RulesStubsCommand.self, RulesCheckCommand.self,
            RulesTestCommand.self, RulesExplainCommand.self, RulesBacktestCommand.self,
            RulesApplyCommand.self, RulesHistoryCommand.self, RulesRollbackCommand.self,
            RulesShadowCommand.self, RulesLiveCommand.self, RulesOffCommand.self,
            RulesTopCommand.self,
        ]
    )
}
