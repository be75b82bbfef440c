import ArgumentParser

/// `takt alerts reset`.
struct AlertsResetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Reset a latched alert, whose condition is gone.",
        discussion: """
            An acknowledged one is over; another one has still to be acknowledged.

            Examples:
              takt alerts reset 4f1c --by erika

            Exit codes: 0 sent, 1 no such alert or the cluster cannot be reached, 2 usage.
            """
    )

    @Argument(help: "The id as `takt alerts list` shows it, or its beginning.")
    var alert: String

    @OptionGroup var person: AlertOperator

    func run() throws {
        try person.send("reset", alert: alert, "resets", in: ["latched", "latched_acknowledged"])
    }
}
