import ArgumentParser

/// `takt alerts unshelve`.
struct AlertsUnshelveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unshelve",
        abstract: "Bring a shelved alert back before its time.",
        discussion: """
            It is announced if its condition holds, and over if not.

            Examples:
              takt alerts unshelve 4f1c --by erika --why "sensor is new"

            Exit codes: 0 sent, 1 no such alert or the cluster cannot be reached, 2 usage.
            """
    )

    @Argument(help: "The id as `takt alerts list` shows it, or its beginning.")
    var alert: String

    @OptionGroup var person: AlertOperator

    func run() throws {
        try person.send("unshelve", alert: alert, "unshelves", in: ["shelved"])
    }
}
