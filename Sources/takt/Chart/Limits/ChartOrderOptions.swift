import ArgumentParser
import Codecs
import Records

/// Which chart, who decides about it and why: what all commands about limits have.
struct ChartOrderOptions: ParsableArguments {
    @Argument(help: "The path of the equipment, as in the events.")
    var equipment: String

    @Argument(help: "The name of the characteristic, as in the events.")
    var characteristic: String

    @Option(help: ArgumentHelp("Who decides.", valueName: "name"))
    var by: String

    @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var why: String?

    @Option(
        help: ArgumentHelp(
            "The product. (default: the one the machine makes, or the only one)",
            valueName: "name"
        )
    )
    var product: String?

    @Option(
        help: ArgumentHelp(
            "The recipe or tool, where stages have limits of their own. (default: the present one)",
            valueName: "name"
        )
    )
    var stage: String?

    @Option(
        name: .customLong("chart"),
        help: ArgumentHelp("Which of several charts, from 1.", valueName: "number")
    )
    var chartNumber: Int?

    @Flag(help: "Write the command as a replay line to standard output, and send nothing.")
    var printOnly = false

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        if by.allSatisfy(\.isWhitespace) {
            throw ValidationError("--by has to say who decides; it is empty.")
        }
    }

    /// Sends a command, or prints it.
    func order(_ command: String, _ body: (inout [UInt8]) -> Void = { _ in }) throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let value = record(command, body)
        let topic = installation.topic("chart.commands")
        guard !printOnly else {
            var line: [UInt8] = []
            JSONWriter.beginObject(&line)
            JSONWriter.field("topic", topic, &line)
            JSONWriter.field("key", equipment, &line)
            JSONWriter.field("value", String(decoding: value, as: UTF8.self), &line)
            JSONWriter.endObject(&line)
            return Terminal.write(line + [0x0A])
        }
        var delivery = try RecordDelivery(installation.kafkaSettings(), topics: [topic])
        try delivery.send(topic: 0, key: Array(equipment.utf8), value: value)
        try delivery.finish(milliseconds: 10_000)
        Terminal.write(
            "Sent: \(by) says \(command) to the chart of \(characteristic) at \(equipment). `takt chart "
                + "history` shows what came of it.\n"
        )
    }

    private func record(_ command: String, _ body: (inout [UInt8]) -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("equipment", equipment, &bytes)
        JSONWriter.field("time", EventText.now, &bytes)
        JSONWriter.field("characteristic", characteristic, &bytes)
        JSONWriter.field("command", command, &bytes)
        JSONWriter.field("by", by, &bytes)
        if let why { JSONWriter.field("why", why, &bytes) }
        if let product { JSONWriter.field("product", product, &bytes) }
        if let stage { JSONWriter.field("stage", stage, &bytes) }
        if let chartNumber { JSONWriter.field("chart_number", chartNumber, &bytes) }
        body(&bytes)
        JSONWriter.endObject(&bytes)
        return bytes
    }
}

/// From when on limits hold that somebody decides about.
struct EffectiveFrom: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "First event time the limits hold for, RFC 3339. (default: now)",
            valueName: "time"
        )
    )
    var effectiveFrom: String?

    func validate() throws {
        guard let effectiveFrom else { return }
        do { _ = try TimeParser.time(effectiveFrom) } catch {
            throw ValidationError("--effective-from \(effectiveFrom): \(error.description)")
        }
    }

    func write(to bytes: inout [UInt8]) {
        if let effectiveFrom { JSONWriter.field("effective_from", effectiveFrom, &bytes) }
    }
}

/// The version that a decision is about, so that nobody decides about another one than was seen.
struct ExpectedVersion: ParsableArguments {
    @Option(
        name: .customLong("version"),
        help: ArgumentHelp(
            "The version that would come of it; the engine refuses another one.",
            valueName: "number"
        )
    )
    var number: Int?

    func write(to bytes: inout [UInt8]) {
        if let number { JSONWriter.field("version", number, &bytes) }
    }
}
