import ArgumentParser
import Codecs
import Engine
import PlantModel
import RuleEngine

/// `takt oee`.
struct OEECommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oee",
        abstract: "Compute OEE from a file of states and counts: table, losses as SVG, JSON.",
        discussion: """
            Reads CSV with a header (time, equipment, state, reason, mode, product, total, good, scrap, \
            rework, startup_rejects, kind, modulus, unit, produced) or NDJSON with the same fields, also \
            replay lines, sorts it by time and runs the engine's own code over it. The last state of a \
            machine goes on to the end of the window that holds the last event.

            Examples:
              takt oee shift.csv --equipment press-7 --ideal-cycle 2s --window hour
              takt oee day.ndjson --plant plant.yaml --waterfall losses.svg --pareto pareto.svg
              takt oee day.ndjson --plant plant.yaml --under acme/berlin/paint --json -

            Exit codes: 0 done, 1 the file is unreadable or holds nothing, 2 usage.
            """
    )

    @Argument(help: "The file; - is standard input.")
    var file: String

    @Option(
        help: "The windows: minute, hour, shift or day. (default: shift with calendars, else day)"
    )
    var window: String?

    @Option(help: ArgumentHelp("The machine of rows that name none.", valueName: "path"))
    var equipment: String?

    @Option(
        help: ArgumentHelp("Draw this machine, line or area. (default: all)", valueName: "path")
    )
    var under: String?

    @Option(help: "Ideal time for one piece, without a plant file.")
    var idealCycle: DurationArgument?

    @Option(help: "Shorter stops are minor stops, without a plant file. (default: 5m)")
    var microStop: DurationArgument?

    @Option(help: ArgumentHelp("Write the loss waterfall as SVG.", valueName: "file"))
    var waterfall: String?

    @Option(help: ArgumentHelp("Write the losses by size as SVG.", valueName: "file"))
    var pareto: String?

    @Option(help: ArgumentHelp("Write the stops by reason as SVG.", valueName: "file"))
    var reasons: String?

    @Option(
        help: ArgumentHelp(
            "Write JSON in place of the table; - is standard output.",
            valueName: "file"
        )
    )
    var json: String?

    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        if let window, !["minute", "hour", "shift", "day"].contains(window) {
            throw ValidationError("--window has to be minute, hour, shift or day.")
        }
    }

    func run() throws {
        let installation = try Installation(files)
        let plant = try plant(installation)
        let input = try OEEInput(text: text(), equipment: equipment)
        var settings = EngineSettings(
            plant: plant,
            rules: .empty,
            taskCount: Replay.partitionCount,
            inputs: InputRole.allCases.map { InputTopic(role: $0, prefix: "mes.") }
        )
        settings.limits = installation.configuration.limits
        settings.stages = .effectiveness
        let kind = window ?? (plant.calendarNames.isEmpty ? "day" : "shift")
        let report = try OEEReport(input, kind: kind, settings: settings)
        warn(report)
        guard let drawn = report.sum(of: under) else {
            throw Failure(
                "There is no \(kind) of \(under ?? "any machine") in what was read. Choose another "
                    + "--window, and check the path and the calendar."
            )
        }
        let stops = OEEReasons(input.events, under: under, plant: plant)
        if let json { try write(OEEJSON.bytes(report, stops), to: json) }
        if json == nil { Terminal.write(OEETable(report).text) }
        try draw(drawn, stops)
    }

    private func plant(_ installation: Installation) throws(Failure) -> Plant {
        guard idealCycle != nil || microStop != nil else { return try installation.plant() }
        if let path = installation.plantPath {
            throw Failure(
                "The plant file \(path) says the cycle times and thresholds. Leave out --ideal-cycle "
                    + "and --micro-stop, or change the file."
            )
        }
        var defaults: [String] = []
        if let idealCycle { defaults.append("ideal_cycle: \(idealCycle.nanoseconds)ns") }
        if let microStop { defaults.append("micro_stop: \(microStop.nanoseconds)ns") }
        let text = "defaults: {\(defaults.joined(separator: ", "))}"
        do throws(PlantError) { return try Plant.load(text, file: "the command line") } catch {
            throw Failure("\(error)")
        }
    }

    private func warn(_ report: OEEReport) {
        for (sentence, count) in report.refused.sorted(by: { $0.key < $1.key }) {
            Terminal.writeError("\(NumberText.count(count, "record")) refused: \(sentence)\n")
        }
        if report.lateCount > 0 {
            Terminal.writeError(
                "\(NumberText.count(report.lateCount, "record")) came too late to count.\n"
            )
        }
    }

    private func text() throws(Failure) -> String {
        var input = try InputFiles([file])
        var bytes: [UInt8] = []
        var before = -1
        while bytes.count != before {
            before = bytes.count
            try input.read(into: &bytes)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure("The file \(file) is not UTF-8 text. Save it as UTF-8.")
        }
        return text
    }
}
