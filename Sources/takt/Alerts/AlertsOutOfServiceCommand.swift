import ArgumentParser
import Codecs

/// `takt alerts out-of-service`.
struct AlertsOutOfServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "out-of-service",
        abstract: "Take an alert out of service, under a work order, until it is returned.",
        discussion: """
            It is tracked, and not announced, until `takt alerts in-service`. An alert that was never \
            raised is named by --rule and --key instead of an id.

            Examples:
              takt alerts out-of-service 4f1c --work-order WO-4711 --by erika --why "rebuild"

            Exit codes: 0 sent, 1 no such alert or the cluster cannot be reached, 2 usage.
            """
    )

    @Argument(help: "The id as `takt alerts list` shows it, or its beginning.")
    var alert: String?

    @Option(help: ArgumentHelp("The work order of the maintenance.", valueName: "id"))
    var workOrder: String

    @OptionGroup(title: "Never raised") var ahead: AlertAhead
    @OptionGroup var person: AlertOperator

    func validate() throws {
        try ahead.check(alert)
        if person.why?.isEmpty ?? true || workOrder.isEmpty {
            throw ValidationError("Out of service needs --why and --work-order.")
        }
    }

    func run() throws {
        func add(_ bytes: inout [UInt8]) { JSONWriter.field("work_order", workOrder, &bytes) }
        if let alert {
            try person.send("out_of_service", alert: alert, "takes out of service", add: add)
        } else {
            try person.send("out_of_service", ahead: ahead, "takes out of service", add: add)
        }
    }
}
