import ArgumentParser

/// `takt alerts in-service`.
struct AlertsInServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "in-service",
        abstract: "Return an alert to service after maintenance.",
        discussion: """
            It is announced if its condition holds, and over if not.

            Examples:
              takt alerts in-service 4f1c --by erika --why "rebuild is done"

            Exit codes: 0 sent, 1 no such alert or the cluster cannot be reached, 2 usage.
            """
    )

    @Argument(help: "The id as `takt alerts list` shows it, or its beginning.")
    var alert: String

    @OptionGroup var person: AlertOperator

    func run() throws {
        try person.send("in_service", alert: alert, "returns to service", in: ["out_of_service"])
    }
}
