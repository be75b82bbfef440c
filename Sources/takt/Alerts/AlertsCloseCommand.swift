import ArgumentParser

/// `takt alerts close`.
struct AlertsCloseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "End an open alert, whatever its condition says.",
        discussion: """
            A condition that still holds raises it anew.

            Examples:
              takt alerts close 4f1c --by erika --why "false alarm"

            Exit codes: 0 sent, 1 no such alert or the cluster cannot be reached, 2 usage.
            """
    )

    @Argument(help: "The id as `takt alerts list` shows it, or its beginning.")
    var alert: String

    @OptionGroup var person: AlertOperator

    func run() throws {
        try person.send("close", alert: alert, "closes")
    }
}
