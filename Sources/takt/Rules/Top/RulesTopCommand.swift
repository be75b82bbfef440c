import ArgumentParser
import CPlatform
import Glibc

/// `takt rules top`.
struct RulesTopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Show what the rules of a running engine do and cost.",
        discussion: """
            Reads the page of metrics of an engine that runs with --metrics. The time that a rule takes \
            is estimated from one event in 1024. With --watch the figures are those since the last look.

            Examples:
              takt rules top --metrics 127.0.0.1:9464
              takt rules top --metrics 127.0.0.1:9464 --watch --every 5s

            Exit codes: 0 shown, 1 nobody answers there, 2 usage.
            """
    )

    @Option(help: ArgumentHelp("Where the engine serves /metrics.", valueName: "address"))
    var metrics = AddressArgument(argument: "127.0.0.1:9464")!

    @Flag(help: "Look again and again, until Ctrl-C.")
    var watch = false

    @Option(help: ArgumentHelp("How often, with --watch.", valueName: "time"))
    var every = DurationArgument(nanoseconds: 2_000_000_000)

    @Option(help: ArgumentHelp("So many rules at most.", valueName: "count"))
    var limit = 50

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit has to be 1 or more.") }
    }

    func run() throws {
        StopSignals.install()
        var earlier = RuleTopTable(page: try MetricsDownload.page(metrics))
        Terminal.write(earlier.text(limit: limit))
        while watch, !StopSignals.isRequested {
            let next = platform_monotonic_nanoseconds() + every.nanoseconds
            while platform_monotonic_nanoseconds() < next, !StopSignals.isRequested {
                usleep(50_000)
            }
            guard !StopSignals.isRequested else { return }
            let now = RuleTopTable(page: try MetricsDownload.page(metrics))
            Terminal.write("\n" + now.text(since: earlier, limit: limit))
            earlier = now
        }
    }
}
