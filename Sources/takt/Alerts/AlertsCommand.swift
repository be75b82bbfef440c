import ArgumentParser

/// `takt alerts`: what is wrong in the plant right now.
struct AlertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "List open alerts, tell why they are, and say what is done about them.",
        subcommands: [
            AlertsListCommand.self, AlertsWhyCommand.self, AlertsAckCommand.self,
            AlertsShelveCommand.self, AlertsUnshelveCommand.self, AlertsOutOfServiceCommand.self,
            AlertsInServiceCommand.self, AlertsResetCommand.self, AlertsCloseCommand.self,
            AlertsReleaseCommand.self,
        ]
    )
}
