import ArgumentParser
import Codecs
import KafkaBroker
import Records

/// Who tells what about an alert, and on which cluster.
struct AlertOperator: ParsableArguments {
    @Option(help: ArgumentHelp("Who says so.", valueName: "name"))
    var by: String

    @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var why: String?

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        if by.isEmpty { throw ValidationError("--by has to say who; it is empty.") }
    }

    /// Sends a command for an alert, which is looked up in alerts.current for its equipment.
    ///
    /// - Parameters:
    ///   - alert: Its id, or the beginning of it.
    ///   - phrase: What the person does, for the line that says so: "acknowledges".
    ///   - states: The states in which the command has something to do; any when there are none.
    ///   - add: Adds the fields that only this command has.
    func send(
        _ command: String,
        alert: String,
        _ phrase: String,
        in states: Set<String> = [],
        add: (inout [UInt8]) -> Void = { _ in }
    ) throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let settings = try installation.kafkaSettings()
        let known = try AlertRecord.current(settings, topic: installation.topic("alerts.current"))
        let found = try AlertRecord.choose(alert, among: known)
        guard states.isEmpty || states.contains(found.state) else {
            throw Failure(
                "The alert \(found.id) is \(found.state) already; there is nothing to do."
            )
        }
        var bytes = opening(found.equipment, found.id, command)
        add(&bytes)
        try deliver(&bytes, found.equipment, installation, settings)
        Terminal.write(
            "Sent: \(by) \(phrase) \(found.severity) alert \(found.id), \(found.title), at "
                + "\(found.equipment).\n"
        )
    }

    /// Sends a command for an alert that was never raised.
    func send(
        _ command: String,
        ahead: AlertAhead,
        _ phrase: String,
        add: (inout [UInt8]) -> Void
    ) throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let settings = try installation.kafkaSettings()
        let (equipment, id) = (ahead.equipment ?? ahead.key.first ?? "", ahead.id)
        var bytes = opening(equipment, id, command)
        JSONWriter.field("rule", ahead.rule ?? "", &bytes)
        JSONWriter.field("key", strings: ahead.key, &bytes)
        add(&bytes)
        try deliver(&bytes, equipment, installation, settings)
        Terminal.write(
            "Sent: \(by) \(phrase) the alert \(id) of \(ahead.rule ?? "") for "
                + "\(ahead.key.joined(separator: ", ")), should it be raised.\n"
        )
    }

    /// The beginning of a command: all that every one of them says.
    private func opening(_ equipment: String, _ alert: String, _ command: String) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("equipment", equipment, &bytes)
        JSONWriter.field("time", EventText.now, &bytes)
        JSONWriter.field("alert", alert, &bytes)
        JSONWriter.field("command", command, &bytes)
        JSONWriter.field("by", by, &bytes)
        if let why { JSONWriter.field("why", why, &bytes) }
        return bytes
    }

    private func deliver(
        _ value: inout [UInt8],
        _ equipment: String,
        _ installation: Installation,
        _ settings: KafkaSettings
    ) throws(Failure) {
        JSONWriter.endObject(&value)
        var delivery = try RecordDelivery(settings, topics: [installation.topic("alert.commands")])
        try delivery.send(topic: 0, key: Array(equipment.utf8), value: value)
        try delivery.finish(milliseconds: 10_000)
    }
}
