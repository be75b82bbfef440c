import ArgumentParser

/// `takt plant history`.
struct PlantHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the versions of the plant file: who made them, why, and from when on.",
        discussion: """
            The newest comes first. As JSON, every version is a line without the text of its file.

            Examples:
              takt plant history --brokers kafka-1:9092
              takt plant history --json

            Exit codes: 0 listed, 1 the cluster cannot be reached, 2 usage.
            """
    )

    @Flag(help: "One JSON object a line instead of a table.")
    var json = false

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let history = try PlantHistory(
            installation.kafkaSettings(),
            topic: installation.topic("plant.versions")
        )
        history.list(json: json, column: ("label", false, \.label), why: \.why)
    }
}
