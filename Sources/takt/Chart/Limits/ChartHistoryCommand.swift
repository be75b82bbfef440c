import ArgumentParser
import Records

/// `takt chart history`.
struct ChartHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show how the limits of a chart changed, and who decided it.",
        discussion: """
            Reads the topic spc.limits to its end.

            Examples:
              takt chart history acme/berlin/machining/line-1/lathe-1 diameter --brokers kafka-1:9092

            Exit codes: 0 shown, 1 there is nothing or the cluster cannot be read, 2 usage.
            """
    )

    @Argument(help: "The path of the equipment, as in the events.")
    var equipment: String

    @Argument(help: "The name of the characteristic, as in the events.")
    var characteristic: String

    @Option(
        help: ArgumentHelp(
            "A file of replay lines instead of a cluster; may be repeated.",
            valueName: "file"
        )
    )
    var file: [String] = []

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let topic = installation.topic("spc.limits")
        var records: [LimitRecord] = []
        func take(_ value: [UInt8]?) {
            let record = value.flatMap {
                LimitRecord($0, equipment: equipment, characteristic: characteristic)
            }
            if let record { records.append(record) }
        }
        if file.isEmpty {
            let settings = try installation.kafkaSettings()
            try TopicReading(settings: settings, topics: [topic]).forEach { take($0.value) }
        } else {
            var lines = try ReplayLines(file)
            while let line = try lines.next() {
                if line.topic == topic { take(line.value) }
            }
        }
        guard !records.isEmpty else {
            throw Failure(
                "Nothing is known of limits of \(characteristic) at \(equipment); the chart may not have "
                    + "a point yet. Check the path and the name."
            )
        }
        Terminal.write(Self.table(records).text)
    }

    static func table(_ records: [LimitRecord]) -> TableText {
        var table = TableText([
            "time", "chart", "change", "version", "holds from", "mean", "sigma", "by", "why",
        ])
        for record in records {
            let chart = [record.product, record.stage, "\(record.chartNumber)"]
            table.add([
                EventText.short(record.time),
                chart.filter { !$0.isEmpty }.joined(separator: " "),
                record.change,
                "\(record.version)",
                record.effectiveFrom.map(EventText.short) ?? "",
                figure(record.mean, record.sigma),
                figure(record.sigma, record.sigma),
                record.by,
                record.grounds.isEmpty ? record.why : record.grounds,
            ])
        }
        return table
    }

    private static func figure(_ value: Double, _ sigma: Double) -> String {
        value.isFinite ? NumberText.short(value, spread: sigma) : ""
    }
}
