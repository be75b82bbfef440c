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
        guard !json else {
            for version in history.versions.reversed() {
                Terminal.write(version.encoded(withText: false) + [0x0a])
            }
            return
        }
        guard !history.versions.isEmpty else {
            return Terminal.write("There is no version of the plant file yet.\n")
        }
        var table = TableText(
            ["version", "made", "by", "holds from", "label", "hash", "why"],
            right: ["version"]
        )
        for version in history.versions.reversed() {
            table.add([
                "\(version.number)", EventText.short(version.time), version.by,
                version.effectiveFrom.map(EventText.short) ?? "at once", version.label,
                version.hash, version.why,
            ])
        }
        Terminal.write(table.text)
    }
}
