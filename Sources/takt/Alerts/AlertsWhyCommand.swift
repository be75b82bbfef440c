import ArgumentParser
import KafkaBroker
import Records

/// `takt alerts why`.
struct AlertsWhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Tell why an alert is what it is: the evidence, and who did what.",
        discussion: """
            Reads the transitions of the alert from the topic alerts: the rule with its version and \
            parameters, what every part of its conditions was, the records that led to it, and each \
            change of its state with its reason. The newest episode, or with --all every one that the \
            topic still has.

            Examples:
              takt alerts why 4f1c09a2 --brokers kafka-1:9092
              takt alerts why 4f1c --all

            Exit codes: 0 told, 1 no such alert or the cluster cannot be read, 2 usage.
            """
    )

    @Argument(help: "The id as `takt alerts list` shows it, or its beginning.")
    var alert: String

    @Flag(help: "Every episode, not only the newest.")
    var all = false

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let reading = TopicReading(
            settings: try installation.kafkaSettings(),
            topics: [installation.topic("alerts")]
        )
        var found: [AlertStory.Step] = []
        try reading.forEach { record in
            guard let value = record.value, let step = AlertStory.Step(value),
                step.alert.hasPrefix(alert)
            else { return }
            found.append(step)
        }
        Terminal.write(try AlertStory.text(found, of: alert, all: all))
    }
}
