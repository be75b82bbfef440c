import ArgumentParser

/// `takt alerts ack`.
struct AlertsAckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Acknowledge an alert: somebody has seen it and takes care.",
        discussion: """
            Looks the alert up in alerts.current for its equipment and sends the command to the topic \
            alert.commands; the engine publishes the alert's new state. The beginning of an id is \
            enough when it is the only one.

            Examples:
              takt alerts ack 4f1c09a2 --by erika --brokers kafka-1:9092
              takt alerts ack 4f1c --by erika --why "sensor is being changed"

            Exit codes: 0 sent, 1 no such alert or the cluster cannot be reached, 2 usage.
            """
    )

    @Argument(help: "The id as `takt alerts list` shows it, or its beginning.")
    var alert: String

    @OptionGroup var person: AlertOperator

    func run() throws {
        try person.send(
            "acknowledge",
            alert: alert,
            "acknowledges",
            in: ["active", "returned", "latched"]
        )
    }
}
