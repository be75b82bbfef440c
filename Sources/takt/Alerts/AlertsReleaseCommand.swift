import ArgumentParser

/// `takt alerts release`.
struct AlertsReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Free the lots that an alert holds.",
        discussion: """
            Each lot that its rule holds is released on dispatch.changes, with your name.

            Examples:
              takt alerts release 4f1c --by erika --why "measured again"

            Exit codes: 0 sent, 1 no such alert or the cluster cannot be reached, 2 usage.
            """
    )

    @Argument(help: "The id as `takt alerts list` shows it, or its beginning.")
    var alert: String

    @OptionGroup var person: AlertOperator

    func run() throws {
        try person.send("release", alert: alert, "releases the lots of")
    }
}
