import ArgumentParser
import CPlatform
import Engine
import Records

/// `takt replay`.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Run the engine over recorded files, without a broker; same input, same bytes.",
        discussion: """
            Reads lines {"topic": …, "key": …, "value": …} with optional timestamp and value_base64, \
            also as `kcat -J` writes them, and writes every output record as such a line. The number \
            of shards changes the speed, never a byte of the output.

            Examples:
              takt simulate --no-pace --duration 1h --output day.ndjson
              takt replay day.ndjson --plant docs/examples/plant.yaml > outputs.ndjson
              kcat -b kafka-1:9092 -C -J -e -t mes.process.measurements | takt replay -

            Exit codes: 0 done, 1 a line or a file is unreadable, 2 usage.
            """
    )

    @Argument(help: "Files of recorded lines; - is standard input.")
    var inputs: [String]

    @Option(help: ArgumentHelp("Where the outputs go; - is standard output.", valueName: "file"))
    var output = "-"

    @Option(
        help: ArgumentHelp(
            "Up to where time is taken at the end: newest, none, or a time (RFC 3339).",
            valueName: "moment"
        )
    )
    var finalProgress = FinalProgressArgument(progress: .newest, text: "newest")

    @OptionGroup(title: "Engine") var engine: EngineOptions
    @OptionGroup(title: "Cluster (only names and prefix are used)") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        if inputs.isEmpty {
            throw ValidationError("Name the files to replay; - is standard input.")
        }
    }

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let settings = try installation.engineSettings(engine, taskCount: Replay.partitionCount)
        var source = try InputFiles(inputs)
        var target = try OutputFile(output)
        var progress = ProgressLine()
        let started = platform_monotonic_nanoseconds()
        var replay = Replay(settings: settings, finalProgress: finalProgress.progress)
        let summary: ReplaySummary
        do {
            summary = try replay.run(
                input: { bytes in
                    if StopSignals.isRequested { throw Failure("The replay was interrupted.") }
                    try source.read(into: &bytes)
                    progress.show { "read \(NumberText.bytes(source.byteCount))" }
                },
                output: { lines in try target.write(lines) }
            )
        } catch let error as ReplayError {
            progress.end()
            throw Failure(error.description)
        }
        progress.end()
        try target.flush()
        report(summary, seconds: Double(platform_monotonic_nanoseconds() - started) / 1e9)
    }

    private func report(_ summary: ReplaySummary, seconds: Double) {
        let books = summary.books
        var lines = [
            "\(NumberText.count(summary.recordCount, "record")) read in "
                + "\(NumberText.fixed(seconds, 2)) s, \(NumberText.count(summary.outputCount, "record")) written.",
            "\(NumberText.grouped(books.counted)) counted, \(NumberText.grouped(books.late)) late, "
                + "\(NumberText.grouped(books.deadLettered)) dead-lettered, "
                + "\(NumberText.grouped(books.ignored)) ignored: the books "
                + (books.isBalanced ? "balance." : "DO NOT BALANCE."),
        ]
        if summary.foreignCount > 0 {
            lines.append(
                "\(NumberText.count(summary.foreignCount, "line")) of other topics left out; the "
                    + "prefix of the input topics is --prefix."
            )
        }
        Terminal.writeError(lines.joined(separator: "\n") + "\n")
    }
}

/// `newest`, `none`, or a time.
struct FinalProgressArgument: ExpressibleByArgument {
    let progress: FinalProgress
    private let text: String

    init(progress: FinalProgress, text: String) {
        self.progress = progress
        self.text = text
    }

    init?(argument: String) {
        text = argument
        switch argument {
        case "newest": progress = .newest
        case "none": progress = .none
        default:
            guard let time = TimeArgument(argument: argument) else { return nil }
            progress = .time(time.time)
        }
    }

    var defaultValueDescription: String { text }
}
