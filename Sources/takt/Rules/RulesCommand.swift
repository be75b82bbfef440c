import ArgumentParser

/// `takt rules`: the alert rules.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Check the alert rules and run the tests beside them.",
        subcommands: [RulesCheckCommand.self, RulesTestCommand.self]
    )
}
