import ArgumentParser

/// The command `takt` with everything below it.
struct Takt: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "takt",
        abstract: "The real-time decision layer of a factory.",
        discussion: """
            Takt reads equipment and process events from Kafka, keeps control charts, OEE and anomaly \
            detectors for every machine, evaluates alert rules written in Lua, and publishes alerts, \
            dispatch changes and KPIs.

            Begin here:
              takt demo                         a simulated factory with a live view
              takt run                          the engine with an embedded broker
              takt run --brokers kafka-1:9092   the engine on your cluster
              takt rules test                   the tests beside the rules

            Exit codes: 0 fine, 1 found problems, 2 usage.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Run:",
                subcommands: [
                    DemoCommand.self, RunCommand.self, ReplayCommand.self, SimulateCommand.self,
                ]
            ),
            CommandGroup(
                name: "Look:",
                subcommands: [
                    ChartCommand.self, SPCCommand.self, OEECommand.self, AlertsCommand.self,
                    AuditCommand.self, DoctorCommand.self, VerifyCommand.self,
                ]
            ),
            CommandGroup(
                name: "Prepare:",
                subcommands: [
                    TopicsCommand.self, RulesCommand.self, PlantCommand.self, BenchCommand.self,
                ]
            ),
        ]
    )
}
