import ArgumentParser
import Glibc

/// Who changes something, why, and from when on.
struct WhoOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Who does it. (default: the user of this session)", valueName: "name")
    )
    var by: String?

    @Option(help: ArgumentHelp("Why, for whoever reads the history.", valueName: "text"))
    var why = ""

    @Option(
        help: ArgumentHelp(
            "The event time from which on it holds, such as 2026-03-02T06:00:00+01:00. (default: at once)",
            valueName: "time"
        )
    )
    var effectiveFrom: TimeArgument?

    @Flag(help: "Wait until every task of the running engines knows of it.")
    var wait = false

    @Option(help: ArgumentHelp("How long to wait at most.", valueName: "duration"))
    var timeout = DurationArgument(nanoseconds: 30_000_000_000)

    /// The name that goes on record.
    var author: String {
        if let by { return by }
        if let user = unsafe getenv("USER") { return unsafe String(cString: user) }
        return "user \(getuid())"
    }

    func validate() throws {
        if let by, by.isEmpty { throw ValidationError("--by is empty; say a name.") }
    }
}
