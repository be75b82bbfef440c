import ArgumentParser
import Codecs
import Records

/// `takt alerts list`.
struct AlertsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the alerts that are open.",
        discussion: """
            Reads the compacted topic alerts.current to its end. The worst alerts come first.

            Examples:
              takt alerts list --brokers kafka-1:9092
              takt alerts list --equipment acme/berlin --severity high
              takt alerts list --quiet
              takt alerts list --all --json

            Exit codes: 0 also when alerts are open, 1 the cluster cannot be read, 2 usage.
            """
    )

    @Flag(help: "Also alerts that are over, as long as the topic keeps them.")
    var all = false

    @Flag(help: "Only those that are shelved or out of service.")
    var quiet = false

    @Option(help: ArgumentHelp("Only at this equipment and below it.", valueName: "path"))
    var equipment: String?

    @Option(help: ArgumentHelp("Only of this severity or worse.", valueName: "word"))
    var severity: String?

    @Flag(help: "One JSON object a line instead of a table.")
    var json = false

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        if let severity, !AlertRecord.severities.contains(severity) {
            throw ValidationError(
                "--severity has to be one of \(AlertRecord.severities.joined(separator: ", "))."
            )
        }
    }

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let alerts = try AlertRecord.current(
            installation.kafkaSettings(),
            topic: installation.topic("alerts.current")
        ).filter(isWanted)
        if json {
            for alert in alerts { Terminal.write(line(alert)) }
        } else {
            show(alerts)
        }
    }

    private func isWanted(_ alert: AlertRecord) -> Bool {
        if !all, !alert.isOpen { return false }
        if quiet, alert.state != "shelved", alert.state != "out_of_service" { return false }
        if let equipment, alert.equipment != equipment, !alert.equipment.hasPrefix(equipment + "/")
        {
            return false
        }
        guard let severity, let rank = AlertRecord.severities.firstIndex(of: severity) else {
            return true
        }
        return alert.rank <= rank
    }

    private func show(_ alerts: [AlertRecord]) {
        guard !alerts.isEmpty else {
            Terminal.write(all ? "There are no alerts.\n" : "No alert is open.\n")
            return
        }
        var table = TableText(["alert", "severity", "state", "equipment", "title", "since", "note"])
        for alert in alerts {
            table.add([
                alert.id, alert.severity, alert.state, alert.equipment, title(alert),
                alert.since.map(EventText.short) ?? "", alert.note,
            ])
        }
        Terminal.write(table.text)
        Terminal.write("\(NumberText.count(alerts.count, "alert")).\n")
    }

    /// The title without the equipment, which has a column of its own.
    private func title(_ alert: AlertRecord) -> String {
        guard alert.title.hasPrefix(alert.equipment + " ") else { return alert.title }
        return String(alert.title.dropFirst(alert.equipment.count + 1))
    }

    private func line(_ alert: AlertRecord) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("alert", alert.id, &bytes)
        JSONWriter.field("severity", alert.severity, &bytes)
        JSONWriter.field("state", alert.state, &bytes)
        JSONWriter.field("equipment", alert.equipment, &bytes)
        JSONWriter.field("rule", alert.rule, &bytes)
        JSONWriter.field("title", alert.title, &bytes)
        JSONWriter.field("episode", alert.episode, &bytes)
        if !alert.note.isEmpty { JSONWriter.field("note", alert.note, &bytes) }
        if let since = alert.since { JSONWriter.field("since", since, &bytes) }
        JSONWriter.endObject(&bytes)
        bytes.append(0x0A)
        return bytes
    }
}
