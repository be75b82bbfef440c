import ArgumentParser
import ProcessControl

/// `takt spc`.
struct SPCCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spc",
        abstract: "Chart the readings of a CSV file: limits, signals, capability.",
        discussion: """
            Estimates limits as the engine would, judges every point by them, and says so as a table, as \
            JSON, or as an SVG picture. Nothing but the file is read, so that any chart can be compared \
            with the tool you trust.

            A point that completes a rule is marked with the number of the rule after Nelson, W4 for eight \
            on one side, M10 for a warning limit, R for the range, C+ and C- for the sums of a CUSUM.

            Examples:
              takt spc rings.csv --value diameter --subgroup sample --lsl 73.95 --usl 74.05
              takt spc rings.csv --size 5 --phase-one 25 --chart ewma --svg rings.svg
              takt spc juice.csv --chart p --value D --inspected size --phase-one 30 --exclude 15,23
              takt spc viscosity.csv --sigma-from mr-median --rules western-electric --format json

            Exit codes: 0 charted, 1 the file cannot be charted, 2 usage.
            """
    )

    /// What is written to standard output.
    enum Format: String, CaseIterable, ExpressibleByArgument { case table, json }

    @Argument(help: "The file: a header, then a row for each reading; - is standard input.")
    var file: String

    @Option(help: "What is written to standard output: table or json.")
    var format = Format.table

    @Option(help: ArgumentHelp("Write an SVG picture; - is standard output.", valueName: "file"))
    var svg: String?

    @OptionGroup(title: "Chart") var options: SPCOptions

    func validate() throws {
        if let size = options.size, !(2...100).contains(size) {
            throw ValidationError("--size has to be 2 to 100.")
        }
        if let phaseOne = options.phaseOne, phaseOne < 2 {
            throw ValidationError("--phase-one has to be 2 or more.")
        }
        if options.size != nil, options.subgroup != nil {
            throw ValidationError("--size and --subgroup exclude each other.")
        }
    }

    func run() throws {
        let path = file == "-" ? "/dev/stdin" : file
        let name = file == "-" ? "standard input" : file
        let table = try CSVTable(FileText.text(path), name: name)
        let report = try SPCAnalysis(SPCInput(table, options), options).report
        if let svg {
            var output = try OutputFile(svg)
            let file = name.split(separator: "/").last.map(String.init) ?? name
            let title = "\(options.value ?? "values") of \(file)"
            try output.write(SVGChart(ChartPicture(report, title: title)).text)
            try output.flush()
            if svg == "-" { return }
            Terminal.writeError("Wrote \(svg).\n")
        }
        var output = try OutputFile("-")
        switch format {
        case .table: try output.write(SPCTable(report).text)
        case .json: try output.write(SPCJSON.bytes(report))
        }
        try output.flush()
    }
}
