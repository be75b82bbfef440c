import ArgumentParser
import Codecs
import KafkaBroker
import Records

/// `takt alerts ack`.
struct AlertsAckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Acknowledge an alert: somebody has seen it and takes care.",
        discussion: """
            Looks the alert up in alerts.current for its equipment and sends the command to the topic \
            alert.commands; the engine publishes the alert's new state. The beginning of an id is \
            enough when it is the only one.

            Examples:
              takt alerts ack 4f1c09a2 --by erika --brokers kafka-1:9092
              takt alerts ack 4f1c --by erika --why "sensor is being changed"

            Exit codes: 0 sent, 1 no such alert or the cluster cannot be reached, 2 usage.
            """
    )

    @Argument(help: "The id as `takt alerts list` shows it, or its beginning.")
    var alert: String

    @Option(help: ArgumentHelp("Who acknowledges.", valueName: "name"))
    var by: String

    @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var why: String?

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        if alert.isEmpty || by.isEmpty {
            throw ValidationError("The alert and --by have to be said; one of them is empty.")
        }
    }

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let settings = try installation.kafkaSettings()
        let known = try AlertRecord.current(settings, topic: installation.topic("alerts.current"))
        let found = try choose(known)
        guard found.isOpen else {
            throw Failure(
                "The alert \(found.id) is \(found.state) already; there is nothing to do."
            )
        }
        var delivery = try RecordDelivery(settings, topics: [installation.topic("alert.commands")])
        try delivery.send(topic: 0, key: Array(found.equipment.utf8), value: command(found))
        try delivery.finish(milliseconds: 10_000)
        Terminal.write(
            "Sent: \(by) acknowledges \(found.severity) alert \(found.id), \(found.title), at "
                + "\(found.equipment).\n"
        )
    }

    private func choose(_ known: [AlertRecord]) throws(Failure) -> AlertRecord {
        if let exact = known.first(where: { $0.id == alert }) { return exact }
        let beginnings = known.filter { $0.id.hasPrefix(alert) }
        if beginnings.count == 1 { return beginnings[0] }
        if beginnings.isEmpty {
            throw Failure(
                "There is no alert \(alert) on this cluster. `takt alerts list --all` shows which "
                    + "there are."
            )
        }
        let ids = beginnings.prefix(5).map(\.id).joined(separator: ", ")
        throw Failure("\(beginnings.count) alerts begin with \(alert): \(ids). Say more of the id.")
    }

    private func command(_ found: AlertRecord) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("equipment", found.equipment, &bytes)
        JSONWriter.field("time", EventText.now, &bytes)
        JSONWriter.field("alert", found.id, &bytes)
        JSONWriter.field("command", "acknowledge", &bytes)
        JSONWriter.field("by", by, &bytes)
        if let why { JSONWriter.field("why", why, &bytes) }
        JSONWriter.endObject(&bytes)
        return bytes
    }
}
