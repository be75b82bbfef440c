import ArgumentParser

/// `takt bench`: how fast this machine is.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure the engine on this machine.",
        subcommands: [
            BenchEngineCommand.self, BenchSnapshotsCommand.self, BenchSoakCommand.self,
            BenchChartsCommand.self, BenchOEECommand.self, BenchReloadCommand.self,
        ]
    )
}
