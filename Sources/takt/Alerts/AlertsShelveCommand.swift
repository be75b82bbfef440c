import ArgumentParser
import Codecs
import Records
import RuleEngine

/// `takt alerts shelve`.
struct AlertsShelveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shelve",
        abstract: "Set an alert aside for a while: it is tracked, and not announced.",
        discussion: """
            The alert comes back after --for, or with --one-shot at its first return to normal if that \
            is earlier. An alert that was never raised is named by --rule and --key instead of an id.

            Examples:
              takt alerts shelve 4f1c --for 2h --by erika --why "sensor is being changed"
              takt alerts shelve 4f1c --for 8h --one-shot --by erika --why "spare part is ordered"
              takt alerts shelve --rule over-temperature --key acme/oven-1 --key zone_temp --for 2h \
            --by erika --why "trial run"

            Exit codes: 0 sent, 1 no such alert or the cluster cannot be reached, 2 usage.
            """
    )

    @Argument(help: "The id as `takt alerts list` shows it, or its beginning.")
    var alert: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long, at most 30d.", valueName: "time")
    )
    var duration: DurationArgument

    @Flag(help: "Comes back at the first return to normal, too.")
    var oneShot = false

    @OptionGroup(title: "Never raised") var ahead: AlertAhead
    @OptionGroup var person: AlertOperator

    func validate() throws {
        try ahead.check(alert)
        if person.why?.isEmpty ?? true { throw ValidationError("Shelving needs --why.") }
        if duration.nanoseconds > AlertOrder.shelvingNanosecondsMax {
            throw ValidationError("--for is at most 30d; take it out of service for longer.")
        }
    }

    func run() throws {
        func add(_ bytes: inout [UInt8]) {
            let until = EventText.now.advanced(byNanoseconds: duration.nanoseconds)
            JSONWriter.field("until", until, &bytes)
            JSONWriter.field("shelving", oneShot ? "one_shot" : "timed", &bytes)
        }
        if let alert {
            try person.send("shelve", alert: alert, "shelves", add: add)
        } else {
            try person.send("shelve", ahead: ahead, "shelves", add: add)
        }
    }
}
