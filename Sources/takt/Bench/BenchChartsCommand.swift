import ArgumentParser

/// `takt bench charts`: the chart operators alone.
struct BenchChartsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "charts",
        abstract: "Nanoseconds per point and bytes of every chart operator.",
        discussion: """
            Feeds values made beforehand to one chart of each kind on this thread, with all run rules the \
            kind has. Time is processor time of the thread; the median of the rounds counts. The values \
            of one chart stay in the cache, which those of a thousand charts do not.

            Example:
              takt bench charts --points 10000000 --rounds 7

            Exit codes: 0 measured, 2 usage.
            """
    )

    @Option(help: ArgumentHelp("Points per round.", valueName: "count"))
    var points = 2_000_000

    @Option(help: ArgumentHelp("Rounds; the median counts.", valueName: "count"))
    var rounds = 5

    func validate() throws {
        guard (1_000...100_000_000).contains(points), (1...100).contains(rounds) else {
            throw ValidationError("--points has to be 1000 to 100000000, --rounds 1 to 100.")
        }
    }

    func run() throws {
        var table = TableText(
            ["CHART", "NS/POINT", "BYTES", "SIGNALS"],
            right: ["NS/POINT", "BYTES", "SIGNALS"]
        )
        for row in try ChartBench(count: points, rounds: rounds).run() {
            table.add([
                row.name, NumberText.fixed(row.nanoseconds, 1), "\(row.byteCount)",
                "\(row.signalCount)",
            ])
        }
        print(table.text, terminator: "")
    }
}
