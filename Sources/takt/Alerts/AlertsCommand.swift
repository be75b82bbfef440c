import ArgumentParser

/// `takt alerts`: what is wrong in the plant right now.
struct AlertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "List open alerts and acknowledge them.",
        subcommands: [AlertsListCommand.self, AlertsAckCommand.self]
    )
}
